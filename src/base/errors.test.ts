import { describe, expect, test } from 'vitest';
import * as errors from './errors.ts';

const { CistronError, CancelledError, DataError, throwIfCancelled } = errors;

describe('every error of the family', () => {
  const table = {
    ParamError: 2,
    ConfigError: 2,
    ShapeError: 3,
    DataError: 3,
    FormatError: 3,
    NotFoundError: 3,
    UnsupportedError: 4,
    NetworkError: 4,
    NumericError: 5,
    IntegrityError: 6,
    LeakageError: 7,
    CancelledError: 130,
  };

  test('is in the table below', () => {
    const exported = Object.keys(errors).filter((name) => name.endsWith('Error') && name !== 'CistronError');
    expect(exported.sort()).toEqual(Object.keys(table).sort());
  });

  test.each(Object.entries(table))('%s carries its tag, exit code %d and the parts of its text', (tag, exitCode) => {
    const [, Family] = Object.entries(errors).find(([name]) => name === tag)! as [string, typeof DataError];
    const cause = new Error('underneath');
    const detail = { where: 'cohort.tsv:7', problem: 'needs 3 columns, got 2', hint: 'check the line', cause };
    const error = new Family(detail);
    expect(error).toBeInstanceOf(CistronError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ tag, name: tag, exitCode, ...detail });
    expect(error.message).toBe('cohort.tsv:7: needs 3 columns, got 2; check the line');
    expect(String(error)).toBe(`${tag}: cohort.tsv:7: needs 3 columns, got 2; check the line`);
  });
});

test('a text without a hint ends with the problem', () => {
  expect(new DataError({ where: 'x', problem: 'is empty' }).message).toBe('x: is empty');
});

test('throwIfCancelled throws once the signal is aborted, with its reason, and not before', () => {
  const stop = new AbortController();
  expect(() => throwIfCancelled(stop.signal, 'forest')).not.toThrow();
  stop.abort('Ctrl-C');
  expect(() => throwIfCancelled(stop.signal, 'forest')).toThrow(CancelledError);
  expect(() => throwIfCancelled(stop.signal, 'forest')).toThrow(
    expect.objectContaining({ message: 'forest: cancelled', cause: 'Ctrl-C' }),
  );
});
