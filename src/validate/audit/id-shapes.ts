import { log } from '../../base/elementary.ts';

/**
 * What a column of numbers or words looks like besides a measurement. `sure`: by its values no measurement could be; or its name says so and
 * its values agree. Else it only looks so.
 */
export interface Shape {
  readonly kind: 'id' | 'date' | 'text';
  readonly sure: boolean;
  readonly because: string;
}

const ID_NAME =
  /(^|[_.\s-])(ids?|uuid|guid|barcode|mrn|accession)$|(case|patient|sample|subject|participant|specimen|record|study|person|donor|aliquot)[_.\s-]?(ids?|no|nr|number|code|barcode)$|^(index|unnamed: ?0|row[_.\s-]?(names?|number)|x)$/i;
const DATE_NAME = /(^|[_.\s-])(date|datetime|time[_.\s-]?stamp|dob|birthday)($|[_.\s-])|[a-z]Date$/i;
const YEAR_NAME = /(^|[_.\s-])year($|[_.\s-]of|[_.\s-]?(diagnosis|birth|collected|collection))/i;
const FEWEST = 10;
/** ln of one in a thousand tables: how unlikely differing values must be, over all features. */
const CHANCE = log(1000);

/** @param values [n], NaN where missing. @param ids of the samples. @param nFeatures looked at in all: one of many may look odd by chance. */
export function shapeOfNumbers(
  name: string,
  values: Float32Array,
  ids: readonly string[],
  nFeatures: number,
): Shape | null {
  const known = values.filter((value) => !Number.isNaN(value));
  const n = known.length;
  if (n < FEWEST || !known.every(Number.isInteger)) return null;
  const date = dateShape(name, known);
  if (date) return date;
  const distinct = new Set(known).size;
  if (ID_NAME.test(name) && 2 * distinct > n) return sure('id', `named '${name}', ${distinct} different whole numbers`);
  if (n === values.length && ids.every((id, i) => Number(id) === values[i])) return sure('id', 'equal to the ids');
  if (distinct < n) return null;
  const range =
    known.reduce((most, x) => Math.max(most, x), -Infinity) - known.reduce((least, x) => Math.min(least, x));
  // Whole numbers drawn from so short a range would repeat: −ln P(none does) ≈ n(n − 1)/2·range (the birthday problem).
  if ((n * (n - 1)) / (2 * (range + 1)) > CHANCE + log(nFeatures))
    return sure('id', `${n} whole numbers between which there is little room, none twice`);
  if (!isMonotone(known)) return null;
  const because = 'whole numbers that rise or fall from row to row';
  return range <= 20 * n ? sure('id', because) : { kind: 'id', sure: false, because };
}

function dateShape(name: string, known: Float32Array): Shape | null {
  const within = (low: number, high: number) => known.every((value) => value >= low && value <= high);
  // The table keeps float32: beyond 2²⁴ the last day digit may be off by one.
  if (within(19000101, 20991231) && known.every((v) => isDay(v) || isDay(v - 1) || isDay(v + 1)))
    return sure('date', 'days written as YYYYMMDD');
  if (known.length >= 15 && within(190001, 209912) && known.every((v) => v % 100 >= 1 && v % 100 <= 12))
    return sure('date', 'months written as YYYYMM');
  if (DATE_NAME.test(name)) {
    if (within(20000, 60000)) return sure('date', `named '${name}', days as a spreadsheet counts them`);
    if (within(3e8, 2.3e9)) return sure('date', `named '${name}', seconds since 1970`);
    if (within(3e11, 2.3e12)) return sure('date', `named '${name}', milliseconds since 1970`);
    if (within(1900, 2100)) return sure('date', `named '${name}', years`);
  }
  if (YEAR_NAME.test(name) && within(1900, 2100)) return { kind: 'date', sure: false, because: 'calendar years' };
  return null;
}

function isDay(value: number): boolean {
  const day = value % 100;
  const month = Math.floor(value / 100) % 100;
  const year = Math.floor(value / 10000);
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}

function isMonotone(values: Float32Array): boolean {
  const direction = Math.sign(values[1]! - values[0]!);
  for (let i = 1; i < values.length; i++) if (Math.sign(values[i]! - values[i - 1]!) !== direction) return false;
  return direction !== 0;
}

const TEXT_DATE = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T\s]\d{1,2}:\d{2}.*)?$/;

/** @param texts [n], null where missing. */
export function shapeOfTexts(name: string, texts: readonly (string | null)[], ids: readonly string[]): Shape | null {
  const known = texts.filter((text) => text !== null);
  const n = known.length;
  if (n < FEWEST) return null;
  const share = (of: (text: string) => boolean) => known.filter(of).length / n;
  if (share((text) => TEXT_DATE.test(text.trim())) >= 0.9) return sure('date', 'dates as text');
  const own = texts.filter((text, i) => text === ids[i]).length;
  if (own >= 0.9 * n) return sure('id', 'equal to the ids');
  const distinct = new Set(known).size;
  if (ID_NAME.test(name) && 3 * distinct > n) return sure('id', `named '${name}', ${distinct} different words`);
  if (distinct >= 0.95 * n && share((text) => !/\s/.test(text) && /\d/.test(text)) >= 0.9)
    return sure('id', `${distinct} different codes in ${n} samples`);
  if (n >= 20 && 2 * distinct >= n)
    return { kind: 'text', sure: false, because: `${distinct} different texts in ${n} samples` };
  return null;
}

const sure = (kind: Shape['kind'], because: string): Shape => ({ kind, sure: true, because });
