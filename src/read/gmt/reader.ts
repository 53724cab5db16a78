import { DataError, FormatError, UnsupportedError } from '../../base/errors.ts';
import type { FileContent, FileReading, NamedSet, ReadOptions, WrittenFile } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';

const SHOWN = 5;

/**
 * Sets of a GMT file: name, description, members, separated by tabs. The description may be empty (Enrichr); empty fields among the members and
 * at the end of lines are passed over; a member `GENE,1.0` with a weight (Enrichr) is the gene alone. Members that come twice in a set are
 * kept once. Weights, repeated members and sets without members are told as problems.
 * @throws {FormatError} a line without tabs or without a name, an empty file. @throws {DataError} a name of a set twice.
 * Source: GSEA wiki "Data formats", GMT. Cost: one pass. Checked against the counts of MSigDB h.all v7.0, Enrichr GO 2021 and Reactome v59.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const sets: NamedSet[] = [];
  const lineOf = new Map<string, number>();
  const empty: string[] = [];
  let weighted = 0;
  let repeated = 0;
  await eachLine(source, options, (line, number) => {
    if (line.trim() === '') return;
    const [name = '', description, ...fields] = line.split('\t').map((field) => field.trim());
    const where = `${source.name}:${number}`;
    if (name === '' || description === undefined) throw notASet(where, name);
    const before = lineOf.get(name);
    if (before !== undefined) {
      throw new DataError({
        where,
        problem: `each set must have a name of its own, got '${name.slice(0, 60)}' on lines ${before} and ${number}`,
        hint: 'rename or remove one of them',
      });
    }
    lineOf.set(name, number);
    const members = new Set<string>();
    for (const field of fields) {
      if (field === '') continue;
      const gene = field.replace(/,[-+]?[\d.]+(e[-+]?\d+)?$/i, '');
      if (gene !== field) weighted++;
      if (members.has(gene)) repeated++;
      else members.add(gene);
    }
    if (members.size === 0) empty.push(name);
    sets.push({ name, description, members: [...members] });
  });
  if (sets.length === 0)
    throw new FormatError({ where: source.name, problem: 'sets of genes expected, got an empty file' });
  const problems = [
    ...(empty.length > 0
      ? [
          `sets without members: ${empty.length}, ${empty
            .slice(0, SHOWN)
            .map((name) => `'${name}'`)
            .join(', ')}`,
        ]
      : []),
    ...(weighted > 0 ? [`weights of members that are left out: ${weighted}`] : []),
    ...(repeated > 0 ? [`members that come again in their set, kept once: ${repeated}`] : []),
  ];
  return { content: { holds: 'sets', sets }, facts: { sets: sets.length }, problems };
}

function notASet(where: string, name: string): FormatError {
  return new FormatError({
    where,
    problem: `a set must be a line of name, description and members, separated by tabs, got ${name === '' ? 'no name' : `'${name.slice(0, 60)}' alone`}`,
    hint: 'is it a GMT file, and is it whole?',
  });
}

/** Tab-separated lines. @throws {UnsupportedError} content that is no sets. @throws {DataError} a tab or a line end in a name. */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  if (content.holds !== 'sets')
    throw new UnsupportedError({ where: name, problem: `GMT holds sets, got ${content.holds}` });
  const lines = content.sets.map((set) => {
    const fields = [set.name, set.description, ...set.members];
    const broken = fields.find((field) => /[\t\r\n]/.test(field));
    if (broken === undefined) return `${fields.join('\t')}\n`;
    throw new DataError({
      where: name,
      problem: `names without tabs and line ends expected, got ${JSON.stringify(broken.slice(0, 60))}`,
      hint: 'GMT has no quotes: rename it',
    });
  });
  return [{ name, bytes: new TextEncoder().encode(lines.join('')) }];
}
