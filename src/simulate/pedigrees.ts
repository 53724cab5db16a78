/** Two related samples. */
export interface Relation {
  readonly samples: readonly [string, string];
  /** The pedigree that they belong to. */
  readonly kind: string;
  /** 0.5 one person twice, 0.25 first degree, 0.125 second, 0.0625 third. */
  readonly kinship: number;
}

export interface Pedigree {
  /** Parents of each member, who come before; null: a founder. */
  readonly members: readonly (readonly [number, number] | null)[];
  /** Members who are measured. */
  readonly sampled: readonly number[];
}

/** The families that can be simulated, by the name of the option that counts them. */
export const PEDIGREES = {
  unrelated: { members: [null], sampled: [0] },
  admixed: { members: [null], sampled: [0] },
  twice: { members: [null], sampled: [0, 0] },
  trios: { members: [null, null, [0, 1]], sampled: [0, 1, 2] },
  siblings: { members: [null, null, [0, 1], [0, 1]], sampled: [2, 3] },
  halfSiblings: { members: [null, null, null, [0, 1], [0, 2]], sampled: [3, 4] },
  avuncular: { members: [null, null, [0, 1], [0, 1], null, [3, 4]], sampled: [2, 5] },
  cousins: { members: [null, null, [0, 1], [0, 1], null, null, [2, 4], [3, 5]], sampled: [6, 7] },
} as const satisfies Readonly<Record<string, Pedigree>>;

/**
 * Kinship coefficients of the members of a pedigree, [members][members]: φ(a, b) = ½(φ(father of a, b) + φ(mother of a, b)) for a
 * younger than b; φ(a, a) = ½(1 + φ(father, mother)). Source: Lange 2002, Mathematical and Statistical Methods for Genetic Analysis, §5.2.
 */
export function kinshipOfPedigree(members: Pedigree['members']): number[][] {
  const phi = members.map(() => new Array<number>(members.length).fill(0));
  members.forEach((parents, a) => {
    for (let b = 0; b < a; b++) {
      const value = parents ? (phi[parents[0]]![b]! + phi[parents[1]]![b]!) / 2 : 0;
      phi[a]![b] = value;
      phi[b]![a] = value;
    }
    phi[a]![a] = parents ? (1 + phi[parents[0]]![parents[1]]!) / 2 : 0.5;
  });
  return phi;
}
