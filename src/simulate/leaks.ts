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
import { addBatches, dayText, type SimulatedStudy, scaled } from './study.ts';

/** A study with something wrong in it. */
export interface LeakyStudy extends SimulatedStudy {
  /** Where the leak is in the split, else none is given. */
  readonly split?: { readonly train: Int32Array; readonly test: Int32Array };
}

/** One mistake that studies are published with. */
export interface Leak {
  readonly name: string;
  /** The rule of the audit that is to see it. */
  readonly rule: string;
  /** What was done, in words. */
  readonly doc: string;
  readonly tasks: readonly SimulatedStudy['target']['task'][];
  /** The study with the mistake; what was given is not modified. */
  plant(study: SimulatedStudy, random: RandomKey): LeakyStudy;
}

const ALL = ['classification', 'regression', 'survival'] as const;

/** Every mistake that can be planted in a simulated study, one entry a kind. */
export const leaks: readonly Leak[] = [
  {
    name: 'patient-on-both-sides',
    rule: 'groups',
    doc: 'a predefined split in which one patient has a sample in training and one in the test part',
    tasks: ALL,
    plant(study, random) {
      const seen = new Map<number, number>();
      let pair: readonly [number, number] | undefined;
      study.groups.forEach((group, i) => {
        const other = seen.get(group);
        if (other !== undefined) pair ??= [other, i];
        seen.set(group, i);
      });
      // Nobody was measured twice: a second patient's sample is a copy of the first.
      const groups = study.groups.slice();
      if (!pair) {
        pair = [0, 1];
        groups[1] = groups[0]!;
      }
      const stream = random.stream();
      const inTest = Array.from(study.ids, (_, i) => i === pair![1] || (i !== pair![0] && stream.uniform() < 0.25));
      const rows = [...study.ids.keys()];
      const part = (test: boolean) => Int32Array.from(rows.filter((i) => inTest[i] === test));
      return { ...study, groups, split: { train: part(false), test: part(true) } };
    },
  },
  {
    name: 'copy-under-another-label',
    rule: 'duplicate-labels',
    doc: 'the measurements of one sample stand under the id of another, of another class',
    tasks: ['classification'],
    plant(study, random) {
      if (study.target.task !== 'classification') return study;
      const { codes } = study.target;
      const from = random.stream().below(codes.length);
      const to = codes.findIndex((code) => code !== codes[from]);
      return withBlocks(study, (block) => edited(block, (column) => column.fill(column[from]!, to, to + 1)));
    },
  },
  ...columnLeak('running-number', 'ids-in-features', 'a column of running numbers, one a row', (n) =>
    Float32Array.from({ length: n }, (_, i) => 100001 + i),
  ),
  ...columnLeak(
    'record-id',
    'ids-in-features',
    'a column patient_id of six-digit numbers in no order',
    (n, random) => {
      const stream = random.stream();
      return Float32Array.from({ length: n }, () => 100000 + stream.below(900000));
    },
    'patient_id',
  ),
  ...columnLeak('day-number', 'ids-in-features', 'days written as 20190307', (n, random) => {
    const stream = random.stream();
    return Float32Array.from({ length: n }, () => Number(dayText(stream).replaceAll('-', '')));
  }),
  ...wordLeak('day-text', 'ids-in-features', 'days written as 2019-03-07', (n, random) => {
    const stream = random.stream();
    return Array.from({ length: n }, () => dayText(stream));
  }),
  ...wordLeak('code-text', 'ids-in-features', 'a text code that is different in every row', (n, random) => {
    const stream = random.stream();
    return Array.from({ length: n }, (_, i) => `A${stream.below(10)}-${String(7 * i + 1000)}`);
  }),
  ...wordLeak('free-text', 'ids-in-features', 'remarks, nearly all of them different', (n, random) => {
    const stream = random.stream();
    const words = ['pain', 'fever', 'left side', 'since spring', 'improved', 'cough', 'no change', 'referred'];
    return Array.from({ length: n }, () => [0, 1, 2, 3].map(() => words[stream.below(words.length)]).join(', '));
  }),
  {
    name: 'target-copy',
    rule: 'target-in-features',
    doc: 'a feature that is the target with other codes, or in another unit',
    tasks: ALL,
    plant: (study, random) => withColumn(study, 'status', recoded(study.target, random)),
  },
  {
    name: 'noisy-copy',
    rule: 'separating-feature',
    doc: 'a feature that is the target with a little noise',
    tasks: ALL,
    plant(study, random) {
      const stream = random.stream();
      // Of numbers the ranks: noise would reorder the crowded end of skewed times.
      const truth = scaled(midRanks(numbersOf(study.target)).ranks);
      return withColumn(
        study,
        'marker',
        Float32Array.from(truth, (value) => value + 0.08 * stream.normal()),
      );
    },
  },
  {
    name: 'formula',
    rule: 'target-from-features',
    doc: 'the target is computed from three features: their sum, or on which side of its median it lies',
    tasks: ALL,
    plant: fromFormula,
  },
  {
    name: 'pam50-genes',
    rule: 'target-from-features',
    doc: 'PAM50 subtypes, with some of the genes that define them among the features',
    tasks: ['classification'],
    plant(study) {
      if (study.target.task !== 'classification') return study;
      const names = ['ERBB2', 'ESR1', 'MKI67', 'KRT5', 'FOXC1'];
      const classes = ['Basal', 'Her2', 'LumA', 'LumB'];
      const target = classTarget(
        Array.from(study.target.codes, (_, i) => classes[i % 4]!),
        'leaks',
      );
      const blocks = study.blocks.map((block, b) =>
        b === 0 ? { ...block, features: block.features.map((name, j) => names[j] ?? name) } : block,
      );
      return { ...study, blocks, target };
    },
  },
  {
    name: 'selected-on-all',
    rule: 'preselected',
    doc: 'the hundredth, and at least 20, of the genes that tell most of the target in all samples were kept',
    tasks: ALL,
    plant: (study) => withBlocks(study, (block, b) => (b > 0 ? block : mostTelling(block, study.target))),
  },
  {
    name: 'missing-by-label',
    rule: 'missingness',
    doc: 'a feature was measured in most samples of one kind (a class, high values, short times) and in few of the others',
    tasks: ALL,
    plant(study, random) {
      const stream = random.stream();
      const ill = kindOf(study.target);
      return withBlocks(study, (block, b) =>
        b > 0
          ? block
          : edited(block, (column, j) => {
              if (j !== 3) return;
              for (let i = 0; i < column.length; i++)
                if (stream.uniform() < (ill[i] ? 0.15 : 0.85)) column[i] = Number.NaN;
            }),
      );
    },
  },
  {
    name: 'confounded-batch',
    rule: 'batch',
    doc: 'nine tenths of the samples of one kind were measured in one batch, nine tenths of the others in another; batches shift the genes',
    tasks: ALL,
    plant(study, random) {
      const stream = random.at('batches').stream();
      const ill = kindOf(study.target);
      const batches = Int32Array.from(ill, (one) => (stream.uniform() < 0.9 ? Number(one) : Number(!one)));
      const blocks = study.blocks.map((block, b) => (b === 0 ? edited(block, () => {}) : block));
      addBatches(blocks[0]!, batches, random.at('effect'));
      const columns = study.annotations.columns.map((column) =>
        column.name === 'batch'
          ? { ...column, type: 'text' as const, values: Array.from(batches, (k) => `B${k}`) }
          : column,
      );
      return { ...study, blocks, batches, annotations: { ...study.annotations, columns } };
    },
  },
  {
    name: 'sorted-rows',
    rule: 'row-order',
    doc: 'the rows are sorted by the target',
    tasks: ALL,
    plant(study) {
      const truth = numbersOf(study.target);
      const order = [...truth.keys()].sort((a, b) => truth[a]! - truth[b]! || a - b);
      return inRows(study, order);
    },
  },
  {
    name: 'scaled-on-all',
    rule: 'standardised',
    doc: 'the expression was scaled on all samples: z-scores, range 0 to 1, ranks, or quantile normalisation',
    tasks: ALL,
    plant(study, random) {
      const how = random.stream().below(4);
      return withBlocks(study, (block, b) =>
        b > 0 ? block : how === 3 ? quantileNormalised(block) : edited(block, SCALINGS[how]!),
      );
    },
  },
  {
    name: 'few-of-a-kind',
    rule: 'few-events',
    doc: 'six samples of one class, eight events, or 24 samples in all',
    tasks: ALL,
    plant(study) {
      const { target } = study;
      const rows = [...study.ids.keys()];
      if (target.task === 'regression') return inRows(study, rows.slice(0, 24));
      if (target.task === 'survival') {
        const died = rows.filter((i) => target.events[i] === 1).slice(0, 8);
        return inRows(
          study,
          [...died, ...rows.filter((i) => target.events[i] === 0)].sort((a, b) => a - b),
        );
      }
      if (target.task !== 'classification') return study;
      const few = rows.filter((i) => target.codes[i] === 0).slice(0, 6);
      return inRows(
        study,
        [...few, ...rows.filter((i) => target.codes[i] !== 0)].sort((a, b) => a - b),
      );
    },
  },
];

/** A feature of numbers added to the clinical block, whatever the target. */
function columnLeak(
  name: string,
  rule: string,
  doc: string,
  make: (n: number, random: RandomKey) => Float32Array,
  feature = name.replace('-', '_'),
): Leak[] {
  const plant: Leak['plant'] = (study, random) => withColumn(study, feature, make(study.ids.length, random));
  return [{ name, rule, doc, tasks: ALL, plant }];
}

/** A feature of words added to the clinical block. */
function wordLeak(
  name: string,
  rule: string,
  doc: string,
  make: (n: number, random: RandomKey) => readonly string[],
): Leak[] {
  const plant: Leak['plant'] = (study, random) => {
    const words = make(study.ids.length, random);
    const levels = [...new Set(words)].sort();
    const codes = Float32Array.from(words, (word) => levels.indexOf(word));
    return withColumn(study, name.replace('-', '_'), codes, levels);
  };
  return [{ name, rule, doc, tasks: ALL, plant }];
}

/** The target as numbers: codes, values, times. */
function numbersOf(target: Target): Float64Array {
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
function kindOf(target: Target): boolean[] {
  if (target.task === 'classification') return Array.from(target.codes, (code) => code === 0);
  const { ranks } = midRanks(numbersOf(target));
  const n = ranks.length;
  if (target.task === 'survival') return Array.from(ranks, (rank) => rank <= n / 2);
  return Array.from(ranks, (rank) => rank > n / 2);
}

/** The features of largest Kruskal–Wallis statistic between the classes, or rank correlation with the number or the log-rank scores. */
function mostTelling(block: Block, target: Target): Block {
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

function recoded(target: Target, random: RandomKey): Float32Array {
  if (target.task === 'classification') {
    const codes = random.stream().shuffle(Float64Array.from(target.classes, (_, k) => 2 * k - 3));
    return Float32Array.from(target.codes, (code) => codes[code]!);
  }
  const slope = random.stream().uniform() < 0.5 ? 0.125 : -2.5;
  return Float32Array.from(numbersOf(target), (value) => 4 + slope * value);
}

function fromFormula(study: SimulatedStudy, random: RandomKey): LeakyStudy {
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

function fillMissing(column: Float32Array): void {
  const known = column.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i]!)) column[i] = mean;
}

const SCALINGS: readonly ((column: Float32Array) => void)[] = [
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
function quantileNormalised(block: Block): Block {
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
function edited(block: Block, change: (column: Float32Array, j: number) => void): Block {
  const matrix = { ...block.matrix, data: block.matrix.data.slice() };
  for (let j = 0; j < matrix.nCols; j++) change(columnOf(matrix, j), j);
  return { ...block, matrix };
}

function withBlocks(study: SimulatedStudy, change: (block: Block, b: number) => Block): LeakyStudy {
  return { ...study, blocks: study.blocks.map(change) };
}

/** One more feature of the clinical block. */
function withColumn(study: SimulatedStudy, name: string, values: Float32Array, words?: readonly string[]): LeakyStudy {
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

function inRows(study: SimulatedStudy, rows: readonly number[]): LeakyStudy {
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
