import { DataError, FormatError, NotFoundError, throwIfCancelled, UnsupportedError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import { arrayFeatures, checkMemory, RowFiller, refuseRepeated } from '../array-block.ts';
import { type ListedFile, lastName, listFiles } from '../file-list.ts';
import { readWhole } from '../read-whole.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { parseMarks, type WfdbMark } from './beats.ts';
import { parseComments, parseHeader, type WfdbHeader, type WfdbSignal } from './header.ts';
import { lengthOf, readLeads } from './signal-file.ts';

/** A record whose header was read. */
interface Record {
  readonly id: string;
  readonly where: string;
  readonly header: WfdbHeader;
  /** A file beside the header. */
  open(name: string): Promise<Uint8Array | undefined>;
}

/**
 * Records as a block of shape [leads, time] in physical units, with what their comments say as annotations of the samples, and the number of beats
 * where .atr files stand beside them. @throws {FormatError} a broken header or signal file. @throws {NotFoundError} a signal file that is not there.
 * @throws {DataError} records of different leads, rates or lengths, more values than memory allows. @throws {UnsupportedError} as `parseHeader`.
 * Checked against the values of PTB-XL as published beside its records. Cost O(values).
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {}, signal, progress, block: wish } = options;
  const records = await recordsOf(source, options);
  const ids = records.map(({ id }) => id);
  refuseRepeated(source.name, ids, 'records in different folders have one name: read one folder at a time');
  const leads = leadsOf(records, params.leads as string);
  const length = await commonLength(records, params.length as number);
  const shape = [leads.length, length];
  checkMemory(source.name, records.length, shape, params['max-memory'] as number, 'read less of each lead with length');
  const filler = new RowFiller(records.length, leads.length * length);
  const marks: (readonly WfdbMark[] | undefined)[] = [];
  const problems: string[] = [];
  for (const [i, record] of records.entries()) {
    if (signal) throwIfCancelled(signal, record.where);
    await fill(record, leads, length, filler.next(), problems);
    const beats = await record.open(`${record.id}.atr`);
    marks.push(beats && parseMarks(beats, `${record.where} › ${record.id}.atr`));
    progress?.((i + 1) / records.length, `reading ${source.name}`);
  }
  const { rate } = records[0]!.header;
  const block: Block = {
    ...{ name: wish?.name ?? 'signal', kind: wish?.kind ?? 'signal', ids, shape },
    features: arrayFeatures(shape, leads),
    matrix: filler.finish(),
  };
  const units = new Set(records.flatMap(({ header }) => chosen(header, leads).map(({ unit }) => unit)));
  if (units.size > 1) problems.push(`the leads are in different units: ${[...units].join(', ')}`);
  const facts = {
    ...{ records: records.length, leads: leads.join(' '), rate: `${rate} Hz`, length: `${length / rate} s` },
    ...{
      unit: [...units].join(' '),
      format: [...new Set(records.map(({ header }) => header.signals[0]!.format))].join(' '),
    },
    ...beatFacts(marks),
  };
  const columns = columnsOf(records, marks);
  return {
    content: { holds: 'blocks', blocks: [{ block }], ...(columns.length > 0 ? { samples: { ids, columns } } : {}) },
    facts,
    problems,
  };
}

async function recordsOf(source: ByteSource, options: ReadOptions): Promise<readonly Record[]> {
  const maxGb = options.params!['max-unpacked'] as number;
  const head = source.files ? undefined : await source.range(0, 2);
  const isOne = head !== undefined && !(head[0] === 0x50 && head[1] === 0x4b);
  if (isOne) {
    const header = parseHeader(new TextDecoder().decode(await readWhole(source, options)), source.name);
    const open = async (name: string) => {
      const file = await source.beside?.(name);
      return file && readWhole(file, { ...(options.signal ? { signal: options.signal } : {}) });
    };
    return [{ id: header.record, where: source.name, header, open }];
  }
  const files = new Map((await listFiles(source, maxGb)).map((file) => [file.path, file]));
  const paths = await headerPaths(source, files);
  const records: Record[] = [];
  for (const path of paths) {
    const file = files.get(path)!;
    const header = parseHeader(new TextDecoder().decode(await file.read(options.signal)), file.where);
    const folder = path.slice(0, path.length - lastName(path).length);
    const open = async (name: string) => files.get(folder + name)?.read(options.signal);
    records.push({ id: header.record, where: file.where, header, open });
  }
  return records;
}

/** The headers that the file RECORDS names, else all. */
async function headerPaths(source: ByteSource, files: ReadonlyMap<string, ListedFile>): Promise<readonly string[]> {
  const found = [...files.keys()].filter((path) => path.endsWith('.hea')).sort();
  const list = [...files.values()].find(({ path }) => path === 'RECORDS');
  const listed = list
    ? new TextDecoder()
        .decode(await list.read())
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean)
    : [];
  const missing = listed.find((record) => !files.has(`${record}.hea`));
  if (missing?.includes('/') && source.files)
    throw new UnsupportedError({
      where: `${source.name} › RECORDS`,
      problem: `records of this folder expected, got '${missing}'`,
      hint: 'name the folder that the records are in, or a zip archive of all',
    });
  if (missing)
    throw new NotFoundError({ where: source.name, problem: `no file '${missing}.hea', which RECORDS names` });
  const paths = listed.length > 0 ? listed.map((record) => `${record}.hea`) : found;
  if (paths.length > 0) return paths;
  throw new DataError({ where: source.name, problem: `records (.hea) expected, got ${files.size} other files` });
}

/** Names of the leads that every record has. @throws {DataError} they or the rates differ. */
function leadsOf(records: readonly Record[], asked: string): readonly string[] {
  const [first] = records;
  const names = (header: WfdbHeader) => header.signals.map(({ name }) => name);
  const leads = asked === '' ? names(first!.header) : asked.split(',').map((name) => name.trim());
  for (const { where, header } of records) {
    const own = names(header);
    const absent = leads.find((lead) => !own.includes(lead));
    if (absent !== undefined || (asked === '' && own.length !== leads.length))
      throw new DataError({
        where,
        problem: `the leads ${leads.join(', ')} expected${asked ? '' : ', as in the first record'}, got ${own.join(', ')}`,
        hint: 'name the leads that all records have with leads',
      });
    if (header.rate !== first!.header.rate)
      throw new DataError({
        where,
        problem: `${first!.header.rate} values a second expected, as in the first record, got ${header.rate}`,
        hint: 'bring the records to one rate with xform or wfdb.processing.resample_sig',
      });
  }
  return leads;
}

/** The leads asked for, in their order. */
const chosen = ({ signals }: WfdbHeader, leads: readonly string[]): WfdbSignal[] =>
  leads.map((lead) => signals.find(({ name }) => name === lead)!);

/** Values of every lead that are read. @throws {DataError} records are shorter, or of different lengths where none is asked for. */
async function commonLength(records: readonly Record[], asked: number): Promise<number> {
  const lengths = new Map<number, string>();
  for (const record of records) {
    const length = record.header.length ?? (await lengthInFile(record));
    if (!lengths.has(length)) lengths.set(length, record.where);
  }
  const shortest = Math.min(...lengths.keys());
  if (asked > 0 && asked <= shortest) return asked;
  if (asked === 0 && lengths.size === 1 && shortest > 0) return shortest;
  throw new DataError({
    where: lengths.get(shortest)!,
    problem: `${asked > 0 ? `at least ${asked} values a lead` : 'records of one length'} expected, got ${[...lengths.keys()].slice(0, 5).join(', ')}`,
    hint: `read the beginning of each with length: ${shortest}, at most`,
  });
}

async function lengthInFile(record: Record): Promise<number> {
  const { file, format, offset } = record.header.signals[0]!;
  const together = record.header.signals.filter((signal) => signal.file === file);
  return lengthOf(format, (await signalFile(record, file)).length, offset, together.length);
}

async function signalFile(record: Record, file: string): Promise<Uint8Array> {
  const bytes = await record.open(file);
  if (bytes) return bytes;
  throw new NotFoundError({
    where: record.where,
    problem: `no file '${file}' beside it, which it names`,
    hint: 'keep the files of a record together',
  });
}

/** The values of one record, physical. @param out [leads · length], written. Sums that do not agree are told in `problems`. */
async function fill(
  record: Record,
  leads: readonly string[],
  length: number,
  out: Float32Array,
  problems: string[],
): Promise<void> {
  const { signals, length: whole } = record.header;
  for (const file of new Set(chosen(record.header, leads).map((signal) => signal.file))) {
    const together = signals.filter((signal) => signal.file === file);
    const { format, offset } = together[0]!;
    const where = `${record.where} › ${file}`;
    if (together.some((signal) => signal.format !== format || signal.offset !== offset))
      throw new FormatError({
        where: record.where,
        problem: `one format and offset for the signals in '${file}' expected`,
      });
    const bytes = (await signalFile(record, file)).subarray(offset);
    const read = readLeads(bytes, format, together.length, whole ?? length, where);
    for (const [k, { gain, baseline, name, checksum }] of together.entries()) {
      const place = leads.indexOf(name);
      if (checksum !== undefined && checksum !== 0 && checksum !== read[k]!.checksum)
        problems.push(`${where}: the values of lead ${name} do not add up to the checksum of the header`);
      if (place < 0) continue;
      const { values } = read[k]!;
      for (let t = 0; t < length; t++) out[place * length + t] = (values[t]! - baseline) / gain;
    }
  }
}

function beatFacts(marks: readonly (readonly WfdbMark[] | undefined)[]): { beats?: string } {
  const counts = new Map<string, number>();
  for (const { symbol, beat } of marks.flatMap((one) => one ?? []))
    if (beat) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  return sorted.length > 0 ? { beats: sorted.map(([symbol, count]) => `${count} ${symbol}`).join(' ') } : {};
}

/** What the comments say, numbers where all are, and the beats of each record. */
function columnsOf(
  records: readonly Record[],
  marks: readonly (readonly WfdbMark[] | undefined)[],
): AnnotationColumn[] {
  const said = records.map(({ header }) => parseComments(header.comments));
  const keys = new Set(said.flatMap((one) => [...one.keys()]));
  const columns = Array.from(keys, (name): AnnotationColumn => {
    const texts = said.map((one) => one.get(name) ?? null);
    const isNumber = texts.every((text) => text === null || /^(nan|-?\d+(\.\d+)?)$/i.test(text));
    if (!isNumber) return { name, type: 'text', values: texts };
    return {
      name,
      type: 'number',
      values: Float64Array.from(texts, (text) => (text === null ? Number.NaN : Number(text))),
    };
  });
  if (marks.every((one) => one === undefined)) return columns;
  const beats = marks.map((one) => (one ? one.filter(({ beat }) => beat).length : Number.NaN));
  return [...columns, { name: 'beats', type: 'number', values: Float64Array.from(beats) }];
}
