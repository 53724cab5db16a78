import { DataError } from '../base/errors.ts';
import type { View } from './contract.ts';

/**
 * For learners without a penalty, which have no single answer otherwise. @param instead what to use, such as 'elastic-net'.
 * @throws {DataError} fewer rows than features plus two: an intercept, and something left to judge the fit by.
 */
export function requireMoreRows({ X }: View, where: string, instead: string): void {
  if (X.nRows >= X.nCols + 2) return;
  throw new DataError({
    where,
    problem: `needs at least ${X.nCols + 2} samples for ${X.nCols} feature${X.nCols === 1 ? '' : 's'}, got ${X.nRows}`,
    hint: `use ${instead}, or keep fewer features in prepare`,
  });
}
