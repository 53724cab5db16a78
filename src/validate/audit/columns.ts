import type { Block } from '../../table/block.ts';
import { columnOf } from '../../table/matrix.ts';

/** One feature of a block, as read. */
export interface FeatureColumn {
  /** `block:feature`, as findings call it. */
  readonly name: string;
  /** Without the block. */
  readonly feature: string;
  /** [n] float32, a view; of words, their codes. */
  readonly values: Float32Array;
  /** Of a column of words. */
  readonly words: readonly string[] | null;
}

/** Every feature of every block, in order. */
export function* featureColumns(blocks: readonly Block[]): Generator<FeatureColumn> {
  for (const { name, features, matrix, levels } of blocks)
    for (const [j, feature] of features.entries())
      yield { name: `${name}:${feature}`, feature, values: columnOf(matrix, j), words: levels?.[j] ?? null };
}

export function countFeatures(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { features }) => sum + features.length, 0);
}
