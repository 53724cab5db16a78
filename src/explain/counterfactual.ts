import type { Context } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import { columnSpread } from './column-spread.ts';
import { explainedLinear, isLinear } from './explained-linear.ts';
import { explainedTrees, isTrees } from './explained-trees.ts';
import { treeOutputs } from './tree-outputs.ts';

/** One feature changed. */
export interface Change {
  readonly feature: string;
  readonly from: number;
  readonly to: number;
  /** What the model says after this change and those before it, in the unit that `treeShap` or `linearShap` explains. */
  readonly output: number;
}

export interface CounterfactualOptions {
  /** Rows whose spread a change is measured by, and whose range it stays in. */
  readonly reference: View;
  /** The output to reach, from whichever side the row is on. */
  readonly wanted: number;
  /** Which output; default 0. */
  readonly output?: number;
  /** Most features to change; default 5. */
  readonly most?: number;
}

/**
 * Which few changes would bring the output of a row to a wanted value: one feature at a time, the one of the most
 * gain / (1 + change in standard deviations). Of sums a feature is moved as far as is needed, or to the end of the reference rows' range; of trees to the far side of one of the model's
 * thresholds. A direction that the model points in, not a treatment: what a change does in the world is not in the data.
 * @param data one row. @returns the changes in order; the last one's output tells whether the value was reached.
 * @throws {UnsupportedError} another model than trees or a sum. Cost O(most · thresholds) predictions of one row.
 * Source: Wachter, Mittelstadt & Russell 2018, Harv. J. Law Technol. 31, in its sparse, greedy form.
 */
export async function counterfactual(
  model: Model,
  data: View,
  _ctx: Context,
  { reference, wanted, output = 0, most = 5 }: CounterfactualOptions,
): Promise<Change[]> {
  const where = 'counterfactual';
  if (!isTrees(model) && !isLinear(model))
    throw new UnsupportedError({ where, problem: `serves trees and weighted sums, got '${model.kind}'` });
  const way = isTrees(model) ? treeWay(model, data, output) : linearWay(model, data, output, reference, wanted);
  const row = createMatrix(1, data.X.nCols);
  way.start.data.forEach((value, j) => {
    row.data[j] = value;
  });
  const spreads = new Map<number, number>();
  const spreadOf = (j: number) => spreads.get(j) ?? spreads.set(j, columnSpread(reference.X, j) || 1).get(j)!;
  const changes: Change[] = [];
  const sign = Math.sign(wanted - way.outputOf(row));
  const changed = new Set<number>();
  let now = way.outputOf(row);
  while (changes.length < most && sign * (wanted - now) > 1e-9) {
    let best: { j: number; to: number; output: number; rate: number } | undefined;
    for (const [j, to] of way.candidates(row, now)) {
      const from = row.data[j]!;
      if (changed.has(j) || to === from) continue;
      row.data[j] = to;
      const reached = way.outputOf(row);
      row.data[j] = from;
      const gain = Math.min(sign * (reached - now), sign * (wanted - now));
      const rate = gain / (1 + Math.abs(to - from) / spreadOf(j));
      if (gain > 1e-12 && (!best || rate > best.rate)) best = { j, to, output: reached, rate };
    }
    if (!best) break;
    changes.push({ feature: data.features[best.j]!, from: row.data[best.j]!, to: best.to, output: best.output });
    row.data[best.j] = best.to;
    changed.add(best.j);
    now = best.output;
  }
  return changes;
}

interface Way {
  readonly start: Matrix;
  readonly outputOf: (row: Matrix) => number;
  /** Feature and the value that it might be given. */
  readonly candidates: (row: Matrix, now: number) => Iterable<readonly [number, number]>;
}

function treeWay(model: Model, data: View, output: number): Way {
  const { trees, start, matrixOf } = explainedTrees(model, 'counterfactual');
  const above = (x: number) => Math.fround(x + Math.max(Math.abs(x), 1e-30) * 2 ** -23);
  const sides = new Map<string, readonly [number, number]>();
  trees.feature.forEach((j, node) => {
    if (j < 0 || (trees.subset?.[node] ?? -1) >= 0) return;
    for (const value of [trees.threshold[node]!, above(trees.threshold[node]!)])
      if (Number.isFinite(value)) sides.set(`${j} ${value}`, [j, value]);
  });
  const own = matrixOf(data);
  return {
    start: {
      nRows: 1,
      nCols: own.nCols,
      data: Float32Array.from({ length: own.nCols }, (_, j) => columnOf(own, j)[0]!),
    },
    outputOf: (row) => start[output]! + treeOutputs(trees, row)[output]!,
    candidates: () => sides.values(),
  };
}

function linearWay(model: Model, { X }: View, output: number, reference: View, wanted: number): Way {
  const { offsets, weights } = explainedLinear(model, X.nCols, 'counterfactual');
  const own = weights[output]!;
  const used = [...own.keys()].filter((j) => own[j] !== 0);
  const ranges = new Map(
    used.map((j) => {
      const known = columnOf(reference.X, j);
      return [
        j,
        known.reduce(
          ([a, b], x) => [Math.min(a!, x), Math.max(b!, x)],
          [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
        ),
      ];
    }),
  );
  return {
    start: { nRows: 1, nCols: X.nCols, data: Float32Array.from({ length: X.nCols }, (_, j) => columnOf(X, j)[0]!) },
    outputOf: ({ data }) => used.reduce((sum, j) => sum + own[j]! * data[j]!, offsets[output]!),
    candidates: ({ data }, now) =>
      used.map((j) => {
        const [low, high] = ranges.get(j) as [number, number];
        return [j, Math.min(high, Math.max(low, data[j]! + (wanted - now) / own[j]!))] as const;
      }),
  };
}
