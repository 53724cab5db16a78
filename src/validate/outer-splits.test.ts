import { describe, expect, test } from 'vitest';
import { survivalView } from '../../test/support/learner-views.ts';
import { randomKey } from '../base/random.ts';
import { outerSplits } from './outer-splits.ts';

const { target } = survivalView(60, 2);
const folds = { kind: 'folds', k: 5 } as const;
const groups = Int32Array.from({ length: 60 }, (_, i) => i);

describe('folds of survival', () => {
  test('one sample at a time are refused before anything is computed: no two risks could be compared', () => {
    expect(() => outerSplits({ kind: 'leave-one-out' }, { target, groups }, 1, randomKey(1))).toThrow(
      'validate.outer: risks are compared within a fold, got leave-one-out, whose folds hold a single group; use 5 or 10 folds',
    );
  });

  test('with few events in each are a warning that counts them', () => {
    const events = target.events.map((_, i) => Number(i < 20));
    const { warnings } = outerSplits(folds, { target: { ...target, events }, groups }, 1, randomKey(1));
    expect(warnings).toEqual([
      {
        code: 'few-events',
        where: 'validate.outer',
        message: '20 events in 5 folds: about 4 in each test part, too few for a steady C-index',
      },
    ]);
    const many = outerSplits(folds, { target: { ...target, events: events.fill(1) }, groups }, 1, randomKey(1));
    expect(many.warnings).toEqual([]);
  });
});
