import { DataError, FormatError, UnsupportedError } from '../../base/errors.ts';
import { crc32 } from '../crc32.ts';
import type { MuseDocument, MuseWave, Said } from './parse-muse.ts';

/** The twelve leads, in the order in which they are given. */
const TWELVE = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const BY_UPPER = new Map(TWELVE.map((name) => [name.toUpperCase(), name]));

/** Leads of the limbs as sums of I and II: Einthoven's law and Goldberger's leads. */
const DERIVED: Readonly<Record<string, readonly [number, number]>> = {
  III: [-1, 1],
  aVR: [-0.5, -0.5],
  aVL: [1, -0.5],
  aVF: [-0.5, 1],
};

/** Elements that are 0 in files known to us, and whose meaning is not published. */
const ZERO = ['LeadTimeOffset', 'LeadOffsetFirstSample', 'FirstSampleBaseline'];

export interface MuseTrace {
  /** Values per second. */
  readonly rate: number;
  /** In mV, [length] each, all of one length: the twelve in their order, as far as they are there or follow from I and II, then others. */
  readonly leads: ReadonlyMap<string, Float64Array>;
  /** Those computed from I and II. */
  readonly derived: readonly string[];
  /** What is doubtful, one clause each, the lead named. */
  readonly doubts: readonly string[];
}

/**
 * The leads of one of the waves of a document. @param wave `Rhythm` or `Median`. @throws {DataError} no such wave, leads of different lengths.
 * @throws {FormatError} numbers or base64 that are none, another count of samples than promised. @throws {UnsupportedError} several such waves,
 * other units or sizes of samples. Cost O(samples).
 */
export function museTrace(document: MuseDocument, wave: string, where: string): MuseTrace {
  const types = document.waves.map(({ said }) => said.get('WaveformType') ?? '');
  const found = document.waves.filter((_, i) => types[i]!.toLowerCase() === wave.toLowerCase());
  if (found.length > 1)
    throw new UnsupportedError({ where, problem: `one waveform of type ${wave} expected, got ${found.length}` });
  const [only] = found;
  if (!only)
    throw new DataError({
      where,
      problem: `a waveform of type ${wave} expected, got ${types.length > 0 ? types.map((type) => `'${type}'`).join(', ') : 'none'}`,
      hint: 'choose another with wave, or export the file with its waveforms',
    });
  const place = `${where} › ${wave}`;
  const measured = new Map<string, Float64Array>();
  const doubts: string[] = [];
  for (const said of only.leads) {
    const id = said.get('LeadID') ?? '';
    const name = BY_UPPER.get(id.toUpperCase()) ?? id;
    if (name === '' || measured.has(name))
      throw new FormatError({
        where: place,
        problem: `each lead with a name of its own expected, got ${name ? `'${name}' twice` : 'one without'}`,
      });
    measured.set(name, millivolts(said, `${place} › ${name}`, name, doubts));
  }
  const lengths = new Map(Array.from(measured, ([name, { length }]) => [length, name]));
  if (lengths.size !== 1 || lengths.has(0))
    throw new DataError({
      where: place,
      problem: `leads of one length expected, got ${lengths.size === 0 ? 'no leads' : [...lengths].map(([length, name]) => `${length} in ${name}`).join(', ')}`,
    });
  return { rate: rateOf(only, place), ...inOrder(measured), doubts };
}

/** Samples per second: SampleBase · 10^SampleExponent. */
function rateOf({ said }: MuseWave, where: string): number {
  const base = numberOf(said, 'SampleBase', where);
  const exponent = said.has('SampleExponent') ? numberOf(said, 'SampleExponent', where) : 0;
  const rate = base * 10 ** exponent;
  if (rate > 0 && Number.isFinite(rate) && Number.isInteger(exponent)) return rate;
  throw new FormatError({
    where,
    problem: `a number of samples per second expected, got SampleBase ${base} and SampleExponent ${exponent}`,
  });
}

function numberOf(said: Said, name: string, where: string): number {
  const text = said.get(name);
  if (text !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) return Number(text);
  throw new FormatError({
    where,
    problem: `a number as ${name} expected, got ${text === undefined ? 'none' : `'${text.slice(0, 40)}'`}`,
  });
}

/** @param doubts written. */
function millivolts(said: Said, where: string, name: string, doubts: string[]): Float64Array {
  const unit = said.get('LeadAmplitudeUnits');
  if (unit !== undefined && !/^micro ?volts?$/i.test(unit))
    throw new UnsupportedError({ where, problem: `amplitudes in MICROVOLTS expected, got '${unit.slice(0, 40)}'` });
  if (unit === undefined) doubts.push('no LeadAmplitudeUnits: microvolts are taken');
  const size = said.get('LeadSampleSize') ?? '2';
  if (size !== '2')
    throw new UnsupportedError({ where, problem: `samples of 2 bytes expected, got '${size.slice(0, 40)}'` });
  const perBit = numberOf(said, 'LeadAmplitudeUnitsPerBit', where);
  if (!(perBit > 0 && perBit < 1e6))
    throw new FormatError({ where, problem: `microvolts per bit expected, got LeadAmplitudeUnitsPerBit ${perBit}` });
  for (const element of ZERO)
    if (Number(said.get(element) || 0) !== 0) doubts.push(`${element} of lead ${name} is not 0: it is not heeded`);
  if (/^true$/i.test(said.get('LeadOff') ?? '')) doubts.push(`lead ${name} was off`);

  const bytes = fromBase64(said.get('WaveFormData') ?? '', where);
  const checks = { LeadSampleCountTotal: bytes.length / 2, LeadByteCountTotal: bytes.length };
  for (const [element, count] of Object.entries(checks)) {
    const promised = said.has(element) ? numberOf(said, element, where) : count;
    if (promised === count && Number.isInteger(count)) continue;
    throw new FormatError({
      where,
      problem: `${said.has(element) ? `${element} ${promised}` : 'a whole number of samples'} expected, got ${count} in WaveFormData`,
      hint: 'it was cut short or changed: export it again',
    });
  }
  const sum = said.get('LeadDataCRC32');
  // 0 where a program that is not MUSE wrote none.
  if (sum && Number(sum) !== 0 && Number(sum) !== crc32(bytes))
    doubts.push(`the samples of lead ${name} do not agree with their LeadDataCRC32`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float64Array(bytes.length / 2);
  for (let t = 0; t < values.length; t++) values[t] = (view.getInt16(2 * t, true) * perBit) / 1000;
  return values;
}

/** White space between letters is allowed, and padding may be left out, as some exporters do. */
function fromBase64(text: string, where: string): Uint8Array {
  const letters = text.replace(/\s+/g, '');
  const body = letters.replace(/={1,2}$/, '');
  const padded = body.padEnd(4 * Math.ceil(body.length / 4), '=');
  if (!/^[A-Za-z0-9+/]*$/.test(body) || body.length % 4 === 1 || (letters !== body && letters !== padded))
    throw new FormatError({
      where,
      problem: 'base64 in WaveFormData expected, got something else or a part of it',
      hint: 'it was cut short or changed: export it again',
    });
  const decoded = atob(padded);
  const bytes = new Uint8Array(decoded.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = decoded.charCodeAt(at);
  return bytes;
}

function inOrder(measured: ReadonlyMap<string, Float64Array>): Pick<MuseTrace, 'leads' | 'derived'> {
  const leads = new Map<string, Float64Array>();
  const derived: string[] = [];
  const [one, two] = [measured.get('I'), measured.get('II')];
  for (const name of TWELVE) {
    const own = measured.get(name);
    const [a, b] = DERIVED[name] ?? [];
    if (own) leads.set(name, own);
    else if (one && two && a !== undefined && b !== undefined) {
      leads.set(
        name,
        one.map((value, t) => a * value + b * two[t]!),
      );
      derived.push(name);
    }
  }
  for (const [name, values] of measured) if (!leads.has(name)) leads.set(name, values);
  return { leads, derived };
}
