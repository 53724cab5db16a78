import { FormatError } from '../../base/errors.ts';
import { valencesOf } from './elements.ts';
import type { DraftBond, DraftMolecule } from './parse-smiles.ts';

/**
 * Gives aromatic bonds the orders 1 and 2 in turn (a Kekulé form) and every atom its implied hydrogens: as many as fill the smallest valence that its
 * bonds do not exceed. Changes the draft. A bond between aromatic letters outside a ring is single.
 * @param inRing of each bond. @throws {FormatError} no such form, as of `c1cccn1`, whose nitrogen must be written [nH]; or too many bonds at C, N, O or a halogen.
 * Cost O(atoms) as a rule: atoms with one choice left go first.
 */
export function kekulize(draft: DraftMolecule, inRing: (bond: number) => boolean, where: string): void {
  const { atoms, bonds, smiles } = draft;
  const pending: DraftBond[] = [];
  bonds.forEach((bond, b) => {
    if (bond.order !== 0) return;
    bond.order = 1;
    if (inRing(b)) pending.push(bond);
  });
  const sums = new Int32Array(atoms.length);
  for (const { from, to, order } of bonds) {
    sums[from]! += order;
    sums[to]! += order;
  }
  const free = atoms.map(({ element, charge, hydrogens }, i) => {
    const used = sums[i]! + Math.max(0, hydrogens);
    return (valencesOf(element - charge).find((valence) => valence >= used) ?? used) - used;
  });
  const waiting = new Set<number>();
  for (const [i, atom] of atoms.entries()) if (atom.aromatic && free[i]! > 0) waiting.add(i);
  const partners = atoms.map((): { atom: number; bond: DraftBond }[] => []);
  for (const bond of pending) {
    if (!waiting.has(bond.from) || !waiting.has(bond.to)) continue;
    partners[bond.from]!.push({ atom: bond.to, bond });
    partners[bond.to]!.push({ atom: bond.from, bond });
  }
  const stuck = pair(waiting, partners);
  if (stuck >= 0) {
    throw new FormatError({
      where,
      problem: `aromatic atoms must be joined by single and double bonds in turn, got none for that at character ${atoms[stuck]!.at0 + 1} of the SMILES '${smiles}'`,
      hint: 'a nitrogen with a hydrogen is written [nH]',
    });
  }
  for (const { from, to, order } of pending) {
    if (order !== 2) continue;
    sums[from]!++;
    sums[to]!++;
  }
  atoms.forEach((atom, i) => {
    if (atom.hydrogens >= 0) return;
    const valences = valencesOf(atom.element);
    const valence = valences.find((most) => most >= sums[i]!);
    if (valence === undefined && valences.length === 1) {
      throw new FormatError({
        where,
        problem: `at most ${valences[0]} bonds expected, got ${sums[i]} at character ${atom.at0 + 1} of the SMILES '${smiles}'`,
      });
    }
    atom.hydrogens = (valence ?? sums[i]!) - sums[i]!;
  });
}

/**
 * Pairs all waiting atoms along their bonds, and makes these double. Depth-first, the atom with the fewest free partners first.
 * @returns −1, or an atom that finds none.
 */
function pair(waiting: Set<number>, partners: readonly (readonly { atom: number; bond: DraftBond }[])[]): number {
  let [next, fewest] = [-1, Number.POSITIVE_INFINITY];
  for (const i of waiting) {
    const count = partners[i]!.filter(({ atom }) => waiting.has(atom)).length;
    if (count < fewest) [next, fewest] = [i, count];
    if (count <= 1) break;
  }
  if (next < 0) return -1;
  let stuck = next;
  waiting.delete(next);
  for (const { atom, bond } of partners[next]!) {
    if (!waiting.delete(atom)) continue;
    bond.order = 2;
    stuck = pair(waiting, partners);
    if (stuck < 0) return -1;
    bond.order = 1;
    waiting.add(atom);
  }
  waiting.add(next);
  return stuck;
}
