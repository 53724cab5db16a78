import { describe, expect, test } from 'vitest';
import { PARQUET_FILES } from '../../../test/support/parquet-files.ts';
import { sourceOf } from '../../../test/support/reader-cases.ts';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

describe('parquet', () => {
  test.each(PARQUET_FILES.map((file) => [file.shows, file] as const))(
    'reads what python wrote: %s',
    async (_, file) => {
      const { content, problems } = await readFile(sourceOf(file));
      if (content.holds !== 'table') throw new Error(content.holds);
      const { table } = content;
      const columns = table.columns.map(({ name, type }, j) => {
        const values = type === 'text' ? table.texts(j) : [...table.numbers(j)];
        return [name, values.map((value) => (Number.isNaN(value) ? null : value))];
      });
      expect(columns).toEqual(Object.entries(file.expected));
      expect(problems).toEqual(
        file.shows.includes('index of numbers')
          ? ['the index of pandas, numbers without a name, is left out']
          : /pages/.test(file.shows)
            ? ["column 'list' is left out: it holds lists or records"]
            : [],
      );
    },
  );

  test.each([
    [
      'PAR1 and no more',
      'a.parquet: a Parquet file expected, which begins and ends with PAR1, got one of 16 bytes that does not; is the file whole? Download or write it again',
    ],
    ['PAR1....PARE', 'a.parquet: encrypted Parquet is not read; write it without encryption'],
  ])('refuses %j', async (text, message) => {
    const source = memorySource('a.parquet', new TextEncoder().encode(text));
    expect((await failureOf(readFile(source))).message).toBe(message);
  });
});
