import { DataError } from '../../base/errors.ts';
import { type Annotations, findColumn } from '../../table/annotations.ts';
import { checkWeights } from '../../table/weights.ts';
import type { SamplesSpec } from '../file/study.ts';

/**
 * What each sample counts for where learners are fitted, [n]; none when the study names no column of weights.
 * @throws {DataError} a word, a weight that is missing, zero or negative. @throws {NotFoundError} no such column.
 */
export function readWeights(annotations: Annotations, { file, weight }: SamplesSpec): Float64Array | undefined {
  if (weight === undefined) return undefined;
  const column = findColumn(annotations, weight, file);
  const where = `${file}: column '${weight}'`;
  if (column.type === 'text') {
    const word = column.values.find((value) => value !== null && !Number.isFinite(Number(value)));
    throw new DataError({ where, problem: `every weight must be a number, got '${word}'` });
  }
  checkWeights(column.values, where, (i) => `sample '${annotations.ids[i]}'`);
  return column.values;
}
