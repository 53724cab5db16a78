import { ParamError } from '../base/errors.ts';
import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';
import type { Annotations } from '../table/annotations.ts';
import type { Block } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { assignBatches, type DuplicatePair, layOutModules, layOutRows, pairsOf, type Rows } from './layout.ts';
import { className, drawClasses, numberedNames } from './people.ts';

export const cohortParams = {
  samples: { type: 'integer', default: 200, min: 6, max: 1e6, doc: 'Rows of the table, replicates included.' },
  features: { type: 'integer', default: 2000, min: 1, max: 1e6, doc: 'Genes.' },
  classes: { type: 'integer', default: 3, min: 2, max: 50, doc: 'Subtypes.' },
  informative: { type: 'integer', default: 60, min: 0, doc: 'Genes whose mean depends on the subtype.' },
  effect: {
    type: 'number',
    default: 1.8,
    min: 0,
    unit: 'SD',
    doc: 'Shift of the activity of a module in its subtype.',
  },
  batches: { type: 'integer', default: 2, min: 1, max: 1000, doc: 'Batches of measurement.' },
  batchEffect: {
    type: 'number',
    default: 0.5,
    min: 0,
    unit: 'SD',
    doc: 'Spread of the shift of a gene between batches.',
  },
  duplicates: { type: 'integer', default: 2, min: 0, doc: 'Patients measured twice.' },
  missing: { type: 'number', default: 0.001, min: 0, max: 0.9, doc: 'Share of the values that are missing.' },
} as const satisfies ParamTable;

export type CohortOptions = { readonly [name in keyof typeof cohortParams]?: number } & { readonly random: RandomKey };

export interface SimulatedCohort {
  /** Kind expression: log2-like values, about 1 … 16. */
  readonly expression: Block;
  /** Columns patient, subtype, batch, age (years), sex. */
  readonly sheet: Annotations;
  readonly truth: CohortTruth;
}

/** What was put into the cohort. */
export interface CohortTruth {
  /** For each subtype in order of name, the genes that its own modules shift. */
  readonly informative: readonly (readonly string[])[];
  readonly duplicates: readonly DuplicatePair[];
  /** As asked, in standard deviations of a gene. */
  readonly batchEffect: number;
}

/** Standard deviation of a repeated measurement, in standard deviations of the gene: replicates correlate at about 0.995. */
const TECHNICAL = 0.1;

/**
 * A cohort of expression profiles with known truth.
 *
 * Gene j of patient i, in subtype c and batch b:
 * `x = mean_j + sd_j · (±λ_j · (f_im + effect · [m belongs to c]) + √(1 − λ_j²) · ε_ij + batchEffect · s_bj)`, where f is the activity of the
 * module m that j belongs to, and f, ε, s are standard normal; λ_j in 0.5 … 0.9, mean_j in 5 … 12, sd_j in 0.3 … 0.9.
 * Subtypes act on modules, not on single genes, as pathways do: genes are correlated, and more genes of a module bring less and less,
 * so there is a ceiling to what any learner can reach. At the defaults scikit-learn's logistic regression with an L1 penalty reaches an
 * accuracy of 0.88 in 5-fold cross-validation (mean of seeds 1–8; 0.835 to 0.925), with duplicates kept together.
 *
 * Each subtype has one batch that measured about twice as many of it as any other batch did, and all batches measured some of it:
 * unbalanced, not confounded. Of the patients measured twice, every second one has another patient id on the second sample. Age and sex
 * tell nothing of the subtype. Rows are in random order.
 *
 * @returns the same bits for the same options and key. Missing values are NaN.
 * @throws {ParamError} an option out of range, more informative genes than genes, or too few samples for classes and duplicates.
 * Cost O(samples · features).
 */
export function simulateCohort({ random, ...options }: CohortOptions): SimulatedCohort {
  const p = checkParams(cohortParams, options, 'simulateCohort') as Record<keyof typeof cohortParams, number>;
  checkTogether(p);
  const nPatients = p.samples - p.duplicates;
  const classes = drawClasses(nPatients, p.classes, random);
  const batches = assignBatches(classes, p.classes, p.batches);
  const rows = layOutRows(nPatients, p.duplicates, random);
  const ids = numberedNames('S', p.samples);
  const modules = layOutModules(p.features, p.informative, p.classes, random);
  const genes = numberedNames('GENE', p.features);

  const activity = modules.classOf.map((own, m) => {
    const stream = random.at('module', m).stream();
    return Float64Array.from(classes, (c) => stream.normal() + (c === own ? p.effect : 0));
  });
  const X = createMatrix(p.samples, p.features);
  const biology = new Float64Array(nPatients);
  for (let j = 0; j < p.features; j++) {
    const stream = random.at('gene', j).stream();
    const mean = Math.min(12, Math.max(5, 8 + 2 * stream.normal()));
    const sd = 0.3 + 0.6 * stream.uniform();
    const loading = 0.5 + 0.4 * stream.uniform();
    const slope = stream.uniform() < 0.5 ? -loading : loading;
    const own = Math.sqrt(1 - loading * loading);
    const shift = Float64Array.from({ length: p.batches }, () => p.batchEffect * stream.normal());
    const f = activity[modules.of[j]!]!;
    for (let i = 0; i < nPatients; i++) biology[i] = slope * f[i]! + own * stream.normal() + shift[batches[i]!]!;
    const column = columnOf(X, j);
    rows.patient.forEach((patient, row) => {
      const technical = rows.pair[row]! >= 0 ? TECHNICAL * stream.normal() : 0;
      column[row] = mean + sd * (biology[patient]! + technical);
    });
    if (p.missing > 0) loseValues(column, p.missing, stream);
  }

  const informative = Array.from({ length: p.classes }, (_, k) =>
    genes.filter((_, j) => modules.classOf[modules.of[j]!] === k),
  );
  return {
    expression: { name: 'expression', kind: 'expression', ids, features: genes, matrix: X },
    sheet: writeSheet(ids, rows, classes, batches, random),
    truth: { informative, duplicates: pairsOf(rows, nPatients, ids), batchEffect: p.batchEffect },
  };
}

function checkTogether(p: Record<keyof typeof cohortParams, number>): void {
  const refuse = (problem: string): never => {
    throw new ParamError({ where: 'simulateCohort', problem });
  };
  if (p.informative > p.features) {
    refuse(`informative must be at most features (${p.features}), got ${p.informative}`);
  }
  const least = p.duplicates + Math.max(p.duplicates, 2 * p.classes);
  if (p.samples < least) {
    refuse(
      `samples must be at least ${least} for ${p.classes} classes and ${p.duplicates} duplicates, got ${p.samples}`,
    );
  }
}

function loseValues(column: Float32Array, share: number, stream: RandomStream): void {
  const limit = share * 2 ** 32;
  for (let row = 0; row < column.length; row++) if (stream.uint32() < limit) column[row] = Number.NaN;
}

function writeSheet(
  ids: readonly string[],
  rows: Rows,
  classes: Int32Array,
  batches: Int32Array,
  random: RandomKey,
): Annotations {
  const nPatients = classes.length;
  const names = numberedNames('P', nPatients + rows.twice.length);
  const nameOf = (patient: number, row: number) => {
    const pair = rows.pair[row]!;
    return names[pair >= 0 && pair % 2 === 1 ? nPatients + pair : patient]!;
  };
  const stream = random.at('people').stream();
  const age = new Float64Array(nPatients);
  const sex = new Array<string>(nPatients);
  for (let i = 0; i < nPatients; i++) {
    age[i] = Math.min(90, Math.max(25, Math.round(60 + 12 * stream.normal())));
    sex[i] = stream.uniform() < 0.5 ? 'female' : 'male';
  }
  const text = (name: string, value: (patient: number, row: number) => string) => ({
    name,
    type: 'text' as const,
    values: Array.from(rows.patient, value),
  });
  return {
    ids,
    columns: [
      text('patient', nameOf),
      text('subtype', (patient) => className(classes[patient]!)),
      text('batch', (patient) => `B${batches[patient]! + 1}`),
      { name: 'age', type: 'number', values: Float64Array.from(rows.patient, (patient) => age[patient]!) },
      text('sex', (patient) => sex[patient]!),
    ],
  };
}
