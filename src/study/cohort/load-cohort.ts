import type { Warning } from '../../base/warning.ts';
import { learnerByWord } from '../../learn/registry.ts';
import type { Step } from '../../prepare/step.ts';
import type { NamedMotif, NamedSet } from '../../read/reader.ts';
import type { KnownGroups } from '../../report/input.ts';
import { type Annotations, findColumn, takeAnnotationRows } from '../../table/annotations.ts';
import { type Block, takeBlockRows } from '../../table/block.ts';
import { sparsified } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import { knownGroups, knownGroupsInWords } from '../audit/known-groups.ts';
import { isInSheet, type Study } from '../file/study.ts';
import { idsInBlock } from './block-keys.ts';
import { joinBlocks } from './join-blocks.ts';
import type { LoadOptions } from './load-options.ts';
import { annotationsOf, type NamedFiles } from './named-files.ts';
import { readBlocks } from './read-blocks.ts';
import { readNamedFiles } from './read-named-files.ts';
import { readSheet } from './read-sheet.ts';
import { readTarget } from './read-target.ts';
import { type NamedTarget, readTargets } from './read-targets.ts';
import { readWeights } from './read-weights.ts';
import { readReportFiles } from './report-files.ts';
import { stepsOfBlock } from './steps-of-block.ts';
import { studyFiles } from './study-files.ts';

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
  const files = studyFiles(options, warn);
  const sheet = await readSheet(study, files, statements, warn);
  const { samples, annotations, wanted, asked } = sheet;
  const keys = Object.fromEntries(
    Object.entries(study.blocks).map(([name, spec]) => [name, idsInBlock(spec, annotations, study)]),
  );
  const blocks = await readBlocks(study, sheet, keys, files, statements, warn);
  const namedFiles = await readNamedFiles(study, files, statements, warn);
  const ofReport = await readReportFiles(study.report, files.open, blocks, statements, { signal: files.signal, warn });
  const hashes = await files.hashes();

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
    idColumn: sheet.id,
    namedFiles,
    ...ofReport,
    ids: kept.ids,
    annotations: kept,
    blocks: keptBlocks.map(leanBlock),
    known: compared,
    steps: keptBlocks.map((block) => stepsOfBlock(block, study.blocks[block.name]!, statements)),
    target: found.target,
    ...(weights ? { weights } : {}),
    ...('targets' in found ? { targets: found.targets } : {}),
    ...('positive' in found && found.positive !== undefined ? { positive: found.positive } : {}),
    hashes,
    statements,
    warnings,
  };
}

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

/** The block with what its steps ask to know of its rows. */
function withAnnotations(block: Block, study: Study, annotations: Annotations, sheet: string): Block {
  const asked = (study.blocks[block.name]!.prepare ?? []).flatMap(annotationsOf);
  if (asked.length === 0) return block;
  return { ...block, annotations: asked.map((name) => findColumn(annotations, name, sheet)) };
}
