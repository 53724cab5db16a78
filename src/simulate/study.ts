import { exp, log } from '../base/elementary.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';
import { groupsFrom } from '../sample/groups.ts';
import { type AnnotationColumn, type Annotations, findColumn, textValues } from '../table/annotations.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { classTarget, numberTarget, survivalTarget, type Target } from '../table/target.ts';
import { simulateCohort } from './cohort.ts';

export interface SimulatedStudy {
  readonly ids: readonly string[];
  /** expression, and clinical (age, sex, stage, smoker). */
  readonly blocks: readonly Block[];
  /** Columns patient, outcome (the target in words), site, batch, scanner_date, and what clinical holds. */
  readonly annotations: Annotations;
  readonly target: Target;
  /** Two samples of one patient share a code, [n]. */
  readonly groups: Int32Array;
  /** Batch of each sample, [n]. */
  readonly batches: Int32Array;
}

export interface StudyOptions {
  readonly task: 'classification' | 'regression' | 'survival';
  readonly samples: number;
  readonly features: number;
  /** Of a classification. */
  readonly classes?: number;
  /** Share of the members of every class but the first that are left out: 0 keeps the gentle differences of `simulateCohort`. */
  readonly unbalance?: number;
  /** Share of the values that are missing, in expression and in clinical. */
  readonly missing?: number;
  /** Patients measured twice; default 2. */
  readonly repeats?: number;
  readonly random: RandomKey;
}

const BATCH_EFFECT = 0.6;

/**
 * A study without a leak: expression with a real signal, a batch effect and batches that have nothing to do with the target, some patients measured
 * twice, a clinical block, values missing at random, rows in random order. Numbers are a noisy sum of two informative genes and age (R² about 0.6);
 * survival has hazards that rise with such a sum, and random censoring of about 40 %.
 * @returns fewer samples than asked when `unbalance` takes some away. The same bits for the same options. Cost O(samples · features).
 */
export function simulateStudy(options: StudyOptions): SimulatedStudy {
  const { task, samples, features, classes = 3, unbalance = 0, missing = 0, repeats = 2, random } = options;
  const informative = Math.min(features, Math.max(20, Math.round(features / 20)));
  const { expression, sheet, truth } = simulateCohort({
    ...{ samples, features, informative, classes, random: random.at('cohort') },
    ...{ batches: 1, batchEffect: 0, duplicates: repeats, missing, effect: 1.5 },
  });
  const labels = textValues(findColumn(sheet, 'subtype', 'simulateStudy')) as string[];
  const thin = random.at('unbalance').stream();
  const rows = [...labels.keys()].filter((i) => {
    const kept = thin.uniform() >= unbalance;
    return task !== 'classification' || labels[i] === 'C1' || kept;
  });
  const block = takeBlockRows(expression, rows);
  const pick = (name: string) => {
    const values = textValues(findColumn(sheet, name, 'simulateStudy'));
    return rows.map((i) => values[i]!);
  };
  const n = rows.length;
  const stream = random.at('sheet').stream();
  const batches = Int32Array.from({ length: n }, () => stream.below(3));
  const patient = pick('patient');
  // Of every second pair only the measurements tell that it is one patient, not the sheet.
  const place = new Map(block.ids.map((id, i) => [id, i]));
  const twice = truth.duplicates
    .map(({ samples: [a, b] }) => [place.get(a), place.get(b)])
    .filter((pair): pair is [number, number] => pair.every((i) => i !== undefined));
  const age = Float64Array.from(pick('age'), Number);
  const outcome = outcomeOf(task, { labels: rows.map((i) => labels[i]!), block, age, random: random.at('outcome') });
  // After the outcome, which is biology and knows no batch.
  addBatches(block, batches, random.at('batch'));
  const clinical = clinicalBlock(block.ids, age, pick('sex'), missing, random.at('clinical'));
  const text = (name: string, values: readonly string[]): AnnotationColumn => ({ name, type: 'text', values });
  return {
    ids: block.ids,
    blocks: [block, clinical],
    annotations: {
      ids: block.ids,
      columns: [
        text('patient', patient),
        ...outcome.columns,
        text(
          'site',
          rows.map(() => `hospital ${'ABCD'[stream.below(4)]}`),
        ),
        text(
          'batch',
          Array.from(batches, (b) => `B${b + 1}`),
        ),
        text(
          'scanner_date',
          rows.map(() => dayText(stream)),
        ),
      ],
    },
    target: outcome.target,
    groups: groupsFrom([patient], n, twice),
    batches,
  };
}

/** `2019-03-07`. */
export function dayText(stream: RandomStream): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${2015 + stream.below(6)}-${two(1 + stream.below(12))}-${two(1 + stream.below(28))}`;
}

/** In place: every gene is shifted in every batch by its own normal number times 0.6 standard deviations. */
export function addBatches({ matrix }: Block, batches: Int32Array, random: RandomKey): void {
  const stream = random.stream();
  const nBatches = batches.reduce((most, b) => Math.max(most, b), 0) + 1;
  for (let j = 0; j < matrix.nCols; j++) {
    const shift = Array.from({ length: nBatches }, () => 0.5 * BATCH_EFFECT * stream.normal());
    const column = columnOf(matrix, j);
    for (let i = 0; i < column.length; i++) column[i]! += shift[batches[i]!]!;
  }
}

function outcomeOf(
  task: StudyOptions['task'],
  given: { labels: readonly string[]; block: Block; age: Float64Array; random: RandomKey },
): { target: Target; columns: AnnotationColumn[] } {
  const { labels, block, age, random } = given;
  if (task === 'classification')
    return { target: classTarget(labels, 'outcome'), columns: [{ name: 'outcome', type: 'text', values: labels }] };
  const stream = random.stream();
  const genes = [stream.below(block.features.length), stream.below(block.features.length)];
  const parts = [...genes.map((j) => scaled(columnOf(block.matrix, j))), scaled(age)];
  const score = Float64Array.from(age, (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0) / Math.sqrt(3));
  if (task === 'regression') {
    const values = score.map((s) => Number((50 + 10 * (s + 0.8 * stream.normal())).toFixed(2)));
    return { target: numberTarget(values, 'outcome'), columns: [{ name: 'outcome', type: 'number', values }] };
  }
  const times = new Float64Array(age.length);
  const events = new Uint8Array(age.length);
  score.forEach((s, i) => {
    const event = -800 * log(1 - stream.uniform()) * exp(-0.7 * s);
    const censored = 100 + 1500 * stream.uniform();
    times[i] = Math.max(1, Math.round(Math.min(event, censored)));
    events[i] = Number(event <= censored);
  });
  if (!events.includes(1)) events[0] = 1;
  return {
    target: survivalTarget(times, events, 'outcome'),
    columns: [
      { name: 'outcome', type: 'number', values: times },
      { name: 'died', type: 'number', values: Float64Array.from(events) },
    ],
  };
}

/** Mean 0 and variance 1, missing as 0. */
export function scaled(values: ArrayLike<number>): Float64Array {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const sd = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / known.length) || 1;
  return Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : (value - mean) / sd));
}

function clinicalBlock(
  ids: readonly string[],
  age: Float64Array,
  sex: readonly (string | null)[],
  missing: number,
  random: RandomKey,
): Block {
  const stream = random.stream();
  const matrix = createMatrix(ids.length, 4);
  const columns = [
    age,
    sex.map((word) => (word === 'male' ? 1 : 0)),
    ids.map(() => stream.below(4)),
    ids.map(() => stream.below(2)),
  ];
  columns.forEach((values, j) => {
    for (let i = 0; i < ids.length; i++)
      matrix.data[j * ids.length + i] = stream.uniform() < missing ? Number.NaN : values[i]!;
  });
  return {
    name: 'clinical',
    kind: 'clinical',
    ids,
    features: ['age', 'sex', 'stage', 'smoker'],
    matrix,
    levels: [null, ['female', 'male'], ['I', 'II', 'III', 'IV'], null],
  };
}
