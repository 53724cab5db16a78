import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const words = ['elastic-net', 'forest', 'linear-svm', 'knn', 'PAM50', 'patient_id', 'sample'];

test.each([
  ['one letter wrong', 'forist', 'forest'],
  ['one letter missing', 'elasticnet', 'elastic-net'],
  ['one letter too many', 'foorest', 'forest'],
  ['neighbours swapped count once', 'nkn', 'knn'],
  ['another case', 'pam50', 'PAM50'],
  ['a third of the word', 'patientxx', 'patient_id'],
])('finds a known word: %s', (_what, typed, expected) => {
  expect(nearest(typed, words)).toBe(expected);
});

test('suggests nothing when more than a third would have to change', () => {
  expect(nearest('xxxest', words)).toBeUndefined();
  expect(nearest('a', words)).toBeUndefined();
  expect(nearest('forest', [])).toBeUndefined();
});

test('takes the closest, and the first of equals', () => {
  expect(nearest('tests', ['toasts', 'test', 'rests'])).toBe('test');
});
