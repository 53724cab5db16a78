import { SaxesParser } from 'saxes';
import { DataError } from '../../base/errors.ts';
import type { Block } from '../../table/block.ts';
import { arrayFeatures, checkMemory, RowFiller, refuseInfinite, refuseRepeated } from '../array-block.ts';
import { type ListedFile, lastName, listFiles } from '../file-list.ts';
import { readWhole } from '../read-whole.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { MuseAnnotations } from './annotations.ts';
import { decodeXml } from './decode-xml.ts';
import { type MuseTrace, museTrace } from './leads.ts';
import { parseMuse } from './parse-muse.ts';

/** A shorter patient id stands in many a name by chance. */
const TELLING = 4;

/**
 * Resting ECG as a block of shape [leads, time] in mV, leads in the order I II III aVR aVL aVF V1 … V6 and then others; those of the limbs that
 * are not stored are computed from I and II. What the documents say and does not name the patient are annotations of the samples; `patient` is an
 * ordinal. @throws {FormatError} as `parseMuse`, `decodeXml`, `museTrace`. @throws {DataError} records of other leads, lengths or rates than the
 * first, file names that come back, more values than memory allows. @throws {UnsupportedError} as `museTrace`. @throws {CancelledError}
 * Checked against values computed by hand and by Python's own XML and base64. Cost: each file is read once, O(its size).
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {}, signal, progress, block: wish } = options;
  const files = await documentsOf(source, options);
  const wave = params.wave === 'median' ? 'Median' : 'Rhythm';
  const said = new MuseAnnotations();
  const doubts = new Map<string, number>();
  const formats = { derived: new Set<string>(), encodings: new Set<string>() };
  const ids: string[] = [];
  let named = 0;
  let first: { readonly rate: number; readonly leads: readonly string[]; readonly length: number } | undefined;
  let filler: RowFiller | undefined;
  for (const [i, file] of files.entries()) {
    const { text, encoding } = decodeXml(await file.read(signal), file.where);
    const document = parseMuse(SaxesParser, text, file.where);
    const trace = museTrace(document, wave, file.where);
    first ??= { ...trace, leads: leadsOf(trace, params.leads as string, file.where), length: lengthOf(trace) };
    sameAs(first, trace, params.leads !== '', file.where);
    if (!filler) {
      const shape = [first.leads.length, first.length];
      checkMemory(source.name, files.length, shape, params['max-memory'] as number, 'read fewer leads with leads');
      filler = new RowFiller(files.length, first.leads.length * first.length);
    }
    const row = filler.next();
    for (const [k, lead] of first.leads.entries()) row.set(trace.leads.get(lead)!, k * first.length);
    for (const doubt of trace.doubts) doubts.set(doubt, (doubts.get(doubt) ?? 0) + 1);
    for (const lead of trace.derived) if (first.leads.includes(lead)) formats.derived.add(lead);
    formats.encodings.add(encoding);
    said.add(document);
    ids.push(
      lastName(file.path)
        .replace(/\.gz$/i, '')
        .replace(/\.xml$/i, ''),
    );
    const patient = document.said.get('PatientDemographics/PatientID') ?? '';
    if (patient.length >= TELLING && ids[i]!.includes(patient)) named++;
    progress?.((i + 1) / files.length, `reading ${source.name}`);
  }
  const { rate, leads, length } = first!;
  refuseRepeated(source.name, ids, 'files in different folders have one name: read one folder at a time');
  const shape = [leads.length, length];
  const block: Block = {
    ...{ name: wish?.name ?? 'signal', kind: wish?.kind ?? 'signal', ids, shape },
    features: arrayFeatures(shape, leads),
    matrix: filler!.finish(),
  };
  refuseInfinite(source.name, ids, block.features, block.matrix);
  const columns = said.columns();
  const of = (count: number) => (files.length === 1 ? '' : ` (${count} of ${files.length} records)`);
  const problems = [
    ...(named > 0
      ? [`file names, by which samples are called, contain the patient id: rename the files${of(named)}`]
      : []),
    ...Array.from(doubts, ([doubt, count]) => doubt + of(count)),
    ...Array.from(said.unread, ([name, count]) => `${name} is no number and taken for missing${of(count)}`),
  ];
  const facts = {
    ...{ records: files.length, wave, leads: leads.join(' '), derived: [...formats.derived].join(' ') || 'none' },
    ...{ rate: `${rate} Hz`, length: `${length / rate} s`, unit: 'mV', encoding: [...formats.encodings].join(' ') },
    ...(said.leftOut > 0 ? { 'statements left out': `${said.leftOut}, which say by whom` } : {}),
  };
  return {
    content: { holds: 'blocks', blocks: [{ block }], ...(columns.length > 0 ? { samples: { ids, columns } } : {}) },
    facts,
    problems,
  };
}

/** The file itself, or the .xml of a folder or archive, by name. */
async function documentsOf(source: ByteSource, options: ReadOptions): Promise<readonly ListedFile[]> {
  const { signal, warn, params } = options;
  const head = source.files ? undefined : await source.range(0, 2);
  if (head && !(head[0] === 0x50 && head[1] === 0x4b))
    return [{ path: source.name, where: source.name, read: () => readWhole(source, signal ? { signal } : {}) }];
  const all = await listFiles(source, params!['max-unpacked'] as number);
  const files = all.filter(({ path }) => /\.xml$/i.test(path));
  if (files.length === 0)
    throw new DataError({ where: source.name, problem: `files (.xml) expected, got ${all.length} others` });
  if (files.length < all.length)
    warn?.({
      code: 'files-left-out',
      message: `${all.length - files.length} of ${all.length} files are not called .xml and were left out`,
      where: source.name,
    });
  return files;
}

const lengthOf = ({ leads }: MuseTrace) => leads.values().next().value!.length;

function leadsOf(trace: MuseTrace, asked: string, where: string): readonly string[] {
  const own = [...trace.leads.keys()];
  const leads = asked === '' ? own : asked.split(',').map((name) => name.trim());
  refuseRepeated(where, leads, 'name each lead once in leads');
  return leads;
}

/** @throws {DataError} */
function sameAs(
  first: { readonly rate: number; readonly leads: readonly string[]; readonly length: number },
  trace: MuseTrace,
  asked: boolean,
  where: string,
): void {
  const absent = first.leads.find((lead) => !trace.leads.has(lead));
  if (absent !== undefined || (!asked && trace.leads.size !== first.leads.length))
    throw new DataError({
      where,
      problem: `the leads ${first.leads.join(', ')} expected${asked ? '' : ', as in the first record'}, got ${[...trace.leads.keys()].join(', ')}`,
      hint: 'name the leads that all records have with leads',
    });
  const differ = (what: string, wanted: number, got: number) =>
    new DataError({
      where,
      problem: `${wanted} ${what} expected, as in the first record, got ${got}`,
      hint: 'read those records apart',
    });
  if (trace.rate !== first.rate) throw differ('samples a second', first.rate, trace.rate);
  if (lengthOf(trace) !== first.length) throw differ('samples a lead', first.length, lengthOf(trace));
}
