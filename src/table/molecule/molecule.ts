/** A molecule as a graph of its heavy atoms; hydrogens are counted at the atom that holds them. */
export interface Molecule {
  readonly smiles: string;
  readonly atoms: readonly Atom[];
  readonly bonds: readonly Bond[];
  /** The bonds of each atom, [nAtoms]. */
  readonly bondsOf: readonly (readonly Bond[])[];
  /** A smallest set of smallest rings: atoms of each in order around it. Their number is bonds − atoms + parts. */
  readonly rings: readonly (readonly number[])[];
  /** Marks of stereochemistry were read, which no feature here distinguishes. */
  readonly stereo: boolean;
}

export interface Atom {
  /** Atomic number; 0 is any atom. */
  readonly element: number;
  readonly charge: number;
  /** Mass number; 0: the natural mixture. */
  readonly isotope: number;
  /** Hydrogens at it, written or implied. */
  readonly hydrogens: number;
  readonly aromatic: boolean;
  readonly inRing: boolean;
}

export interface Bond {
  /** Place in `bonds`. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** In the Kekulé form: 1, 2, 3 or 4. */
  readonly order: number;
  readonly aromatic: boolean;
  readonly inRing: boolean;
}

/** The atom at the other end of a bond. */
export const across = (bond: { readonly from: number; readonly to: number }, atom: number) =>
  bond.from === atom ? bond.to : bond.from;
