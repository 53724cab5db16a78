import { FormatError, UnsupportedError } from '../../base/errors.ts';

/** A lead of a record, as its header says. */
export interface WfdbSignal {
  readonly file: string;
  readonly format: number;
  /** Where the values begin in the file. */
  readonly offset: number;
  /** Digital units per physical unit, ≠ 0. */
  readonly gain: number;
  /** The digital value of 0. */
  readonly baseline: number;
  readonly unit: string;
  /** Sum of the digital values, modulo 65,536; absent where the header says none. */
  readonly checksum?: number;
  readonly name: string;
}

export interface WfdbHeader {
  readonly record: string;
  /** Values per second. */
  readonly rate: number;
  /** Values per lead; absent: as many as the file holds. */
  readonly length?: number;
  readonly signals: readonly WfdbSignal[];
  /** Lines after #, trimmed, none empty. */
  readonly comments: readonly string[];
}

/** What is read where the header leaves a field out. Source: header(5). */
const RATE = 250;
const GAIN = 200;
const FORMATS = [16, 24, 32, 61, 80, 212];
const OTHER_FORMATS = [0, 8, 160, 310, 311, 508, 516, 524];

const RECORD = /^(\S+?)(\/\d+)?(?:\s+(\d+)(?:\s+([\d.eE+-]+)(?:\/\S*)?(?:\s+(\d+)(?:\s+\S.*)?)?)?)$/;
const SIGNAL = /^(\S+)\s+(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?(?:\s+(.*))?$/;
const UNITS = /^(-?[\d.]+(?:[eE][+-]?\d+)?)?(?:\((-?\d+)\))?(?:\/(\S+))?$/;

/**
 * The text of a .hea file. Places in errors are `file:line`.
 * @throws {FormatError} a line that is no header, fewer signals than announced. @throws {UnsupportedError} several segments, several values a frame,
 * skewed signals, other formats. Source: WFDB Applications Guide, header(5).
 */
export function parseHeader(text: string, where: string): WfdbHeader {
  const lines = text.split(/\r?\n/).map((line, k) => ({ line: line.trim(), at: `${where}:${k + 1}` }));
  const said = lines.filter(({ line }) => line !== '' && !line.startsWith('#'));
  const comments = lines.filter(({ line }) => /^#\s*\S/.test(line)).map(({ line }) => line.slice(1).trim());
  const [first, ...rest] = said;
  const [, record, segments, count, rate, length] = RECORD.exec(first?.line ?? '') ?? [];
  if (record === undefined)
    throw new FormatError({
      where: first?.at ?? where,
      problem: `the name of a record and its number of signals expected, got '${(first?.line ?? '').slice(0, 60)}'`,
    });
  if (segments)
    throw new UnsupportedError({
      where: first!.at,
      problem: `a record of one segment expected, got ${segments.slice(1)} segments`,
      hint: 'read a segment by its own .hea file, or join them with xform',
    });
  const nSignals = Number(count);
  if (nSignals === 0) throw new FormatError({ where: first!.at, problem: 'signals expected, got a record of none' });
  if (rest.length !== nSignals)
    throw new FormatError({
      where,
      problem: `${nSignals} lines of signals expected, got ${rest.length}`,
      hint: 'copy the file again',
    });
  const perSecond = rate === undefined ? RATE : Number(rate);
  if (!(perSecond > 0))
    throw new FormatError({ where: first!.at, problem: `values per second expected, got '${rate}'` });
  const signals = rest.map(({ line, at }, k) => signalOf(line, at, k));
  const names = new Map<string, number>();
  return {
    ...{ record, rate: perSecond, comments },
    ...(length === undefined || Number(length) === 0 ? {} : { length: Number(length) }),
    // Leads of one name would be features of one name.
    signals: signals.map((signal) => {
      const before = names.get(signal.name) ?? 0;
      names.set(signal.name, before + 1);
      return before === 0 ? signal : { ...signal, name: `${signal.name}.${before + 1}` };
    }),
  };
}

function signalOf(line: string, where: string, k: number): WfdbSignal {
  const [, file, format, perFrame = '1', skew = '0', offset = '0', rest = ''] = SIGNAL.exec(line) ?? [];
  if (file === undefined)
    throw new FormatError({ where, problem: `a file and the format of a signal expected, got '${line.slice(0, 60)}'` });
  if (![...FORMATS, ...OTHER_FORMATS].includes(Number(format)))
    throw new FormatError({ where, problem: `a signal format such as 16 or 212 expected, got ${format}` });
  if (!FORMATS.includes(Number(format)))
    throw new UnsupportedError({
      where,
      problem: `signal format ${FORMATS.join(', ')} expected, got ${format}`,
      hint: 'write it again with xform -O 16 or wfdb.wrsamp',
    });
  if (perFrame !== '1' || skew !== '0')
    throw new UnsupportedError({
      where,
      problem: `signals of one value a frame, not skewed, expected, got '${line.split(/\s+/)[1]}'`,
      hint: 'write it again with xform',
    });
  const [scale = '', , zero = '0', , sum] = /^\S/.test(rest) ? rest.split(/\s+/) : [];
  const [, gain, baseline, unit = 'mV'] = UNITS.exec(scale) ?? [];
  if (!UNITS.test(scale) || !/^-?\d+$/.test(zero))
    throw new FormatError({
      where,
      problem: `a gain such as 200(0)/mV and the zero of the converter expected, got '${rest.slice(0, 60)}'`,
    });
  // Gain, resolution, zero, first value, checksum, block size, and then the description, blanks included.
  const name = rest.split(/\s+/).slice(6).join(' ').trim() || `signal ${k + 1}`;
  return {
    ...{ file, format: Number(format), offset: Number(offset), unit, name },
    gain: Number(gain ?? 0) || GAIN,
    baseline: Number(baseline ?? zero),
    ...(sum !== undefined && /^-?\d+$/.test(sum) ? { checksum: Number(sum) & 0xffff } : {}),
  };
}

/** `key: value` of comments, keys in lower case: `Age: 56`, `<age>: 81  <sex>: M`. The rest stands under `comment`. */
export function parseComments(comments: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const add = (key: string, value: string) => {
    if (value !== '') found.set(key, found.has(key) ? `${found.get(key)}; ${value}` : value);
  };
  for (const line of comments) {
    const marked = [...line.matchAll(/<([^<>]+)>:\s*([^<]*)/g)];
    const plain = /^([A-Za-z][\w .()/-]{0,40}?):\s*(.*)$/.exec(line);
    if (marked.length > 0) for (const [, key, value] of marked) add(key!.trim().toLowerCase(), value!.trim());
    else if (plain) add(plain[1]!.trim().toLowerCase(), plain[2]!.trim());
    else add('comment', line);
  }
  return found;
}
