import type { Context } from '../base/context.ts';
import { DataError, NumericError, ShapeError, throwIfCancelled } from '../base/errors.ts';
import { type Block, denseBlock, withoutShape } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { type CreateMatrix, columnOf } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { ABSENT, absentState, fillOf, preparePresent } from './absent-rows.ts';
import { stepWhere } from './checks.ts';
import { transformByWord } from './registry.ts';

/** Steps in order, fitted on training rows; applied to any rows of the same features. */
export interface FittedPipeline {
  readonly inputFeatures: readonly string[];
  readonly outputFeatures: readonly string[];
  /** Names of the annotations that the rows must bring. */
  readonly annotations: readonly string[];
  /** What stands for the features in rows that lack the block, [outputFeatures]; absent: every row must have it. */
  readonly fill?: Float32Array;
  /**
   * Consumes the block: its matrix may be overwritten and returned.
   * @throws {ShapeError} other features than it was fitted on. @throws {NumericError} a value that is still missing after impute, or
   * not finite. @throws {DataError} from the steps.
   */
  apply(block: Block): Block;
  /** One state a step, and one of what stands in absent rows. */
  toState(): State[];
}

/** The same pipeline, which prepares rows that have the block and puts the fill into the others. @param fill as `absentFill`, [outputFeatures]. */
export function withFill(pipeline: FittedPipeline, fill: Float32Array): FittedPipeline {
  return {
    ...pipeline,
    fill,
    apply: (block) => preparePresent(block, fill, pipeline.apply),
    toState: () => [...pipeline.toState(), absentState(fill)],
  };
}

/**
 * Fits each step on what the steps before it made of the training rows.
 * @param block training rows only, owned by the pipeline: it is overwritten. @param steps none: the block as it is.
 * @param keepWords columns of words that no step has encoded stay as they are, for a learner that takes them; default: they are refused.
 * @param create makes the table of a sparse or packed block that a step needs dense; default in ordinary memory.
 * @returns the fitted steps, and the training rows prepared by them.
 * @throws {DataError} no rows, no feature left, or words left that no step has encoded. @throws {NumericError} see `apply`.
 * @throws {CancelledError} between two steps. Peak memory: the block, and what a step returns that is not the block.
 */
export async function fitPipeline(
  block: Block,
  target: Target | null,
  steps: readonly { readonly transform: Transform }[],
  ctx: Context,
  keepWords = false,
  create?: CreateMatrix,
): Promise<{ fitted: FittedPipeline; prepared: Block }> {
  const inputFeatures = block.features;
  if (block.matrix.nRows === 0) {
    throw new DataError({ where: `blocks.${block.name}`, problem: 'needs training rows, got none' });
  }
  requireFeatures(block, `blocks.${block.name}`, 'give it at least one column');
  const fitted: Fitted[] = [];
  for (const [k, { transform }] of steps.entries()) {
    const where = stepWhere(block, transform.kind);
    throwIfCancelled(ctx.signal, where);
    ctx.progress(k / steps.length, `${block.name}: ${transform.kind}`);
    if (!takesAsIs(transform, block)) block = denseBlock(block, create);
    const step = await transform.fit(block, target, ctx);
    block = applyStep(step, block, step.ofTraining);
    requireFeatures(block, where, `leave ${transform.kind} out, or look at the values of this block`);
    fitted.push(step);
  }
  if (!keepWords) requireNumbers(block);
  requireFinite(block, isImputed(fitted));
  return { fitted: pipelineOf(fitted, inputFeatures, block.features), prepared: block };
}

/** A pipeline from its saved states. @throws {FormatError} a damaged state. @throws {ConfigError} an unknown kind. */
export async function restorePipeline(
  states: readonly State[],
  inputFeatures: readonly string[],
): Promise<FittedPipeline> {
  if (states.at(-1)?.kind === ABSENT) {
    return withFill(await restorePipeline(states.slice(0, -1), inputFeatures), fillOf(states.at(-1)!));
  }
  const fitted = await Promise.all(
    states.map(async (state) => (await transformByWord(state.kind, 'model').load()).restore(state)),
  );
  // What comes out does not hang on the rows, so that no rows at all show it.
  const matrix = { nRows: 0, nCols: inputFeatures.length, data: new Float32Array(0) };
  const annotations = annotationsOf(fitted).map((name) => ({ name, type: 'text', values: [] }) as const);
  const none: Block = { name: 'model', kind: 'numeric', ids: [], features: inputFeatures, matrix, annotations };
  const outputFeatures = runSteps(fitted, none).features;
  return pipelineOf(fitted, inputFeatures, outputFeatures);
}

function pipelineOf(
  fitted: readonly Fitted[],
  inputFeatures: readonly string[],
  outputFeatures: readonly string[],
): FittedPipeline {
  const imputed = isImputed(fitted);
  return {
    inputFeatures,
    outputFeatures,
    annotations: annotationsOf(fitted),
    apply(block) {
      requireSameFeatures(block, inputFeatures);
      const prepared = runSteps(fitted, block);
      requireFinite(prepared, imputed);
      return prepared;
    },
    toState: () => fitted.map((step) => step.toState()),
  };
}

/** Whether a step reads the form that the block is in. */
function takesAsIs(step: { readonly sparse?: boolean; readonly packed?: boolean }, { matrix }: Block): boolean {
  return matrix.packed ? step.packed === true : step.sparse === true;
}

/** The one place where a sparse or packed block becomes dense: before a step that knows no other, which may then write to it. Other features have no shape. */
function applyStep(step: Fitted, block: Block, apply: Fitted['apply'] = step.apply): Block {
  const { features } = block;
  const applied = apply(takesAsIs(step, block) ? block : denseBlock(block));
  return sameNames(applied.features, features) ? applied : withoutShape(applied);
}
const sameNames = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((name, j) => name === b[j]));
const runSteps = (fitted: readonly Fitted[], block: Block) =>
  fitted.reduce((rows, step) => applyStep(step, rows), block);
const annotationsOf = (fitted: readonly Fitted[]) => [...new Set(fitted.flatMap((step) => step.annotations ?? []))];
const isImputed = (fitted: readonly Fitted[]) => fitted.some(({ kind }) => kind === 'impute' || kind === 'knn-impute');

function requireFeatures(block: Block, where: string, hint: string): void {
  if (block.matrix.nCols === 0)
    throw new DataError({ where, problem: 'at least one feature must remain, got none', hint });
}

/** For learners that would take the code of a word for a quantity. @throws {DataError} naming the first column of words. */
export function requireNumbers(block: Block): void {
  const j = block.levels?.findIndex((words) => words !== null) ?? -1;
  if (j < 0) return;
  throw new DataError({
    where: `blocks.${block.name}.prepare`,
    problem: `prepared features must be numbers, got words in '${block.features[j]}'`,
    hint: 'add one-hot, or leave the column out',
  });
}

function requireSameFeatures(block: Block, expected: readonly string[]): void {
  const where = `blocks.${block.name}`;
  const { features } = block;
  if (features.length !== expected.length) {
    throw new ShapeError({ where, problem: `must have ${expected.length} features, got ${features.length}` });
  }
  const j = features.findIndex((name, at) => name !== expected[at]);
  if (j < 0) return;
  throw new ShapeError({
    where,
    problem: `feature ${j} must be '${expected[j]}', got '${features[j]}'`,
    hint: 'give the features in the order of training',
  });
}

/** Missing is refused where an impute step ran, ±∞ (a float32 that overflowed) everywhere. */
function requireFinite(block: Block, imputed: boolean): void {
  const { sparse, nCols } = block.matrix;
  if (sparse && allFinite(sparse.values) && allFinite(sparse.base)) return;
  for (let j = 0; j < nCols; j++) {
    if (block.levels?.[j]) continue; // a column without a training word stays missing
    const column = columnOf(block.matrix, j);
    if (allFinite(column)) continue;
    const i = column.findIndex((x) => (Number.isNaN(x) ? imputed : !Number.isFinite(x)));
    if (i < 0) continue;
    throw new NumericError({
      where: `blocks.${block.name}.prepare`,
      problem: `prepared values must be finite, got ${column[i]} for '${block.features[j]}' in '${block.ids[i]}'`,
      hint: 'look at this feature, or leave it out',
    });
  }
}

/** One pass without a branch: x · 0 is NaN as soon as one value is not finite. */
function allFinite(values: Float32Array): boolean {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += values[i]! * 0;
  return zero === 0;
}
