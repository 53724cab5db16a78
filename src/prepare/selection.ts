import type { ParamValues } from '../base/params.ts';
import { type Block, takeBlockColumns } from '../table/block.ts';
import type { Fitted, Selection, State, Transform } from '../table/contract.ts';
import type { Matrix } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { checkWidth } from './checks.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * Keeps some features, in their original order: what drop-constant, top-variance and anova-f do once they are fitted.
 * @param kept column indices, ascending. @param nFeatures width of the block it was fitted on. @param facts of the fit, for the state.
 */
export function selectionFitted(kind: string, kept: Uint32Array, nFeatures: number, facts: State['json'] = {}): Fitted {
  return {
    kind,
    sparse: true,
    packed: true,
    apply(block) {
      checkWidth(block, nFeatures, kind);
      if (kept.length === nFeatures) return block;
      // A copy of nearly everything would double the memory; a view of the old buffer would hold on to all that was dropped.
      return block.matrix.sparse || block.matrix.packed || kept.length * 2 < nFeatures
        ? takeBlockColumns(block, kept)
        : compact(block, kept);
    },
    toState: () => ({ kind, json: { ...facts, nFeatures }, arrays: { kept } }),
  };
}

export function restoreSelection(state: State): Fitted {
  return selectionFitted(state.kind, arrayOf(state, 'kept', Uint32Array), numberOf(state, 'nFeatures'), state.json);
}

/** Moves the kept columns to the front of the same buffer. */
function compact(block: Block, kept: Uint32Array): Block {
  const { data, nRows } = block.matrix;
  kept.forEach((j, to) => {
    if (j !== to) data.copyWithin(to * nRows, j * nRows, (j + 1) * nRows);
  });
  const nCols = kept.length;
  const matrix: Matrix = { nRows, nCols, data: data.subarray(0, nRows * nCols) };
  const pick = <T>(items: readonly T[]) => Array.from(kept, (j) => items[j]!);
  return {
    ...block,
    features: pick(block.features),
    matrix,
    ...(block.levels ? { levels: pick(block.levels) } : {}),
  };
}

/** A step that keeps the `count` features with the largest scores. @param score of each feature from the training rows. @param ofMoments see `Selection`. */
export function selectionTransform(
  kind: string,
  params: ParamValues,
  score: (block: Block, target: Target | null) => Float64Array,
  ofMoments?: Selection['ofMoments'],
): Transform {
  const count = params.count as number;
  return {
    kind,
    params,
    sparse: true, // scores look at one column at a time
    packed: true,
    selection: { count, score, ...(ofMoments ? { ofMoments } : {}) },
    fit: async (block, target) => selectionFitted(kind, largest(score(block, target), count), block.matrix.nCols),
  };
}

/** The indices of the `count` largest scores, ascending. Equal scores: the earlier feature is kept. */
export function largest(scores: Float64Array, count: number): Uint32Array {
  const order = Uint32Array.from(scores.keys());
  if (count >= order.length) return order;
  order.sort((a, b) => (scores[b]! > scores[a]! ? 1 : scores[b]! < scores[a]! ? -1 : a - b));
  return order.slice(0, count).sort();
}
