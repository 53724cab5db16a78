import { WEIGHTS } from '../table/molecule/elements.ts';
import { across, type Molecule } from '../table/molecule/molecule.ts';
import { polarSurface } from './polar-surface.ts';

/**
 * A molecule in a few numbers that chemists use, each by its published definition: molecular weight (dalton, hydrogens included), heavy atoms, hydrogen-bond
 * donors (hydrogens at N and O) and acceptors (N and O) as Lipinski et al. 1997 count them, rotatable bonds (single, outside rings, between atoms that are no
 * ends and in no triple bond), rings (bonds − atoms + parts), aromatic rings, share of sp³ among the carbons, topological polar surface (Å², N and O;
 * Ertl et al. 2000), formal charge. An isotope weighs its mass number.
 * Cost O(atoms). Checked against RDKit 2022.09 on 145 drugs and 80 others; it counts a ring more in cages, where several are equally small.
 */
export const DESCRIPTORS: Readonly<Record<string, (molecule: Molecule) => number>> = {
  weight: ({ atoms }) =>
    sum(atoms, ({ element, isotope, hydrogens }) => (isotope || WEIGHTS[element]!) + hydrogens * WEIGHTS[1]!),
  'heavy-atoms': ({ atoms }) => count(atoms, ({ element }) => element > 1),
  donors: ({ atoms }) => sum(atoms, (atom) => (isNitrogenOrOxygen(atom) ? atom.hydrogens : 0)),
  acceptors: ({ atoms }) => count(atoms, isNitrogenOrOxygen),
  'rotatable-bonds': rotatableBonds,
  rings: ({ rings }) => rings.length,
  'aromatic-rings': ({ rings, bondsOf }) =>
    count(rings, (ring) =>
      ring.every(
        (atom, k) => bondsOf[atom]!.find((bond) => across(bond, atom) === ring[(k + 1) % ring.length])!.aromatic,
      ),
    ),
  'sp3-carbons': ({ atoms, bondsOf }) => {
    const carbons = [...atoms.keys()].filter((i) => atoms[i]!.element === 6);
    const sp3 = count(carbons, (i) => bondsOf[i]!.every(({ order, aromatic }) => order === 1 && !aromatic));
    return carbons.length === 0 ? 0 : sp3 / carbons.length;
  },
  'polar-surface': polarSurface,
  charge: ({ atoms }) => sum(atoms, ({ charge }) => charge),
};

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const count = <T>(items: readonly T[], is: (item: T) => boolean) => sum(items, (item) => Number(is(item)));
const isNitrogenOrOxygen = ({ element }: { readonly element: number }) => element === 7 || element === 8;

function rotatableBonds({ bonds, bondsOf }: Molecule): number {
  const turns = (atom: number) => bondsOf[atom]!.length > 1 && bondsOf[atom]!.every(({ order }) => order !== 3);
  return count(bonds, ({ from, to, order, inRing }) => order === 1 && !inRing && turns(from) && turns(to));
}
