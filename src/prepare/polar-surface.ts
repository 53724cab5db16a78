import type { Molecule } from '../table/molecule/molecule.ts';

/**
 * Å² by the surroundings of the atom: element (lower case: aromatic), charge, hydrogens, then its bonds in order of - = # : and how many, `3` in a ring of
 * three. Source: Ertl, Rohde & Selzer 2000, J. Med. Chem. 43, 3714, table 1, without sulphur and phosphorus.
 */
const SURFACE: Readonly<Record<string, number>> = {
  'N --- ': 3.24,
  'N -= ': 12.36,
  'N # ': 23.79,
  'N -== ': 11.68,
  'N =# ': 13.6,
  'N ---3': 3.01,
  'NH -- ': 12.03,
  'NH --3': 21.94,
  'NH = ': 23.85,
  'NH2 - ': 26.02,
  'N+ ---- ': 0,
  'N+ --= ': 3.01,
  'N+ -# ': 4.36,
  'NH+ --- ': 4.44,
  'NH+ -= ': 13.97,
  'NH2+ -- ': 16.61,
  'NH2+ = ': 25.59,
  'NH3+ - ': 27.64,
  'n :: ': 12.89,
  'n ::: ': 4.41,
  'n -:: ': 4.93,
  'n =:: ': 8.39,
  'nH :: ': 15.79,
  'n+ ::: ': 4.1,
  'n+ -:: ': 3.88,
  'nH+ :: ': 14.14,
  'O -- ': 9.23,
  'O --3': 12.53,
  'O = ': 17.07,
  'OH - ': 20.23,
  'O- - ': 23.06,
  'o :: ': 13.14,
};

/**
 * Topological polar surface of the nitrogens and oxygens, Å². What the table does not hold is estimated from the numbers of its heavy neighbours and hydrogens, as its
 * authors do: N 30.5 − 8.2 · neighbours + 1.5 · hydrogens, O 28.5 − 8.6 · neighbours + 1.5 · hydrogens, at least 0.
 */
export function polarSurface({ atoms, bondsOf, rings }: Molecule): number {
  const inThree = new Set(rings.filter(({ length }) => length === 3).flat());
  let total = 0;
  atoms.forEach(({ element, charge, hydrogens, aromatic }, i) => {
    if (element !== 7 && element !== 8) return;
    const bonds = bondsOf[i]!.map((bond) => (bond.aromatic ? ':' : ('-=#$'[bond.order - 1] ?? '')));
    bonds.sort((a, b) => '-=#$:'.indexOf(a) - '-=#$:'.indexOf(b));
    const letter = element === 7 ? 'N' : 'O';
    const sign = charge > 0 ? '+'.repeat(charge) : '-'.repeat(-charge);
    const held = hydrogens === 0 ? '' : hydrogens === 1 ? 'H' : `H${hydrogens}`;
    const key = `${aromatic ? letter.toLowerCase() : letter}${held}${sign} ${bonds.join('')}`;
    const [base, slope] = element === 7 ? [30.5, 8.2] : [28.5, 8.6];
    total +=
      (inThree.has(i) ? SURFACE[`${key}3`] : undefined) ??
      SURFACE[`${key} `] ??
      Math.max(0, base - slope * bonds.length + 1.5 * hydrogens);
  });
  return total;
}
