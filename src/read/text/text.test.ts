import { expect, test } from 'vitest';
import { cutSource, failureOf } from '../../../test/support/tables.ts';
import { randomKey } from '../../base/random.ts';
import { isMissing, isMissingText } from '../delimited/missing-words.ts';
import { numberOf, parseNumber } from '../delimited/parse-number.ts';
import { memorySource } from '../source.ts';
import { eachLine } from './each-line.ts';
import { pickFields } from './pick-fields.ts';
import { typedColumn } from './typed-column.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('numbers and missing words of text are those of bytes', () => {
  const draws = randomKey(6).stream();
  const pick = (letters: string) => letters[draws.below(letters.length)];
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: draws.below(9) }, () => pick('0123456789012345+-.eE')).join('');
    expect([text, numberOf(text)]).toEqual([text, parseNumber(bytes(text), 0, text.length)]);
    const word = Array.from({ length: draws.below(5) }, () => pick("naNAlu-.?/'[]")).join('');
    expect([word, isMissingText(word)]).toEqual([word, isMissing(bytes(word), 0, word.length)]);
  }
});

test('lines are the same wherever the bytes are cut, and end in LF or CRLF', async () => {
  const text = '\uFEFFa\r\nß\n\nlast ü';
  for (const size of [1, 2, 3, 99]) {
    const found: [string, number][] = [];
    const { lines } = await eachLine(
      cutSource(bytes(text), () => size),
      {},
      (line, number) => found.push([line, number]),
    );
    expect(found.map(([line]) => line)).toEqual(['a', 'ß', '', 'last ü']);
    expect([lines, found.at(-1)![1]]).toEqual([4, 4]);
  }
});

test('binary data, and more names than a map can keep, are errors of the family', async () => {
  const none = () => undefined;
  expect((await failureOf(eachLine(memorySource('x', Uint8Array.of(65, 0)), {}, none))).message).toBe(
    'x: lines of text in UTF-8 expected, got binary data (a zero byte at offset 1); is it the right file, and is it whole?',
  );
  const full = () => {
    throw new RangeError('Map maximum size exceeded');
  };
  expect((await failureOf(eachLine(memorySource('x', bytes('a\n')), {}, full))).message).toBe(
    'x: at most about 16 million different names expected, got more; split the file, or leave out what is not needed',
  );
});

test('fields are picked by their places, a column is of numbers when all of its fields are', () => {
  expect(pickFields('a\tb\t\td', [3, -1, 0, 2], 4)).toEqual(['d', '', 'a', '']);
  expect(pickFields('a\tb', [0], 3)).toBeUndefined();
  expect(typedColumn('x', ['1', 'NA', '2e1'])).toEqual({
    name: 'x',
    type: 'number',
    values: Float64Array.of(1, Number.NaN, 20),
  });
  expect(typedColumn('x', ['1', null, 'b'])).toEqual({ name: 'x', type: 'text', values: ['1', null, 'b'] });
  expect(typedColumn('x', ['', null]).type).toBe('text');
});
