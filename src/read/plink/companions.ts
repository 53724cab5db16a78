import { FormatError, NotFoundError, throwIfCancelled } from '../../base/errors.ts';
import type { AnnotationColumn, Annotations } from '../../table/annotations.ts';
import { openBytes } from '../open-bytes.ts';
import type { ByteSource } from '../source.ts';

/** @throws {NotFoundError} it is not there. */
export async function companion(bed: ByteSource, extension: string): Promise<ByteSource> {
  const name = bed.name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.bed$/i, '');
  const found = await bed.beside?.(`${name}.${extension}`);
  if (found) return found;
  throw new NotFoundError({
    where: bed.name,
    problem: `a .bed needs its .bim and .fam beside it, but there is no '${name}.${extension}'`,
    hint: 'give the three files one name in one folder',
  });
}

/** Lines of a text file as their fields, separated by blanks or tabs. @throws {FormatError} a line of another number of fields. */
export async function* fieldsOf(
  source: ByteSource,
  least: number,
  what: string,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly fields: readonly string[]; readonly line: number }> {
  const { chunks } = await openBytes(source, signal);
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  const split = (text: string) => {
    line++;
    const fields = text.trim().split(/\s+/);
    if (fields[0] === '') return undefined;
    if (fields.length >= least) return { fields, line };
    throw new FormatError({
      where: `plink ${source.name}:${line}`,
      problem: `${least} fields expected (${what}), got ${fields.length}`,
      hint: 'is the file cut short?',
    });
  };
  for await (const chunk of chunks) {
    if (signal) throwIfCancelled(signal, source.name);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const text of lines) {
      const found = split(text);
      if (found) yield found;
    }
  }
  const found = split(rest + decoder.decode());
  if (found) yield found;
}

const FAM = 'family, sample, father, mother, sex, phenotype';

/** Samples of a .fam: ids are those within the family, or family:sample where these come back, which `problems` then says. */
export async function readFam(
  fam: ByteSource,
  signal?: AbortSignal,
): Promise<{ samples: Annotations; problems: string[] }> {
  const rows: (readonly string[])[] = [];
  for await (const { fields, line } of fieldsOf(fam, 6, FAM, signal)) {
    if (!/^-?\d+$|^NA$/i.test(fields[4]!)) {
      throw new FormatError({
        where: `plink ${fam.name}:${line}:5`,
        problem: `a sex of 1 (male), 2 (female) or 0 expected, got '${fields[4]}'`,
      });
    }
    rows.push(fields);
  }
  if (rows.length === 0)
    throw new FormatError({ where: `plink ${fam.name}`, problem: 'at least one sample expected, got none' });
  const problems: string[] = [];
  let ids = rows.map((row) => row[1]!);
  if (new Set(ids).size < ids.length) {
    ids = rows.map(([family, sample]) => `${family}:${sample}`);
    problems.push(`sample ids come back in several families: samples are called family:sample, such as ${ids[0]}`);
    const seen = new Set<string>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    if (twice !== undefined) {
      throw new FormatError({
        where: `plink ${fam.name}`,
        problem: `each sample must occur once, got '${twice}' again`,
      });
    }
  }
  const known = (c: number) => rows.map((row) => (row[c] === '0' ? null : row[c]!));
  const sexes: Readonly<Record<string, string>> = { 1: 'male', 2: 'female' };
  return {
    problems,
    samples: {
      ids,
      columns: [
        { name: 'family', type: 'text', values: known(0) },
        { name: 'father', type: 'text', values: known(2) },
        { name: 'mother', type: 'text', values: known(3) },
        { name: 'sex', type: 'text', values: rows.map((row) => sexes[row[4]!] ?? null) },
        phenotypeOf(rows.map((row) => row[5]!)),
      ],
    },
  };
}

/** Control and case where there is nothing but 1 and 2 (0 and −9 are missing), else a number (−9 is missing), else words. */
function phenotypeOf(texts: readonly string[]): AnnotationColumn {
  const name = 'phenotype';
  const missing = (text: string) => text === '-9' || /^(na|nan)$/i.test(text);
  const status: Readonly<Record<string, string>> = { 1: 'control', 2: 'case' };
  if (texts.every((text) => missing(text) || text === '0' || status[text] !== undefined)) {
    return { name, type: 'text', values: texts.map((text) => status[text] ?? null) };
  }
  const numbers = Float64Array.from(texts, (text) => (missing(text) ? Number.NaN : Number(text)));
  const plain = texts.every((text, i) => missing(text) || Number.isFinite(numbers[i]!));
  if (plain) return { name, type: 'number', values: numbers };
  return { name, type: 'text', values: texts.map((text) => (missing(text) ? null : text)) };
}
