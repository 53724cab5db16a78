import { ConfigError, DataError } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import { learnerByWord } from '../learn/registry.ts';
import { defaultPrepare } from '../prepare/defaults.ts';
import type { Step } from '../prepare/step.ts';
import type { DelimitedTable } from '../read/delimited/table.ts';
import {
  geneLengths,
  geneLengthsInWords,
  inferOrientation,
  looksRaw,
  sequencesToBlock,
  tableToAnnotations,
  tableToBlock,
} from '../read/index.ts';
import type { FileContent, NamedMotif, NamedSet } from '../read/reader.ts';
import type { ByteSource } from '../read/source.ts';
import type { KnownGroups } from '../report/input.ts';
import {
  type AnnotationColumn,
  type Annotations,
  findColumn,
  takeAnnotationRows,
  takeColumnRows,
} from '../table/annotations.ts';
import { type Block, isArrayKind, takeBlockRows } from '../table/block.ts';
import type { Resource } from '../table/contract.ts';
import { hasMissing, sparsified } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { namesSubjects } from '../validate/groups/subject-columns.ts';
import { idsInBlock } from './block-keys.ts';
import { readEdgeList } from './edge-list.ts';
import { joinBlocks } from './join-blocks.ts';
import { knownGroups, knownGroupsInWords } from './known-groups.ts';
import type { LoadOptions } from './load-options.ts';
import { columnSequences, readRecords, recordAnnotations } from './load-sequences.ts';
import { matchNames } from './match-names.ts';
import { nameSamples } from './name-samples.ts';
import { annotationsOf, filesOfStudy, type NamedFiles, numbersByName } from './named-files.ts';
import { blockOf, type Reading, readSource, sheetOf, watched } from './read-source.ts';
import { readTarget, targetColumns } from './read-target.ts';
import { type NamedTarget, readTargets, settleTargets } from './read-targets.ts';
import { readWeights } from './read-weights.ts';
import { readReportFiles } from './report-files.ts';
import { type BlockSpec, isInSheet, namedFeatureColumns, type Study, sequenceColumns, splitColumns } from './study.ts';
import { parseRowFilter, type RowFilter } from './where.ts';

export interface LoadedCohort {
  /** The column that `ids` stood in. */
  readonly idColumn: string;
  readonly ids: readonly string[];
  readonly annotations: Annotations;
  readonly blocks: readonly Block[];
  /** The steps of each block, defaults decided. */
  readonly steps: readonly (readonly Step[])[];
  /** The files that steps and learners name. */
  readonly namedFiles: NamedFiles;
  /** The gene sets that the report names. */
  readonly geneSets?: readonly NamedSet[];
  /** The known motifs that the report names. */
  readonly knownMotifs?: readonly NamedMotif[];
  /** With several targets: what they are audited and divided into folds by. */
  readonly target: Target;
  /** Several targets, of which a sample may lack some; absent: `target` is the only one. */
  readonly targets?: readonly NamedTarget[];
  /** What each sample counts for where learners are fitted, > 0, [n]; absent: all the same. */
  readonly weights?: Float64Array;
  /** With two classes, the index of the one called positive. */
  readonly positive?: number;
  /** `train` for the samples of the study and `external` for those of another cohort, [n]; absent when there is none. */
  readonly external?: readonly string[];
  /** Of a clustering: the columns of the sheet that the clusters are compared with. */
  readonly known: readonly KnownGroups[];
  /** Path → SHA-256 of the file as read. */
  readonly hashes: Readonly<Record<string, string>>;
  /** What was inferred, one sentence each: shown to the user before anything is computed. */
  readonly statements: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Reads the files of a study and joins them by sample id. Nothing is dropped in silence: samples without a label, without
 * measurements or without a sheet entry are counted in warnings, with the id that was probably meant.
 * @throws {DataError} no shared ids, one class, ids empty or repeated, text among numbers. @throws {NotFoundError} a file or column.
 */
export async function loadCohort(study: Study, options: LoadOptions): Promise<LoadedCohort> {
  const warnings: Warning[] = [];
  const statements: string[] = [];
  const warn = (warning: Warning) => warnings.push(warning);
  const { samples: given } = study;
  const sources = new Map<string, ByteSource>();
  const opened = async (path: string): Promise<ByteSource> => {
    const source = await options.open(path);
    sources.set(path, source);
    return watched(source, (name, companion) => sources.set(companionOf(path, name), companion));
  };
  const read = async (path: string, text: readonly string[], exact: readonly string[] = []): Promise<DelimitedTable> =>
    sheetOf(await contentOf(path, {}, text, exact), path);
  const contentOf = async (
    path: string,
    reading: Reading,
    text: readonly string[] = [],
    exact: readonly string[] = [],
  ): Promise<FileContent> => {
    const { signal, progress } = options;
    return readSource(await opened(path), reading, { text, exact, signal, progress, warn });
  };

  const asked = Object.values(study.blocks).flatMap(({ prepare = [] }) => prepare.flatMap(annotationsOf));
  const idText = given.id === undefined ? [] : [given.id];
  const splitting = splitColumns(study.validate);
  const sequences = sequenceColumns(study);
  const features = namedFeatureColumns(study);
  // Several targets are numbers.
  const labels = given.targets ? [] : targetColumns(given);
  const asText = [...labels, ...given.group, ...splitting, ...asked, ...idText, ...sequences];
  const filter = given.where === undefined ? undefined : parseRowFilter(given.where, 'samples.where');
  const records = await readRecords(study, { ...options, open: opened }, warn);
  const first = given.from === undefined ? await contentOf(given.file, {}, asText, filter?.columns) : undefined;
  const sheet = first && sheetOf(first, given.file);
  const tell = { state: (sentence: string) => statements.push(sentence), warn };
  const idsOf = sheet ? nameSamples(sheet, given.id, features, tell) : { id: NO_COLUMN };
  const id = 'id' in idsOf ? idsOf.id : NO_COLUMN;
  const blocks = [];
  const weighing = given.weight === undefined ? [] : [given.weight];
  const others = [...given.group, ...given.confounders, ...weighing, ...splitting, ...asked, ...sequences];
  const samples = settleTargets(study, sheet, [id, ...others, ...(filter?.columns ?? [])]);
  const named = [
    ...[...targetColumns(samples), ...samples.group, ...samples.confounders, ...weighing],
    ...[...splitting, ...asked],
  ];
  const notFeatures = [...named, ...sequences];
  const { subgroups: divided = [], composition } = study.report;
  const parted = [...divided.map(({ column }) => column), ...(composition === undefined ? [] : [composition])];
  const own = Object.values(study.blocks).some(isInSheet);
  const more: Annotations[] = [];
  if ('ids' in idsOf && samples.annotations.length > 0) {
    const problem = 'tables are joined by ids, got samples that are called by their row';
    throw new ConfigError({ where: 'samples.annotations', problem, hint: 'name the column of ids: samples.id' });
  }
  for (const path of samples.annotations) {
    const table = await read(path, asText, filter?.columns);
    const known = table.columns.some(({ name }) => name === samples.id) ? samples.id : undefined;
    more.push(tableToAnnotations(table, nameSamples(table, known, [], tell)));
  }
  const elsewhere = new Set(more.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const inSheet = (names: readonly string[]) => names.filter((name) => !elsewhere.has(name));
  const asColumns = own
    ? (table: DelimitedTable) => ({
        columns: annotationColumns(table, id, inSheet(named), inSheet([...(filter?.columns ?? []), ...parted])).filter(
          (name) => !sequences.includes(name),
        ),
      })
    : () => ({});
  const annotations = joinAnnotations(
    sheet
      ? tableToAnnotations(sheet, { ...idsOf, ...asColumns(sheet) })
      : recordAnnotations(records.get(samples.from!)!, samples.target),
    more,
  );
  const known = sheet?.columns.map(({ name }) => name) ?? annotations.columns.map(({ name }) => name);
  const wanted = filter
    ? filteredRows(filter, { where: samples.file, names: known }, annotations, id, statements)
    : [...annotations.ids.keys()];
  /** The file of the sheet is read once, also where a block of it is no table. */
  const contentOfBlock = async (spec: BlockSpec): Promise<FileContent> => {
    if (spec.file === undefined) return { holds: 'table', table: sheet! };
    const isSheet = spec.file === samples.file && !spec.read && !spec.format;
    return isSheet && first ? first : contentOf(spec.file, spec);
  };
  const keys = Object.fromEntries(
    Object.entries(study.blocks).map(([name, spec]) => [name, idsInBlock(spec, annotations, study)]),
  );
  for (const [name, spec] of Object.entries(study.blocks)) {
    if (spec.kind === 'sequence') {
      const found = records.get(name) ?? columnSequences(sheet!, spec.columns![0]!, annotations.ids);
      const { block, statement } = sequencesToBlock(found.ids, found.sequences, { name, placeOf: found.placeOf });
      statements.push(statement);
      blocks.push(block);
      continue;
    }
    const content = await contentOfBlock(spec);
    if (content.holds !== 'table') {
      blocks.push(blockOf(content, name, spec, spec.file!));
      continue;
    }
    const { table } = content;
    blocks.push(readBlock(name, spec, table, { sheet, idsOf, ids: keys[name]!, notFeatures, statements, warn }));
  }
  const namedFiles = new Map<string, Resource>();
  for (const { path, holds } of filesOfStudy(study)) {
    if (holds === 'numbers') {
      const table = await read(path, []);
      const genes = geneLengths(table);
      if (genes) statements.push(`${path}: ${geneLengthsInWords(genes)}`);
      namedFiles.set(path, genes?.lengths ?? numbersByName(table));
    } else {
      const { edges, statement } = await readEdgeList(await opened(path), { signal: options.signal, warn });
      namedFiles.set(path, edges);
      statements.push(statement);
    }
  }
  const ofReport = await readReportFiles(study.report, opened, blocks, statements, { signal: options.signal, warn });
  const hashes: Record<string, string> = {};
  for (const [path, source] of sources) hashes[path] = await source.hash();

  const joins = Object.entries(study.blocks).map(([name, { optional = allMiss(study) }]) => ({
    ids: keys[name]!,
    optional,
  }));
  const joined = joinBlocks(annotations, wanted, blocks, joins, samples.file, statements, warn);
  const found = samples.targets
    ? readTargets(joined.annotations, samples)
    : readTarget(joined.annotations, samples, study.task);
  found.warnings.forEach(warn);
  statements.push(found.statement);
  const all = found.rows.length === joined.annotations.ids.length;
  const annotated = joined.blocks.map((block) => withAnnotations(block, study, joined.annotations, samples.file));
  const keptBlocks = all ? annotated : annotated.map((block) => takeBlockRows(block, found.rows));
  const told = all ? joined.annotations : takeAnnotationRows(joined.annotations, found.rows);
  const kept = withoutColumns(told, samples.targets ?? []);
  const compared = found.target.task === 'clustering' ? knownGroups(kept, usedColumns(study, blocks, asked)) : [];
  if (found.target.task === 'clustering') statements.push(knownGroupsInWords(compared));
  const weights = readWeights(kept, samples);
  if (weights)
    statements.push(
      `samples are weighted by '${samples.weight}' where learners are fitted; scores count every sample once`,
    );
  return {
    idColumn: id,
    namedFiles,
    ...ofReport,
    ids: kept.ids,
    annotations: kept,
    blocks: keptBlocks.map(leanBlock),
    known: compared,
    steps: keptBlocks.map((block) => stepsOf(block, study.blocks[block.name]!, statements)),
    target: found.target,
    ...(weights ? { weights } : {}),
    ...('targets' in found ? { targets: found.targets } : {}),
    ...('positive' in found && found.positive !== undefined ? { positive: found.positive } : {}),
    hashes,
    statements,
    warnings,
  };
}

/** What a file that was opened beside another is called among the hashes. */
const companionOf = (path: string, name: string) => `${path}${BESIDE}${name}`;
export const BESIDE = ' › ';

/** Whether every learner of the study takes samples that lack a block as they are. */
const allMiss = ({ learners }: Study) => learners.every(({ word }) => learnerByWord(word, 'learners').misses);

/** Kept sparse where few of its values are not 0: mutations, counts of k-mers, of single cells. Words are codes, whose 0 is a word like others. */
function leanBlock(block: Block): Block {
  // Networks over arrays read them dense, however dark the pictures are.
  if (block.shape || block.levels?.some((words) => words !== null)) return block;
  return { ...block, matrix: sparsified(block.matrix) };
}

/** One target is no measurement that another may be told by: none stays among the annotations. */
function withoutColumns({ ids, columns }: Annotations, names: readonly string[]): Annotations {
  const left = new Set(names);
  return { ids, columns: columns.filter(({ name }) => !left.has(name)) };
}

/** The columns of the sheet that are features of a block, or that a step asks for. */
function usedColumns(study: Study, blocks: readonly Block[], asked: readonly string[]): Set<string> {
  const fromSheet = blocks.filter(
    ({ name }) => isInSheet(study.blocks[name]!) || study.blocks[name]!.file === study.samples.file,
  );
  return new Set([...asked, ...fromSheet.flatMap(({ features }) => features)]);
}

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

function readBlock(
  name: string,
  spec: BlockSpec,
  table: DelimitedTable,
  place: {
    sheet: DelimitedTable | undefined;
    idsOf: { readonly id: string } | { readonly ids: readonly string[] };
    /** What the samples are called in the block, '' where they are not in it. */
    ids: readonly string[];
    notFeatures: readonly string[];
    statements: string[];
    warn: (warning: Warning) => void;
  },
): Block {
  const { sheet, idsOf, ids, notFeatures, statements, warn } = place;
  const common = { name, kind: spec.kind, exclude: notFeatures, warn };
  const names = table.columns.map((column) => column.name);
  const columns = spec.columns
    ? matchNames(spec.columns, names, `${table.name}: columns of block '${name}'`)
    : undefined;
  const chosen = columns ? { columns } : {};
  if (table === sheet) return tableToBlock(table, { ...common, ...chosen, rows: 'samples', ...idsOf });
  const orientation = spec.rows
    ? undefined
    : inferOrientation(
        table,
        ids.filter((one) => one !== ''),
      );
  if (orientation) statements.push(`${table.name}: ${orientation.message}`);
  const rows = spec.rows ?? orientation!.rows;
  // Rows that are features begin with their name; rows that are samples with their id.
  return tableToBlock(table, { ...common, ...chosen, rows, id: names[0]! });
}

/** The block with what its steps ask to know of its rows. */
function withAnnotations(block: Block, study: Study, annotations: Annotations, sheet: string): Block {
  const asked = (study.blocks[block.name]!.prepare ?? []).flatMap(annotationsOf);
  if (asked.length === 0) return block;
  return { ...block, annotations: asked.map((name) => findColumn(annotations, name, sheet)) };
}

function stepsOf(block: Block, spec: BlockSpec, statements: string[]): readonly Step[] {
  if (spec.prepare) return spec.prepare;
  // Nothing in these decides the preparation, and looking at hundreds of thousands of features would take as long as reading them.
  if (block.kind === 'sequence' || isArrayKind(block.kind)) return defaultPrepare(block.kind, NO_FACTS);
  const measured = ['expression', 'methylation', 'mirna'].includes(block.kind);
  const verdict = measured ? looksRaw(block) : undefined;
  if (verdict) statements.push(`block '${block.name}': ${verdict.evidence}`);
  return defaultPrepare(block.kind, {
    raw: verdict?.raw ?? false,
    nFeatures: block.features.length,
    hasMissing: hasMissing(block.matrix),
    hasText: block.levels?.some((words) => words !== null) ?? false,
  });
}

/** What ids that stood in no column are called by. */
const NO_COLUMN = 'id';

const NO_FACTS = { raw: false, nFeatures: 0, hasMissing: true, hasText: true };
