import { outerElectronsOf, valencesOf } from './elements.ts';
import { across } from './molecule.ts';

interface KekuleAtom {
  readonly element: number;
  readonly charge: number;
  readonly hydrogens: number;
}
interface KekuleBond {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly order: number;
}
interface Kekule {
  readonly atoms: readonly KekuleAtom[];
  readonly bondsOf: readonly (readonly KekuleBond[])[];
  readonly rings: readonly (readonly number[])[];
  /** Of each bond. */
  readonly inRing: ArrayLike<unknown>;
}

const MOST_FUSED = 6;
/** Larger rings are aromatic by themselves alone. */
const LARGEST_FUSED = 24;

/**
 * Which atoms and bonds are aromatic: those of rings, and of fused rings up to six together, whose atoms can all give 0, 1 or 2 electrons to one system of
 * 4n + 2 (Hückel). A double bond out of the ring to a more electronegative atom takes the electron away (as in pyridone, which is aromatic). Of fused
 * rings the outer bonds are. Written in lower case or as a Kekulé form, a molecule gets the same answer.
 * Cost O(rings) as a rule; the sets of fused rings are tried by size until all ring bonds are aromatic.
 * Source: the RDKit Book, "Aromaticity" (the RDKit model). Checked against RDKit 2022.09 on 145 drugs and more.
 */
export function perceiveAromaticity({ atoms, bondsOf, rings, inRing }: Kekule) {
  const atomic = new Uint8Array(atoms.length);
  const bonded = new Uint8Array(inRing.length);
  const electrons = atoms.map((atom, i) => electronsOf(i, atom, atoms, bondsOf[i]!, inRing));
  const able = rings.filter((ring) => ring.every((i) => electrons[i] !== null));
  const bondsOfRing = able.map((ring) =>
    ring.map((atom, k) => bondBetween(bondsOf, atom, ring[(k + 1) % ring.length]!)),
  );
  const fused = able.map((ring, r) =>
    [...able.keys()].filter(
      (s) =>
        s !== r &&
        Math.max(ring.length, able[s]!.length) <= LARGEST_FUSED &&
        bondsOfRing[s]!.some((bond) => bondsOfRing[r]!.includes(bond)),
    ),
  );
  let sets = able.map((_, r) => [r]);
  for (let size = 1; size <= MOST_FUSED && sets.length > 0; size++) {
    for (const set of sets) {
      if (
        !isHuckel(
          set.map((r) => able[r]!),
          electrons,
        )
      )
        continue;
      for (const r of set) for (const i of able[r]!) atomic[i] = 1;
      const times = new Map<number, number>();
      for (const bond of set.flatMap((r) => bondsOfRing[r]!)) times.set(bond, (times.get(bond) ?? 0) + 1);
      for (const [bond, count] of times) if (count === 1) bonded[bond] = 1;
    }
    sets = grow(sets, fused, (r) => bondsOfRing[r]!.some((bond) => !bonded[bond]));
  }
  return { atomic, bonded };
}

const bondBetween = (bondsOf: Kekule['bondsOf'], a: number, b: number) =>
  bondsOf[a]!.find((bond) => across(bond, a) === b)!.index;

/** Each set with one more ring that is fused to it, without repeats; only in systems where a bond is still to be judged. */
function grow(sets: readonly number[][], fused: readonly number[][], isOpen: (ring: number) => boolean): number[][] {
  const larger = new Map<string, number[]>();
  for (const set of sets) {
    if (!systemOf(set[0]!, fused).some(isOpen)) continue;
    for (const r of set.flatMap((one) => fused[one]!)) {
      if (set.includes(r)) continue;
      const next = [...set, r].sort((a, b) => a - b);
      larger.set(next.join(), next);
    }
  }
  return [...larger.values()];
}

function systemOf(ring: number, fused: readonly number[][]): number[] {
  const system = [ring];
  for (let at = 0; at < system.length; at++)
    for (const r of fused[system[at]!]!) if (!system.includes(r)) system.push(r);
  return system;
}

/** An atom inside three rings of the set is not on the way around. */
function isHuckel(rings: readonly (readonly number[])[], electrons: readonly (number | null)[]): boolean {
  const times = new Map<number, number>();
  for (const i of rings.flat()) times.set(i, (times.get(i) ?? 0) + 1);
  let sum = 0;
  for (const [i, count] of times) if (count <= 2) sum += electrons[i]!;
  return sum >= 2 && (sum - 2) % 4 === 0;
}

/** Electrons that an atom gives to an aromatic ring; null: it cannot be in one. */
function electronsOf(
  i: number,
  { element, charge, hydrogens }: KekuleAtom,
  atoms: readonly KekuleAtom[],
  bonds: readonly KekuleBond[],
  inRing: ArrayLike<unknown>,
): number | null {
  if (element > 18 && element !== 34 && element !== 52) return null;
  const [valence = 0] = valencesOf(element);
  const degree = bonds.length + hydrogens;
  if (valence <= 1 || degree > 3) return null;
  const orders = bonds.reduce((sum, { order }) => sum + order, 0);
  const [most = 0] = valencesOf(element - charge);
  if (orders + hydrogens > most) return null;
  const multiple = bonds.filter(({ order }) => order > 1);
  if (multiple.length > 1) return null;
  const lone = Math.max(0, outerElectronsOf(element) - valence - charge);
  let count = valence - degree + lone;
  if (count > 1 && orders - bonds.length > 1) count = 1;
  if (count < 0) return null;
  const outside = multiple.find(({ index }) => !inRing[index]);
  const stolen = outside !== undefined && attractsMore(atoms[across(outside, i)]!.element, element);
  if (count === 0) return outside ? 0 : multiple.length > 0 ? 1 : null;
  if (count === 1) {
    if (outside) return stolen ? 0 : 1;
    return multiple.length > 0 ? 1 : charge === 1 ? 0 : null;
  }
  return (count - Number(stolen)) % 2 === 1 ? 1 : 2;
}

/** By the electrons of the outer shell, then the lighter. */
function attractsMore(a: number, b: number): boolean {
  const [x, y] = [outerElectronsOf(a), outerElectronsOf(b)];
  return x > y || (x === y && a < b);
}
