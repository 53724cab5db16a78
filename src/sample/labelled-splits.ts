import { DataError } from '../base/errors.ts';
import { type Split, withoutTestedGroups } from './split.ts';

/** A column of the sample sheet; null is missing. [n] */
export type Labels = readonly (string | null)[];

/**
 * One label at a time is tested: each site by a model that never saw it. Training rows of a group that is tested are left out (a patient
 * who was at two sites); a row without a label is always trained on, never tested.
 * @returns splits by name in alphabetical order. @throws {DataError} fewer than two labels.
 */
export function leaveLabelOut(labels: Labels, groups: Int32Array, rows: Int32Array, where: string): Split[] {
  return namesOf(labels, rows, where).map((name) =>
    withoutTestedGroups(
      {
        name,
        train: rows.filter((i) => labels[i] !== name),
        test: rows.filter((i) => labels[i] === name),
      },
      groups,
    ),
  );
}

const TRAIN = new Set(['train', 'training', 'development', 'dev', 'valid', 'validation', 'val']);
const TEST = new Set(['test', 'testing', 'hold-out', 'holdout', 'external']);

/**
 * Splits that the user made. A column of `train` and `test` (and `validation`, which is learned from: settings are chosen on inner folds)
 * is one split; any other column names the fold of each sample, and each is tested once. Rows without a label are on no side.
 * Groups are not looked at. @throws {DataError} fewer than two labels, or `test` among labels that are not of a split.
 */
export function predefinedSplits(labels: Labels, rows: Int32Array, where: string): Split[] {
  const names = namesOf(labels, rows, where);
  const sideOf = (i: number) => labels[i]?.toLowerCase() ?? '';
  if (names.some((name) => TEST.has(name.toLowerCase()))) {
    const odd = names.find((name) => !TEST.has(name.toLowerCase()) && !TRAIN.has(name.toLowerCase()));
    if (odd !== undefined) {
      throw new DataError({
        where,
        problem: `a column with 'test' must otherwise hold 'train' or 'validation', got '${odd}'`,
        hint: 'name the fold of every sample, or train and test only',
      });
    }
    return [
      { name: 'test', train: rows.filter((i) => TRAIN.has(sideOf(i))), test: rows.filter((i) => TEST.has(sideOf(i))) },
    ];
  }
  const known = rows.filter((i) => labels[i] !== null);
  return names.map((name) => ({
    name,
    train: known.filter((i) => labels[i] !== name),
    test: known.filter((i) => labels[i] === name),
  }));
}

function namesOf(labels: Labels, rows: Int32Array, where: string): string[] {
  const names = [...new Set(Array.from(rows, (i) => labels[i] ?? null))].filter((name) => name !== null).sort();
  if (names.length >= 2) return names;
  throw new DataError({
    where,
    problem: `the column must have at least 2 different values, got ${names.length === 1 ? `only '${names[0]}'` : 'none'}`,
    hint: 'name another column, or a number of folds',
  });
}
