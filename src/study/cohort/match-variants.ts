import { type AlleleRelation, matchAlleles, type VariantList } from '../../table/allele-match.ts';
import type { Block } from '../../table/block.ts';

/** A feature that is there under another name: its alleles are swapped, or of the other strand. */
export interface OtherName {
  /** Column of the block. */
  readonly from: number;
  /** Copies are 2 − copies there. */
  readonly turned: boolean;
}

const NAME = /^(.+):(\d+):([^:]+):([^:]+)$/;
const TURNED: readonly AlleleRelation[] = ['swapped', 'complement-swapped'];

/**
 * Genotypes under names such as 1:100:A:G that a block does not have, found in it by position and alleles. A/T and C/G are not, as names do not tell
 * the strand. @param absent names of features that the block lacks. @param state told what was found and what was not.
 */
export function matchVariants(
  absent: readonly string[],
  block: Block,
  file: string,
  state: (sentence: string) => void,
): ReadonlyMap<string, OtherName> {
  const found = new Map<string, OtherName>();
  const wanted = listOf('the model', absent);
  const there = listOf(file, block.features);
  if (block.kind !== 'genotypes' || !wanted || !there) return found;
  const counts = new Map<AlleleRelation, number>();
  matchAlleles(wanted, there).forEach(({ relation, index }, j) => {
    counts.set(relation, (counts.get(relation) ?? 0) + 1);
    if (relation !== 'absent' && relation !== 'ambiguous') {
      found.set(absent[j]!, { from: index, turned: TURNED.includes(relation) });
    }
  });
  const count = (...relations: AlleleRelation[]) => relations.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0);
  const swapped = count(...TURNED);
  if (found.size > 0) {
    const other = count('complement', 'complement-swapped');
    state(
      `${found.size} variants of block '${block.name}' are there under other alleles or names: ${swapped} with REF and ALT swapped, whose copies are turned around, ${other} of the other strand`,
    );
  }
  if (count('ambiguous') > 0) {
    state(
      `${count('ambiguous')} variants of A/T or C/G are there with swapped alleles, which does not tell the strand: taken as absent`,
    );
  }
  return found;
}

/** Undefined: a name is not chromosome:position:ref:alt. */
function listOf(name: string, names: readonly string[]): VariantList | undefined {
  const fields = names.map((one) => NAME.exec(one));
  if (fields.includes(null)) return undefined;
  const of = (k: number) => fields.map((field) => field![k]!);
  return { name, chromosomes: of(1), positions: of(2).map(Number), refs: of(3), alts: of(4) };
}
