/** Powers of ten that float64 holds exactly. */
export const POW10 = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const UPPER_E = 69;
const LOWER_E = 101;
/** A mantissa below 10¹⁵ is an exact float64, so that one multiplication or division by an exact power rounds once. */
const EXACT_DIGITS = 15;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The decimal number written in bytes[from … to), correctly rounded to float64; NaN when it is not a number.
 * Takes sign, digits, fraction, exponent; no blanks, no thousands separators, no hexadecimal, no words.
 * Source: Clinger 1990, "How to read floating point numbers accurately", the exact fast path; the rest by `Number`.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  const negative = bytes[p] === MINUS;
  if (negative || bytes[p] === PLUS) p++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  const first = p;
  let dot = -1;
  for (; p < to; p++) {
    const c = bytes[p]!;
    if (c >= 48 && c <= 57) {
      mantissa = mantissa * 10 + (c - 48);
      if (mantissa > 0) digits++;
    } else if (c === DOT && dot < 0) dot = p;
    else break;
  }
  const written = p - first - (dot < 0 ? 0 : 1);
  if (written === 0) return Number.NaN;
  if (dot >= 0) scale = dot + 1 - p;
  if (p < to) {
    const exponent = parseExponent(bytes, p, to);
    if (Number.isNaN(exponent)) return Number.NaN;
    scale += exponent;
  }
  if (digits > EXACT_DIGITS || scale > 22 || scale < -22) return parseText(bytes, from, to);
  const value = scale < 0 ? mantissa / POW10[-scale]! : mantissa * POW10[scale]!;
  return negative ? -value : value;
}

function parseExponent(bytes: Uint8Array, from: number, to: number): number {
  let p = from;
  if (bytes[p] !== LOWER_E && bytes[p] !== UPPER_E) return Number.NaN;
  p++;
  const negative = bytes[p] === MINUS;
  if (negative || bytes[p] === PLUS) p++;
  if (p >= to) return Number.NaN;
  let exponent = 0;
  for (; p < to; p++) {
    const c = bytes[p]!;
    if (c < 48 || c > 57) return Number.NaN;
    exponent = exponent * 10 + (c - 48);
  }
  return negative ? -exponent : exponent;
}

function parseText(bytes: Uint8Array, from: number, to: number): number {
  const text = String.fromCharCode(...bytes.subarray(from, to));
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

/** The same of a field that is text already. */
export function numberOf(field: string): number {
  return NUMBER.test(field) ? Number(field) : Number.NaN;
}
