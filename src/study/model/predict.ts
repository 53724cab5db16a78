import type { Context } from '../../base/context.ts';
import { ConfigError, DataError, NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { requireNumbers } from '../../prepare/pipeline.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import { joinIds, tableToAnnotations, tableToBlock } from '../../read/index.ts';
import type { ByteSource } from '../../read/source.ts';
import { writeDelimited } from '../../read/write.ts';
import { type AnnotationColumn, takeColumnRows } from '../../table/annotations.ts';
import { type Block, takeRowsOrAbsent } from '../../table/block.ts';
import type { View } from '../../table/contract.ts';
import type { Prediction } from '../../table/prediction.ts';
import { sideBySide } from '../../validate/prepare-fold.ts';
import { calibrated } from '../../validate/search.ts';
import { alignFeatures } from '../cohort/align-features.ts';
import { nameSamples, ROW } from '../cohort/name-samples.ts';
import { blockOf, readingOfOthers, readSource, sheetOf } from '../cohort/read-source.ts';
import { requireSameUnit } from '../cohort/same-unit.ts';
import { predictionCells, predictionColumns } from '../record/predictions-table.ts';
import { type DecisionColumn, decideNew } from './decide-new.ts';
import type { ModelBundle } from './model-file.ts';
import { readNewSequences } from './predict-sequences.ts';

export interface NewSamples {
  readonly ids: readonly string[];
  readonly prediction: Prediction;
  /** What the model decides of each sample beside its prediction. */
  readonly decided: readonly DecisionColumn[];
}

/** New samples as the model takes them. */
export interface PreparedSamples {
  readonly ids: readonly string[];
  readonly view: View;
}

/** How new samples are read. */
export interface NewSamplesReading {
  /** What is known of the samples, where a step asks for it (the batch); default: the file of the first block that asks. */
  readonly sheet?: ByteSource | undefined;
  /** The column of their ids in every table whose rows are samples, or `row`: see `nameSamples`. Default: the first of unique texts. */
  readonly id?: string | undefined;
  /** Reads one block: for a caller that remembers what it has read. */
  readonly read?: ReadBlock;
}

/** Predicts new samples, which `prepareSamples` reads: see there. */
export async function predictSamples(
  bundle: ModelBundle,
  files: ReadonlyMap<string, ByteSource>,
  state: (sentence: string) => void,
  ctx: Context,
  how: NewSamplesReading = {},
): Promise<NewSamples> {
  return answerSamples(bundle, await prepareSamples(bundle, files, state, ctx, how), state, ctx);
}

/** Predicts prepared samples, and decides on them. */
export async function answerSamples(
  bundle: ModelBundle,
  { ids, view }: PreparedSamples,
  state: (sentence: string) => void,
  ctx: Context,
): Promise<NewSamples> {
  const prediction = calibrated(await bundle.model.predict(view, ctx), bundle);
  const decided = bundle.decisions ? await decideNew(bundle.decisions, prediction, view, ctx) : [];
  const alien = decided.find(({ name }) => name === 'alien')?.values.filter((value) => value === 'yes').length ?? 0;
  if (alien > 0)
    state(
      `${alien} of ${ids.length} samples are unlike all that the model was trained on: their predictions are refused`,
    );
  return { ids, prediction, decided };
}

/**
 * Reads new samples and prepares them as the training samples were. Each file must hold the features that the model was trained on, by name: extra ones are ignored and counted,
 * absent ones are named and filled as in training when they are under 5 %; of sequences, FASTA or a table. With several blocks, samples that are in all files are kept.
 * @param files block name → its file. @param state what was found, a sentence at a time.
 * @throws {NotFoundError} a block without file, a column that a step asks for, the column of ids. @throws {ConfigError} rows of several files, which nothing joins. @throws {DataError} too many features absent, or no sample in all files.
 */
export async function prepareSamples(
  bundle: ModelBundle,
  files: ReadonlyMap<string, ByteSource>,
  state: (sentence: string) => void,
  ctx: Context,
  { sheet, id, read = readNewBlock }: NewSamplesReading = {},
): Promise<PreparedSamples> {
  checkNames(bundle, files);
  checkRows(id, [...files.values(), ...(sheet ? [sheet] : [])]);
  const blocks: Block[] = [];
  for (const trained of bundle.blocks) {
    const source = files.get(trained.name);
    if (!source) {
      blocks.push(nobodyHas(trained));
      continue;
    }
    blocks.push(await read(trained, source, state, ctx, id));
  }
  const ids = idsOf(
    blocks,
    bundle.blocks.map(({ pipeline }) => pipeline.fill !== undefined),
    state,
  );
  const annotations = await readAnnotations(bundle, files, ids, ctx, sheet, id);
  const prepared = blocks.map((block, b) => {
    const index = new Map(block.ids.map((id, i) => [id, i]));
    const rows = ids.map((id) => index.get(id) ?? -1);
    const { pipeline, shape } = bundle.blocks[b]!;
    return pipeline.apply({ ...takeRowsOrAbsent(block, rows, ids), annotations, ...(shape ? { shape } : {}) });
  });
  const { categorical, sequences } = learnerByWord(bundle.learner, 'model');
  if (!categorical) prepared.filter(({ kind }) => !sequences || kind !== 'sequence').forEach(requireNumbers);
  return { ids, view: sideBySide(prepared) };
}

export type ReadBlock = typeof readNewBlock;

/** One block of new samples, its features those of training. */
export async function readNewBlock(
  trained: TrainedBlock,
  source: ByteSource,
  state: (sentence: string) => void,
  ctx: Context,
  id?: string,
): Promise<Block> {
  if (trained.sequence) return readNewSequences(source, { ...trained, sequence: trained.sequence }, state, ctx, id);
  const words = trained.pipeline.inputFeatures.filter((_, j) => trained.levels?.[j]);
  const text = [...words, ...(id === undefined ? [] : [id])];
  const content = await readSource(source, readingOfOthers(trained.reading ?? {}), {
    text,
    signal: ctx.signal,
    progress: ctx.progress,
    warn: ({ message }) => state(message),
  });
  const wanted = {
    features: trained.pipeline.inputFeatures,
    ...(trained.levels ? { levels: trained.levels } : {}),
  };
  const block =
    content.holds === 'table'
      ? tableOfSamples(content.table, trained, state, id)
      : blockOf(content, trained.name, trained, source.name);
  const aligned = alignFeatures(block, wanted, source.name, state);
  requireSameUnit(trained.unit, aligned, source.name);
  return aligned;
}

/** What steps ask to know of the samples, in the order of the ids; missing for a sample that the sheet does not hold. */
async function readAnnotations(
  bundle: ModelBundle,
  files: ReadonlyMap<string, ByteSource>,
  ids: readonly string[],
  ctx: Context,
  sheet?: ByteSource,
  id?: string,
): Promise<AnnotationColumn[]> {
  const first = bundle.blocks.find(({ pipeline }) => pipeline.annotations.length > 0);
  if (!first) return [];
  const text = [...new Set(bundle.blocks.flatMap(({ pipeline }) => pipeline.annotations))];
  const source = sheet ?? files.get(first.name)!;
  const content = await readSource(
    source,
    {},
    {
      text: id === undefined ? text : [...text, id],
      signal: ctx.signal,
      warn: () => {},
    },
  );
  const table = sheetOf(content, source.name);
  const absent = text.find((name) => !table.columns.some((column) => column.name === name));
  if (absent !== undefined) {
    throw new NotFoundError({
      where: table.name,
      problem: `no column '${absent}', which the model asks for to prepare block '${first.name}'`,
      hint: 'give a table of samples that has it with --samples',
    });
  }
  const found = tableToAnnotations(table, { ...nameSamples(table, id, [], { warn: () => {} }), columns: text });
  const index = new Map(found.ids.map((id, i) => [id, i]));
  return found.columns.map((column) =>
    takeColumnRows(
      column,
      ids.map((id) => index.get(id) ?? -1),
    ),
  );
}

/** `id`, then `predicted, p:<class>…`, `predicted`, `risk` or `cluster`, as the task is, then the columns of `decideNew`. */
export function newSamplesTable(samples: NewSamples): string {
  return writeDelimited(rowsOfSamples(samples));
}

/** With their heading. */
export function rowsOfSamples({ ids, prediction, decided }: NewSamples): (string | number)[][] {
  const rows = ids.map((id, i) => [id, ...predictionCells(prediction, i), ...decided.map(({ values }) => values[i]!)]);
  return [['id', ...predictionColumns(prediction), ...decided.map(({ name }) => name)], ...rows];
}

type TrainedBlock = ModelBundle['blocks'][number];

function checkNames(bundle: ModelBundle, files: ReadonlyMap<string, ByteSource>): void {
  const names = bundle.blocks.map(({ name }) => name);
  for (const given of files.keys()) {
    if (names.includes(given)) continue;
    const near = nearest(given, names);
    throw new NotFoundError({
      where: '--block',
      problem: `the model has no block '${given}'`,
      hint: near ? `did you mean '${near}'?` : `its blocks are: ${names.join(', ')}`,
    });
  }
  const must = bundle.blocks.filter(({ pipeline }) => !pipeline.fill).map(({ name }) => name);
  const missing = must.filter((name) => !files.has(name));
  if (missing.length > 0) {
    throw new NotFoundError({
      where: 'cistron predict',
      problem: `no file for block '${missing[0]}'`,
      hint: `give it with --block ${missing[0]}=FILE`,
    });
  }
}

/** @throws {ConfigError} rows are to be samples, in more than one file. */
function checkRows(id: string | undefined, sources: readonly ByteSource[]): void {
  const names = new Set(sources.map(({ name }) => name));
  if (id !== ROW || names.size < 2) return;
  const problem = `nothing says that the rows of ${names.size} files are the same samples`;
  throw new ConfigError({ where: '--id row', problem, hint: 'give one table with --samples, or a column of ids' });
}

/** Samples × features, whichever way round the file is: the side that holds more of the model's features names the features. */
function tableOfSamples(
  table: DelimitedTable,
  trained: TrainedBlock,
  state: (sentence: string) => void,
  id: string | undefined,
): Block {
  const wanted = new Set(trained.pipeline.inputFeatures);
  const header = table.columns.map(({ name }) => name);
  const inHeader = header.filter((name) => wanted.has(name)).length;
  const inRows = table.texts(0).filter((name) => name !== null && wanted.has(name)).length;
  if (inHeader === 0 && inRows === 0) {
    throw new DataError({
      where: table.name,
      problem: `none of the ${wanted.size} features of block '${trained.name}' is there`,
      hint: `the model knows ${[...wanted].slice(0, 3).join(', ')}, …; the file has ${header.slice(1, 4).join(', ')}, …`,
    });
  }
  state(
    `${table.name}: ${Math.max(inHeader, inRows)} of ${wanted.size} features of the model found ${inRows > inHeader ? 'in the rows' : 'in the header'}`,
  );
  const common = { name: trained.name, kind: trained.kind };
  if (inRows > inHeader) return tableToBlock(table, { ...common, rows: 'features', id: header[0]! });
  const named = nameSamples(table, id, [], { warn: ({ message }) => state(message) });
  const columns = header.filter((name) => wanted.has(name));
  return tableToBlock(table, { ...common, rows: 'samples', ...named, columns });
}

/** A block that none of the new samples has. */
function nobodyHas({ name, kind, levels, pipeline }: TrainedBlock): Block {
  const features = pipeline.inputFeatures;
  const matrix = { nRows: 0, nCols: features.length, data: new Float32Array() };
  return { name, kind, ids: [], features, matrix, ...(levels ? { levels } : {}) };
}

/** The samples that have every block that one must have; where none must be had, those of any. @param optional of each block. */
function idsOf(
  blocks: readonly Block[],
  optional: readonly boolean[],
  state: (sentence: string) => void,
): readonly string[] {
  const [first, ...others] = blocks.filter((_, b) => !optional[b]);
  if (!first) return [...new Set(blocks.flatMap(({ ids }) => ids))];
  let { ids } = first;
  for (const block of others) {
    const joined = joinIds(ids, block.ids, { first: `block '${first.name}'`, second: `block '${block.name}'` });
    const left = joined.onlyFirst.length + joined.onlySecond.length;
    if (left > 0) state(`${left} samples are not in all files and are left out`);
    ids = joined.shared.map(([at]) => ids[at]!);
  }
  for (const [b, block] of blocks.entries()) {
    if (!optional[b]) continue;
    const have = new Set(block.ids);
    const without = ids.filter((id) => !have.has(id)).length;
    if (without > 0) state(`${without} of ${ids.length} samples have no '${block.name}' and are predicted without it`);
  }
  return ids;
}
