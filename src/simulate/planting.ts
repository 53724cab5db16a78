import type { RandomKey } from '../base/random.ts';
import { kruskalWallis } from '../numeric/association/kruskal-wallis.ts';
import { midRanks } from '../numeric/association/mid-ranks.ts';
import { logRankScores } from '../numeric/survival/log-rank-scores.ts';
import { type Annotations, takeAnnotationRows } from '../table/annotations.ts';
import { type Block, takeBlockColumns, takeBlockRows } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import {
  classTarget,
  numberTarget,
  survivalTarget,
  type Target,
  takeTargetRows,
  targetLength,
} from '../table/target.ts';
import { type SimulatedStudy, scaled } from './study.ts';

/** A study with something wrong in it. */
export interface LeakyStudy extends SimulatedStudy {
  /** Where the leak is in the split, else none is given. */
  readonly split?: { readonly train: Int32Array; readonly test: Int32Array };
}

/** The target as numbers: codes, values, times. */
export function numbersOf(target: Target): Float64Array {
  switch (target.task) {
    case 'classification':
      return Float64Array.from(target.codes);
    case 'regression':
      return target.values;
    case 'survival':
      return target.times;
    case 'clustering':
      return new Float64Array(targetLength(target));
  }
}

/** A part of the samples that the target sets apart: the first class, the upper half, the earlier half. */
export function kindOf(target: Target): boolean[] {
  if (target.task === 'classification') return Array.from(target.codes, (code) => code === 0);
  const { ranks } = midRanks(numbersOf(target));
  const n = ranks.length;
  if (target.task === 'survival') return Array.from(ranks, (rank) => rank <= n / 2);
  return Array.from(ranks, (rank) => rank > n / 2);
}

/** The features of largest Kruskal–Wallis statistic between the classes, or rank correlation with the number or the log-rank scores. */
export function mostTelling(block: Block, target: Target): Block {
  const truth =
    target.task === 'survival' ? logRankScores(target.times, target.events) : midRanks(numbersOf(target)).ranks;
  const score = (column: Float32Array) => {
    const known = [...column.keys()].filter((i) => !Number.isNaN(column[i]!));
    const values = known.map((i) => column[i]!);
    if (target.task === 'classification')
      return kruskalWallis(
        values,
        known.map((i) => target.codes[i]!),
      ).share;
    const x = scaled(midRanks(values).ranks);
    const y = scaled(known.map((i) => truth[i]!));
    return Math.abs(x.reduce((sum, value, at) => sum + value * y[at]!, 0)) / known.length;
  };
  const scores = block.features.map((_, j) => score(columnOf(block.matrix, j)));
  const count = Math.max(20, Math.round(scores.length / 100));
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  return takeBlockColumns(
    block,
    order.slice(0, count).sort((a, b) => a - b),
  );
}

export function recoded(target: Target, random: RandomKey): Float32Array {
  if (target.task === 'classification') {
    const codes = random.stream().shuffle(Float64Array.from(target.classes, (_, k) => 2 * k - 3));
    return Float32Array.from(target.codes, (code) => codes[code]!);
  }
  const slope = random.stream().uniform() < 0.5 ? 0.125 : -2.5;
  return Float32Array.from(numbersOf(target), (value) => 4 + slope * value);
}

export function fromFormula(study: SimulatedStudy, random: RandomKey): LeakyStudy {
  const stream = random.stream();
  const { matrix, features } = study.blocks[0]!;
  const blocks = study.blocks.map((block, b) => (b === 0 ? edited(block, fillMissing) : block));
  const filled = blocks[0]!.matrix;
  const parts = [0, 1, 2].map(() => scaled(columnOf(filled, stream.below(features.length))));
  const sum = Float64Array.from({ length: matrix.nRows }, (_, i) => parts.reduce((total, part) => total + part[i]!, 0));
  switch (study.target.task) {
    case 'classification': {
      const middle = [...sum].sort((a, b) => a - b)[Math.floor(sum.length / 2)]!;
      return {
        ...study,
        blocks,
        target: classTarget(
          Array.from(sum, (s) => (s > middle ? 'high' : 'low')),
          'leaks',
        ),
      };
    }
    case 'survival':
      return {
        ...study,
        blocks,
        target: survivalTarget(
          sum.map((s) => 100 + 10 * s),
          study.target.events,
          'leaks',
        ),
      };
    default:
      return { ...study, blocks, target: numberTarget(sum, 'leaks') };
  }
}

export function fillMissing(column: Float32Array): void {
  const known = column.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i]!)) column[i] = mean;
}

export const SCALINGS: readonly ((column: Float32Array) => void)[] = [
  (column) => column.set(scaled(column).map((value, i) => (Number.isNaN(column[i]!) ? Number.NaN : value))),
  (column) => {
    const known = column.filter((value) => !Number.isNaN(value));
    const least = known.reduce((min, value) => Math.min(min, value));
    const range = known.reduce((max, value) => Math.max(max, value)) - least;
    for (let i = 0; i < column.length; i++) column[i] = (column[i]! - least) / range;
  },
  (column) => {
    fillMissing(column);
    column.set(midRanks(column).ranks);
  },
];

/** Every sample gets the mean sorted profile in the order of its own values. Source: Bolstad et al. 2003, Bioinformatics 19, 185. */
export function quantileNormalised(block: Block): Block {
  const out = edited(block, fillMissing);
  const { data, nRows, nCols } = out.matrix;
  const orders = Array.from({ length: nRows }, (_, i) =>
    Uint32Array.from({ length: nCols }, (_, j) => j).sort(
      (a, b) => data[a * nRows + i]! - data[b * nRows + i]! || a - b,
    ),
  );
  const means = Float64Array.from(
    { length: nCols },
    (_, r) => orders.reduce((sum, order, i) => sum + data[order[r]! * nRows + i]!, 0) / nRows,
  );
  orders.forEach((order, i) => {
    for (let r = 0; r < nCols; r++) data[order[r]! * nRows + i] = means[r]!;
  });
  return out;
}

/** A copy of a block with each column changed in place. */
export function edited(block: Block, change: (column: Float32Array, j: number) => void): Block {
  const matrix = { ...block.matrix, data: block.matrix.data.slice() };
  for (let j = 0; j < matrix.nCols; j++) change(columnOf(matrix, j), j);
  return { ...block, matrix };
}

export function withBlocks(study: SimulatedStudy, change: (block: Block, b: number) => Block): LeakyStudy {
  return { ...study, blocks: study.blocks.map(change) };
}

/** One more feature of the clinical block. */
export function withColumn(
  study: SimulatedStudy,
  name: string,
  values: Float32Array,
  words?: readonly string[],
): LeakyStudy {
  return withBlocks(study, (block) => {
    if (block.name !== 'clinical') return block;
    const { nRows, nCols, data } = block.matrix;
    const matrix = createMatrix(nRows, nCols + 1);
    matrix.data.set(data);
    matrix.data.set(values, nRows * nCols);
    const levels = [...(block.levels ?? block.features.map(() => null)), words ?? null];
    return { ...block, features: [...block.features, name], matrix, levels };
  });
}

export function inRows(study: SimulatedStudy, rows: readonly number[]): LeakyStudy {
  const annotations: Annotations = takeAnnotationRows(study.annotations, rows);
  return {
    ids: annotations.ids,
    annotations,
    blocks: study.blocks.map((block) => takeBlockRows(block, rows)),
    target: takeTargetRows(study.target, rows),
    groups: Int32Array.from(rows, (i) => study.groups[i]!),
    batches: Int32Array.from(rows, (i) => study.batches[i]!),
  };
}
