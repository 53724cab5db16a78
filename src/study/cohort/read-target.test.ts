import { describe, expect, test } from 'vitest';
import type { Annotations } from '../../table/annotations.ts';
import type { SamplesSpec } from '../file/study.ts';
import { readTarget } from './read-target.ts';

const text = (name: string, values: readonly (string | null)[]) => ({ name, type: 'text', values }) as const;
function sheet(...columns: ReturnType<typeof text>[]): Annotations {
  return { ids: columns[0]!.values.map((_, i) => `s${i}`), columns };
}
const spec = (outcome: Pick<SamplesSpec, 'target' | 'survival' | 'positive'>): SamplesSpec => ({
  ...{ file: 'sheet.tsv', annotations: [], group: [], confounders: [] },
  ...outcome,
});
const survival = { time: 'days', event: 'status' };
const survivalOf = (days: (string | null)[], status: (string | null)[]) =>
  readTarget(sheet(text('days', days), text('status', status)), spec({ survival }), 'survival');

describe('the task', () => {
  const numbers = Array.from({ length: 12 }, (_, i) => String(i / 8));

  test('is regression for more than ten different numbers, exact to the digit, and says how to overrule it', () => {
    const { target, statement } = readTarget(sheet(text('y', numbers)), spec({ target: 'y' }), undefined);
    expect(target).toEqual({ task: 'regression', values: Float64Array.from(numbers, Number) });
    expect(statement).toBe("'y' has 12 different numbers: taken as regression (task: classification overrules this)");
  });

  test('is classification for few numbers, for words, and where it is declared', () => {
    const taskOf = (values: readonly string[], task?: 'classification' | 'regression') =>
      readTarget(sheet(text('y', values)), spec({ target: 'y' }), task).target.task;
    expect(taskOf(['0', '1', '0', '1'])).toBe('classification');
    expect(taskOf(numbers.with(3, 'high'))).toBe('classification');
    expect(taskOf(numbers, 'classification')).toBe('classification');
    expect(taskOf(['1', '2', '3'], 'regression')).toBe('regression');
  });

  test('of words declared as regression is refused, naming the word', () => {
    expect(() => readTarget(sheet(text('y', ['1', 'high'])), spec({ target: 'y' }), 'regression')).toThrow(
      "sheet.tsv: column 'y': every value must be a number, got 'high'",
    );
  });
});

describe('survival', () => {
  test('reads 0 and 1, words, and what cBioPortal writes; the statement counts events', () => {
    const { target, statement } = survivalOf(['10', '2.5', '7', '3'], ['1:DECEASED', 'Alive', '1.0', '0']);
    expect(target).toEqual({
      task: 'survival',
      times: Float64Array.of(10, 2.5, 7, 3),
      events: Uint8Array.of(1, 0, 1, 0),
    });
    expect(statement).toBe("'status' has 2 events among 4 samples, followed for up to 10 days");
  });

  test('leaves out and counts samples without time or event, and times of 0 or less', () => {
    const { rows, warnings } = survivalOf(['10', null, '0', '3', '-1'], ['1', '1', '1', '0', '0']);
    expect(rows).toEqual([0, 3]);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      ['unlabelled-samples', "1 of 5 samples have no 'days' or 'status' and were left out"],
      ['times-not-positive', "2 of 4 samples have a 'days' of 0 or less and were left out"],
    ]);
  });

  test('refuses codes that could mean either, and a cohort without events', () => {
    expect(() => survivalOf(['1', '2'], ['1', '2'])).toThrow(
      "sheet.tsv: column 'status': an event must be 1 or 0 (or dead, alive, …), got '2'; write 1 where the event was seen",
    );
    expect(() => survivalOf(['1', '2'], ['0', '0'])).toThrow('survival needs events, got 2 samples, all censored');
  });
});

test('of two classes the rarer is positive, or the one that is declared', () => {
  const annotations = sheet(text('y', ['a', 'b', 'b', null]));
  expect(readTarget(annotations, spec({ target: 'y' }), undefined)).toMatchObject({ positive: 0, rows: [0, 1, 2] });
  expect(readTarget(annotations, spec({ target: 'y', positive: 'b' }), undefined).positive).toBe(1);
  expect(() => readTarget(annotations, spec({ target: 'y', positive: 'c' }), undefined)).toThrow(
    "samples.positive: must be one of the classes a, b, got 'c'",
  );
});
