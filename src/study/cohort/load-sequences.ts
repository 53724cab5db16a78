import { DataError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { type FastaFile, fastaIds, readFasta } from '../../read/index.ts';
import type { Annotations } from '../../table/annotations.ts';
import { type BlockSpec, filesOfBlock, isInSheet, type Study } from '../file/study.ts';
import type { LoadOptions } from './load-options.ts';

/** Sequences with the ids of their samples, before their letters are looked at. All lists are parallel, [n]. */
export interface NamedSequences {
  readonly ids: readonly string[];
  readonly sequences: readonly string[];
  /** The name of the file's class; absent with one file. */
  readonly classes?: readonly string[];
  /** `file:line` of sequence i. */
  placeOf(i: number): string;
}

/** The records of every block of sequences that is not in the sample sheet, by its name. @throws {FormatError} @throws {DataError} as below. */
export async function readRecords(
  { blocks, samples }: Study,
  options: LoadOptions,
  warn: (warning: Warning) => void,
): Promise<ReadonlyMap<string, NamedSequences>> {
  const records = new Map<string, NamedSequences>();
  for (const [name, spec] of Object.entries(blocks)) {
    if (spec.kind !== 'sequence' || isInSheet(spec)) continue;
    const files = [];
    for (const path of filesOfBlock(spec)) files.push(await readFasta(await options.open(path), options));
    records.set(name, namedSequences(spec, files, samples.from === name, warn));
  }
  return records;
}

/**
 * The records of a block's FASTA files, one after another. @param files in the order of `files` of the block, or its one file.
 * @param named the records are the samples themselves: ids that are empty or come back are no error, and every sample is then called
 * `<class>:<ordinal>` (`sequence:<ordinal>` with one file), with the warning `records-renamed`. Else they are joined by them.
 * @throws {DataError} ids that are empty or come back, where records are joined.
 */
export function namedSequences(
  spec: BlockSpec,
  files: readonly FastaFile[],
  named: boolean,
  warn: (warning: Warning) => void,
): NamedSequences {
  const classes = spec.files ? Object.keys(spec.files) : undefined;
  const owner = files.flatMap((file, f) => file.ids.map(() => f));
  const first = files.map((_, f) => owner.indexOf(f));
  return {
    ids: named ? sampleIds(files, classes, warn) : joinedIds(files),
    sequences: files.flatMap((file) => file.sequences),
    ...(classes ? { classes: owner.map((f) => classes[f]!) } : {}),
    placeOf: (i) => `${files[owner[i]!]!.name}:${files[owner[i]!]!.lines[i - first[owner[i]!]!]}`,
  };
}

function joinedIds(files: readonly FastaFile[]): readonly string[] {
  const ids = files.flatMap((file) => fastaIds(file));
  const seen = new Set<string>();
  const twice = ids.find((id) => seen.size === seen.add(id).size);
  if (twice === undefined) return ids;
  throw new DataError({
    where: files.map(({ name }) => name).join(', '),
    problem: `each id must occur once, got '${twice}' in two files`,
    hint: 'rename or remove one of the records',
  });
}

function sampleIds(
  files: readonly FastaFile[],
  classes: readonly string[] | undefined,
  warn: (warning: Warning) => void,
): readonly string[] {
  const ids = files.flatMap((file) => file.ids);
  const empty = ids.filter((id) => id === '').length;
  const repeated = ids.length - empty - new Set(ids.filter((id) => id !== '')).size;
  if (empty + repeated === 0) return ids;
  const called = classes ? '<class>:<ordinal>' : 'sequence:<ordinal>';
  const message = `records without an id: ${empty} of ${ids.length}, with that of an earlier one: ${repeated}; samples are called ${called}`;
  warn({ code: 'records-renamed', message, where: files.map(({ name }) => name).join(', ') });
  return files.flatMap((file, f) => file.ids.map((_, k) => `${classes?.[f] ?? 'sequence'}:${k + 1}`));
}

/** The samples that are records: their ids, and of one FASTA a class the class, under the name of the target. */
export function recordAnnotations({ ids, classes }: NamedSequences, target: string | undefined): Annotations {
  return { ids, columns: classes ? [{ name: target ?? 'class', type: 'text', values: classes }] : [] };
}

/** The sequences in a column of a table; rows without one are left out. @param ids of its rows. @throws {NotFoundError} no such column. */
export function columnSequences(table: DelimitedTable, column: string, ids: readonly string[]): NamedSequences {
  const j = table.columnIndex(column);
  const texts = table.texts(j);
  const rows = [...texts.keys()].filter((i) => texts[i] !== null);
  return {
    ids: rows.map((i) => ids[i]!),
    sequences: rows.map((i) => texts[i]!.trim()),
    placeOf: (k) => `${table.name}:${table.lineOf(rows[k]!)}:${j + 1}`,
  };
}
