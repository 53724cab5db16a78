import type { RandomKey } from '../base/random.ts';
import { midRanks } from '../numeric/association/mid-ranks.ts';
import { classTarget } from '../table/target.ts';
import {
  edited,
  fromFormula,
  inRows,
  kindOf,
  type LeakyStudy,
  mostTelling,
  numbersOf,
  quantileNormalised,
  recoded,
  SCALINGS,
  withBlocks,
  withColumn,
} from './planting.ts';
import { addBatches, dayText, type SimulatedStudy, scaled } from './study.ts';

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
