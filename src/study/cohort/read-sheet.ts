import { ConfigError, DataError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { tableToAnnotations } from '../../read/index.ts';
import type { FileContent } from '../../read/reader.ts';
import { type AnnotationColumn, type Annotations, takeColumnRows } from '../../table/annotations.ts';
import { namesSubjects } from '../../validate/groups/subject-columns.ts';
import {
  isInSheet,
  namedFeatureColumns,
  type SamplesSpec,
  type Study,
  sequenceColumns,
  splitColumns,
} from '../file/study.ts';
import { parseRowFilter, type RowFilter } from '../file/where.ts';
import { type NamedSequences, readRecords, recordAnnotations } from './load-sequences.ts';
import { nameSamples, type SampleNames } from './name-samples.ts';
import { annotationsOf } from './named-files.ts';
import { sheetOf } from './read-source.ts';
import { targetColumns } from './read-target.ts';
import { settleTargets } from './read-targets.ts';
import type { StudyFiles } from './study-files.ts';

/** Who the samples of a study are and what is told of them, before their measurements are read. */
export interface StudySheet {
  /** The file of the sheet as read, and its table; absent where the records of a block are the samples. */
  readonly content?: FileContent;
  readonly table?: DelimitedTable;
  /** The records of each block of sequences that has a file of its own. */
  readonly records: ReadonlyMap<string, NamedSequences>;
  /** The column that the ids stand in. */
  readonly id: string;
  /** How a row of the table is called: by that column, or, where none has ids, by these. */
  readonly idsOf: SampleNames;
  /** What the study says of its samples, globs of targets resolved. */
  readonly samples: SamplesSpec;
  /** Of every row, those left out by `where` included. */
  readonly annotations: Annotations;
  /** The rows that the study is about. */
  readonly wanted: readonly number[];
  /** Columns that the study names for another purpose than to learn from. */
  readonly notFeatures: readonly string[];
  /** Columns that steps ask for. */
  readonly asked: readonly string[];
}

/**
 * Reads the sample sheet, the tables beside it, and the records that stand for one.
 * @param statements gets what was inferred. @throws {DataError} ids empty or repeated, no row left. @throws {NotFoundError} a file or column.
 */
export async function readSheet(
  study: Study,
  files: StudyFiles,
  statements: string[],
  warn: (warning: Warning) => void,
): Promise<StudySheet> {
  const { samples: given } = study;
  const asked = Object.values(study.blocks).flatMap(({ prepare = [] }) => prepare.flatMap(annotationsOf));
  const splitting = splitColumns(study.validate);
  const sequences = sequenceColumns(study);
  // Several targets are numbers.
  const labels = given.targets ? [] : targetColumns(given);
  const idText = given.id === undefined ? [] : [given.id];
  const asText = [...labels, ...given.group, ...splitting, ...asked, ...idText, ...sequences];
  const filter = given.where === undefined ? undefined : parseRowFilter(given.where, 'samples.where');
  const filtering = filter?.columns ?? [];

  const records = await readRecords(study, files, warn);
  const content = given.from === undefined ? await files.content(given.file, {}, asText, filtering) : undefined;
  const table = content && sheetOf(content, given.file);
  const tell = { state: (sentence: string) => statements.push(sentence), warn };
  const idsOf = table ? nameSamples(table, given.id, namedFeatureColumns(study), tell) : { id: NO_COLUMN };
  const id = 'id' in idsOf ? idsOf.id : NO_COLUMN;

  const weighing = given.weight === undefined ? [] : [given.weight];
  const others = [...given.group, ...given.confounders, ...weighing, ...splitting, ...asked];
  const samples = settleTargets(study, table, [id, ...others, ...sequences, ...filtering]);
  const named = [...targetColumns(samples), ...others];

  if ('ids' in idsOf && samples.annotations.length > 0) {
    const problem = 'tables are joined by ids, got samples that are called by their row';
    throw new ConfigError({ where: 'samples.annotations', problem, hint: 'name the column of ids: samples.id' });
  }
  const more: Annotations[] = [];
  for (const path of samples.annotations) {
    const beside = sheetOf(await files.content(path, {}, asText, filtering), path);
    const known = beside.columns.some(({ name }) => name === samples.id) ? samples.id : undefined;
    more.push(tableToAnnotations(beside, nameSamples(beside, known, [], tell)));
  }
  const elsewhere = new Set(more.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const inSheet = (names: readonly string[]) => names.filter((name) => !elsewhere.has(name));
  const { subgroups: divided = [], composition } = study.report;
  const parted = [...divided.map(({ column }) => column), ...(composition === undefined ? [] : [composition])];
  const holdsBlock = Object.values(study.blocks).some(isInSheet);
  const columnsOf = (sheet: DelimitedTable) =>
    annotationColumns(sheet, id, inSheet(named), inSheet([...filtering, ...parted])).filter(
      (name) => !sequences.includes(name),
    );
  const annotations = joinAnnotations(
    table
      ? tableToAnnotations(table, { ...idsOf, ...(holdsBlock ? { columns: columnsOf(table) } : {}) })
      : recordAnnotations(records.get(samples.from!)!, samples.target),
    more,
  );
  const names = (table ?? annotations).columns.map(({ name }) => name);
  const wanted = filter
    ? filteredRows(filter, { where: samples.file, names }, annotations, id, statements)
    : [...annotations.ids.keys()];
  return {
    ...(content && table ? { content, table } : {}),
    ...{ records, id, idsOf, samples, annotations, wanted, asked },
    notFeatures: [...named, ...sequences],
  };
}

/** What ids that stood in no column are called by. */
const NO_COLUMN = 'id';

/** The columns of all tables side by side, for the samples of the first; a sample that a table lacks has no value there. The first to name a column has it. */
function joinAnnotations(first: Annotations, more: readonly Annotations[]): Annotations {
  const columns = [...first.columns];
  for (const table of more) {
    const place = new Map(table.ids.map((id, i) => [id, i]));
    const rows = first.ids.map((id) => place.get(id) ?? -1);
    for (const column of table.columns) {
      if (!columns.some(({ name }) => name === column.name)) columns.push(takeColumnRows(column, rows));
    }
  }
  return { ids: first.ids, columns };
}

/** In one table that holds everything, only the named columns, text, and what names patients are annotations: not each of 20,000 genes. */
function annotationColumns(
  sheet: DelimitedTable,
  id: string,
  asked: readonly string[],
  filtered: readonly string[] = [],
): string[] {
  const named = new Set(asked);
  for (const name of named) sheet.columnIndex(name);
  for (const name of filtered) named.add(name); // whoever asks for these says himself which are not there
  return sheet.columns
    .filter(({ name, type }) => name !== id && (named.has(name) || type === 'text' || namesSubjects(name) !== 'no'))
    .map(({ name }) => name);
}

/** The rows of the sheet that the study is about. The filter may name the id column too. */
function filteredRows(
  filter: RowFilter,
  sheet: { readonly where: string; readonly names: readonly string[] },
  annotations: Annotations,
  id: string,
  statements: string[],
): readonly number[] {
  const n = annotations.ids.length;
  const columns: AnnotationColumn[] = [...annotations.columns, { name: id, type: 'text', values: annotations.ids }];
  const rows = filter.rows(columns, n, sheet.names);
  if (rows.length === 0) {
    throw new DataError({
      where: sheet.where,
      problem: `at least one of ${n} samples must be left, got none by where: ${filter.text}`,
      hint: 'check how the values are written: cistron inspect shows them',
    });
  }
  statements.push(
    `${sheet.where}: ${rows.length} of ${n} samples are kept, ${n - rows.length} left out by where: ${filter.text}`,
  );
  return rows;
}
