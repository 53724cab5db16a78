import { expect, test } from 'vitest';
import { DataError, LeakageError } from './errors.ts';
import { fromPlainError, toPlainError } from './plain-error.ts';

test.each([
  new DataError({ where: 'cohort.tsv:7', problem: 'needs 3 columns, got 2', hint: 'check the line' }),
  new LeakageError({ where: 'audit', problem: 'refused' }),
])('an error of the family is of its class, text and stack after the way between threads', (error) => {
  const again = fromPlainError(structuredClone(toPlainError(error)));
  expect(again).toBeInstanceOf(error.constructor);
  expect(again).toMatchObject({ message: error.message, where: error.where, exitCode: error.exitCode });
  expect(again.stack).toBe(error.stack);
});

test('any other error keeps its text and stack; what is no error becomes one', () => {
  const error = new RangeError('too long');
  expect(fromPlainError(structuredClone(toPlainError(error)))).toMatchObject({
    message: 'too long',
    stack: error.stack,
  });
  expect(fromPlainError(toPlainError('no'))).toMatchObject({ message: 'no' });
});
