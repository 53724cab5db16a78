import { ConfigError, DataError } from '../../base/errors.ts';
import { globMatcher } from '../../base/glob.ts';
import type { Warning } from '../../base/warning.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { type Annotations, findColumn } from '../../table/annotations.ts';
import { type NumberTarget, numberTarget } from '../../table/target.ts';
import { isInSheet, type SamplesSpec, type Study } from '../file/study.ts';
import { matchNames } from './match-names.ts';

/** One of several targets: numbers, missing where a sample was not measured. */
export interface NamedTarget {
  readonly name: string;
  /** In the unit of its column; NaN is missing; [n]. */
  readonly values: Float64Array;
}

export interface ReadTargets {
  readonly targets: readonly NamedTarget[];
  /** The mean of the standardised targets of each sample: what all targets are audited and divided into folds by. */
  readonly target: NumberTarget;
  /** The samples that have any: indices into the annotations, rising. */
  readonly rows: readonly number[];
  readonly statement: string;
  readonly warnings: readonly Warning[];
}

/** Fewer measured samples than this say nothing, whatever the folds. */
const FEWEST = 20;

/**
 * The columns that `samples.targets` means: names, and globs among the columns of numbers that have no other part in the study (id, group,
 * confounders, weight, filter, what divides the samples, columns of a block). A name that the sheet has not may be in another table.
 * @param taken names of columns with another part. @throws {NotFoundError} a glob that picks nothing.
 * @throws {ConfigError} a glob beside a block that takes every column of the sheet that is left.
 */
export function settleTargets(
  { samples, blocks }: Pick<Study, 'samples' | 'blocks'>,
  sheet: DelimitedTable | undefined,
  taken: readonly string[],
): SamplesSpec {
  if (!samples.targets || !sheet) return samples;
  const names = sheet.columns.map(({ name }) => name);
  const globs = samples.targets.filter((name) => name.includes('*') && !names.includes(name));
  if (globs.length === 0) return samples;
  const own = Object.entries(blocks).filter(([, block]) => isInSheet(block));
  const greedy = own.find(([, { columns }]) => !columns || columns.includes('*'));
  if (greedy) {
    throw new ConfigError({
      where: 'samples.target',
      problem: `'${globs[0]}' and block '${greedy[0]}' both ask for every column of ${samples.file}`,
      hint: `name the features in blocks.${greedy[0]}.columns, or the targets`,
    });
  }
  const features = own.flatMap(([, { columns }]) => columns ?? []).map(globMatcher);
  const others = new Set(taken);
  const free = sheet.columns
    .filter(({ name, type }) => type === 'number' && !others.has(name) && !features.some((matches) => matches(name)))
    .map(({ name }) => name);
  const where = `${samples.file}: samples.target`;
  const picked = samples.targets.flatMap((name) => (globs.includes(name) ? matchNames([name], free, where) : [name]));
  return { ...samples, targets: [...new Set(picked)] };
}

/**
 * Reads several targets. A sample that lacks one is left out of that one only; a sample that lacks all is left out. A target of fewer than 20
 * samples, or whose values are all equal, is left out with a warning.
 * @throws {NotFoundError} no such column. @throws {DataError} words where numbers must be; no target left.
 */
export function readTargets(annotations: Annotations, { file, targets: names = [] }: SamplesSpec): ReadTargets {
  const read = names.map((name) => ({ name, values: numbersOf(annotations, name, file) }));
  const poor = read.filter(({ values }) => !tellsAnything(values));
  const kept = read.filter((one) => !poor.includes(one));
  if (kept.length === 0) {
    const problem = `no target has ${FEWEST} samples whose values differ, of ${names.length}: ${names.slice(0, 5).join(', ')}`;
    throw new DataError({ where: file, problem, hint: 'look at its columns: cistron inspect' });
  }
  const n = annotations.ids.length;
  const rows = Array.from({ length: n }, (_, i) => i).filter((i) =>
    kept.some(({ values }) => !Number.isNaN(values[i])),
  );
  const targets = kept.map(({ name, values }) => ({ name, values: Float64Array.from(rows, (i) => values[i]!) }));
  const counts = targets.map(({ values }) => countMeasured(values)).sort((a, b) => a - b);
  const missing = 1 - counts.reduce((sum, count) => sum + count, 0) / (rows.length * counts.length);
  return {
    targets,
    target: numberTarget(meanOfStandardised(targets), file),
    rows,
    statement: `${targets.length} targets, each predicted on its own: measured in ${counts[0]} to ${counts.at(-1)} of ${rows.length} samples, ${Math.round(100 * missing)} % missing; folds and audit are shared, by the mean of the standardised targets`,
    warnings: [...withoutAny(n - rows.length, n, file), ...leftOut(poor, file)],
  };
}

function numbersOf(annotations: Annotations, name: string, file: string): Float64Array {
  const column = findColumn(annotations, name, file);
  if (column.type === 'number') return column.values;
  return Float64Array.from(column.values, (text) => {
    const value = text === null ? Number.NaN : Number(text);
    if (text === null || Number.isFinite(value)) return value;
    throw new DataError({
      where: `${file}: column '${name}'`,
      problem: `each of several targets must be a number, got '${text}'`,
      hint: 'leave the column out, or name it alone as samples.target',
    });
  });
}

const countMeasured = (values: Float64Array) => values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);

function tellsAnything(values: Float64Array): boolean {
  const first = values.find((value) => !Number.isNaN(value));
  return countMeasured(values) >= FEWEST && values.some((value) => !Number.isNaN(value) && value !== first);
}

/** Of each sample over the targets it has, [n]; every sample has one. */
function meanOfStandardised(targets: readonly NamedTarget[]): Float64Array {
  const n = targets[0]!.values.length;
  const sum = new Float64Array(n);
  const seen = new Float64Array(n);
  for (const { values } of targets) {
    const count = countMeasured(values);
    const total = (of: (value: number) => number) => values.reduce((s, v) => s + (Number.isNaN(v) ? 0 : of(v)), 0);
    const mean = total((v) => v) / count;
    const sd = Math.sqrt(total((v) => (v - mean) ** 2) / count);
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      sum[i]! += (value - mean) / sd;
      seen[i]!++;
    });
  }
  return sum.map((value, i) => value / seen[i]!);
}

function withoutAny(left: number, n: number, where: string): Warning[] {
  const message = `${left} of ${n} samples have none of the targets and were left out`;
  return left === 0 ? [] : [{ code: 'unlabelled-samples', where, message }];
}

function leftOut(poor: readonly NamedTarget[], where: string): Warning[] {
  const shown = poor.slice(0, 5).map(({ name, values }) => `'${name}' (${countMeasured(values)} samples)`);
  const message = `${poor.length} targets have fewer than ${FEWEST} samples or the same value in all, and were left out: ${shown.join(', ')}${poor.length > 5 ? ', …' : ''}`;
  return poor.length === 0 ? [] : [{ code: 'targets-left-out', where, message }];
}
