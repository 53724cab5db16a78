import type { RandomStream } from '../base/random.ts';
import { MISSING_CODE } from '../table/packed.ts';
import type { Pedigree } from './pedigrees.ts';

/** Where SNPs stand. */
export interface GeneMap {
  readonly snps: number;
  /** SNPs of a chromosome; the last has what is left. */
  readonly perChromosome: number;
  /** SNPs of a block, which is handed down whole; 1: each on its own. */
  readonly block: number;
  /** Share of the alleles of a founder that the haplotype of the block decides. */
  readonly linkage: number;
}

/**
 * Copies of the alternative allele of every member of a pedigree, [members][snps]. Founders draw their alleles by frequency. In a block of linked SNPs a founder's
 * haplotype is one uniform number u, and its alleles are alternative where u < f, on every other SNP where u > 1 − f, but for the share that is drawn on
 * its own: frequencies are those given, r² is high within a block and 0 between blocks. Children get a strand of each parent, changed at one block border a
 * chromosome on average, or at every SNP where none are linked.
 * @param own frequencies of the founders' population. @param other of a second one, from which 20 to 80 % of the alleles (blocks) come; null: none.
 */
export function dropGenes(
  members: Pedigree['members'],
  own: Float64Array,
  other: Float64Array | null,
  map: GeneMap,
  stream: RandomStream,
): Uint8Array[] {
  const { snps } = map;
  const share = other ? 0.2 + 0.6 * stream.uniform() : 1;
  const alleles = members.map(() => [new Uint8Array(snps), new Uint8Array(snps)] as const);
  members.forEach((parents, m) => {
    for (let h = 0; h < 2; h++) {
      const to = alleles[m]![h]!;
      const from = parents && alleles[parents[h]!]!;
      if (from) inherit(to, from, map, stream);
      else if (map.block > 1) drawLinked(to, own, other, share, map, stream);
      else {
        for (let j = 0; j < snps; j++) {
          to[j] = Number(stream.uniform() < (other && stream.uniform() >= share ? other : own)[j]!);
        }
      }
    }
  });
  return alleles.map(([a, b]) => a.map((allele, j) => allele + b[j]!));
}

function drawLinked(
  to: Uint8Array,
  own: Float64Array,
  other: Float64Array | null,
  share: number,
  map: GeneMap,
  stream: RandomStream,
): void {
  let u = 0;
  let f = own;
  for (let j = 0; j < map.snps; j++) {
    if (beginsBlock(j, map)) {
      u = stream.uniform();
      f = other && stream.uniform() >= share ? other : own;
    }
    const level = stream.uniform() < map.linkage ? u : stream.uniform();
    to[j] = Number(j % 2 === 0 ? level < f[j]! : level > 1 - f[j]!);
  }
}

function inherit(to: Uint8Array, from: readonly [Uint8Array, Uint8Array], map: GeneMap, stream: RandomStream): void {
  const { snps, perChromosome, block } = map;
  const crossover = Math.min(0.5, block / perChromosome);
  let strand = 0;
  for (let j = 0; j < snps; j++) {
    if (block === 1 || j % perChromosome === 0) strand = stream.uint32() & 1;
    else if (beginsBlock(j, map) && stream.uniform() < crossover) strand = 1 - strand;
    to[j] = from[strand]![j]!;
  }
}

const beginsBlock = (j: number, { perChromosome, block }: GeneMap): boolean => (j % perChromosome) % block === 0;

/** What is read of some copies: another number with probability `error`, none with `missing`. @returns a code of 2 bits. */
export function misread(copies: number, error: number, missing: number, stream: RandomStream): number {
  if (missing > 0 && stream.uniform() < missing) return MISSING_CODE;
  return error > 0 && stream.uniform() < error ? (copies + 1 + (stream.uint32() & 1)) % 3 : copies;
}
