import { DataError, FormatError, throwIfCancelled } from '../../base/errors.ts';
import { buildTable } from '../delimited/build-table.ts';
import { openBytes } from '../open-bytes.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { typedColumn } from '../text/typed-column.ts';
import { flattenCase, isObject, type Json } from './flatten-case.ts';

/** Longer text the platform does not take as one. */
const MOST_BYTES = 2 ** 28;
const FIRST = ['cases.submitter_id', 'cases.case_id', 'project.project_id'];

/**
 * Clinical data of the GDC as a table, a row for each case: nested objects become columns `demographic.vital_status`, `diagnoses.age_at_diagnosis`,
 * `treatments.treatment_type`, named as in the TSV of the GDC. Of several diagnoses the primary one is taken, of other lists the first, which is told.
 * `cases.submitter_id` comes first where all cases have one. @throws {FormatError} no JSON, no cases. @throws {DataError} a case twice.
 * Source: GDC data dictionary; API, endpoint cases. Cost: the JSON in memory.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const cases = casesOf(await jsonOf(source, options), source.name);
  const columns = new Map<string, (string | null)[]>();
  const several = new Map<string, number>();
  const rows = new Map<string, number>();
  cases.forEach((one, i) => {
    const flat = flattenCase(one);
    if (!flat)
      throw new FormatError({ where: source.name, problem: `case ${i + 1} is nested deeper than any of the GDC` });
    const id = flat.values.get('cases.case_id');
    if (id === undefined)
      throw new FormatError({
        where: source.name,
        problem: `each case must have a case_id, got none in case ${i + 1}`,
      });
    const before = rows.get(id);
    if (before !== undefined) {
      throw new DataError({
        where: source.name,
        problem: `each case must stand once, got '${id.slice(0, 60)}' as cases ${before + 1} and ${i + 1}`,
      });
    }
    rows.set(id, i);
    for (const name of new Set(flat.several)) several.set(name, (several.get(name) ?? 0) + 1);
    for (const [name, value] of flat.values) {
      let column = columns.get(name);
      if (!column) {
        column = new Array<string | null>(cases.length).fill(null);
        columns.set(name, column);
      }
      column[i] = value;
    }
  });
  const first = FIRST.filter((name) => columns.get(name)?.every((value) => value !== null));
  const names = [...first, ...[...columns.keys()].filter((name) => !first.includes(name))];
  const table = buildTable(
    source.name,
    names.map((name) =>
      first.includes(name) ? { name, type: 'text', values: columns.get(name)! } : typedColumn(name, columns.get(name)!),
    ),
    cases.map((_, i) => i + 1),
  );
  const problems = [...several].map(
    ([name, count]) =>
      `cases with several ${name}, of which ${name === 'diagnoses' ? 'the primary one, else the first,' : 'the first'} is taken: ${count} of ${cases.length}`,
  );
  return { content: { holds: 'table', table }, facts: { cases: cases.length, columns: names.length }, problems };
}

async function jsonOf(source: ByteSource, { signal }: ReadOptions): Promise<Json> {
  const { chunks } = await openBytes(source, signal);
  const decoder = new TextDecoder('utf-8');
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    if (signal) throwIfCancelled(signal, source.name);
    length += chunk.length;
    if (length > MOST_BYTES)
      throw new DataError({
        where: source.name,
        problem: 'at most 256 MiB of JSON expected, got more',
        hint: 'take the TSV of the GDC',
      });
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  try {
    return JSON.parse(parts.join('')) as Json;
  } catch (cause) {
    throw new FormatError({
      where: source.name,
      problem: `JSON of cases of the GDC expected, but it cannot be read (${(cause as Error).message.slice(0, 120)})`,
      hint: 'the file is cut short or damaged: get it again',
      cause,
    });
  }
}

/** A list of cases, or an answer of the API: `{ data: { hits: […] } }`. */
function casesOf(json: Json, file: string): readonly { readonly [key: string]: Json }[] {
  const data = isObject(json) ? (json.data ?? json.hits ?? null) : json;
  const list = data !== null && isObject(data) ? (data.hits ?? null) : data;
  if (Array.isArray(list) && list.length > 0 && list.every(isObject)) return list;
  throw new FormatError({
    where: file,
    problem: `a list of cases expected, got ${Array.isArray(list) ? (list.length === 0 ? 'an empty one' : 'one of other things') : 'something else'}`,
    hint: 'is it clinical.json of the GDC?',
  });
}
