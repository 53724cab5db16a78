import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from './parse-number.ts';

const parse = (text: string) => {
  const bytes = new TextEncoder().encode(`x${text}y`);
  return parseNumber(bytes, 1, bytes.length - 1);
};

test('a decimal is rounded as Number rounds it', () => {
  for (const text of [
    '0',
    '-0',
    '+7',
    '8.123456',
    '.5',
    '5.',
    '1e5',
    '1E-5',
    '-2.5e+3',
    '1e22',
    '1e23',
    '0.1',
    '9007199254740993',
  ]) {
    expect(parse(text), text).toBe(Number(text));
  }
  for (const text of [
    '123456789012345678901234567890',
    '4.9e-324',
    '2.2250738585072011e-308',
    '1e400',
    '-1e400',
    '0e999',
  ]) {
    expect(parse(text), text).toBe(Number(text));
  }
});

test('any float64, however it is written, reads back as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), (value, digits) => {
      expect(parse(String(value))).toBe(Number(String(value)));
      expect(parse(value.toExponential())).toBe(Number(value.toExponential()));
      const fixed = value.toExponential(digits);
      expect(parse(fixed)).toBe(Number(fixed));
    }),
    { numRuns: 2000 },
  );
});

test('what is no plain decimal is not a number', () => {
  const texts = [
    '',
    '-',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '1e5.0',
    '1.2.3',
    '1,5',
    '0x1f',
    '1_000',
    '--1',
    '1 2',
    ' 1',
    'Infinity',
    'NaN',
    '1a',
  ];
  for (const text of texts) expect(parse(text), text).toBeNaN();
});
