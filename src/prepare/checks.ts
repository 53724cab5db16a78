import type { Context } from '../base/context.ts';
import { DataError, ShapeError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';

/** The key of the study that a step of a block stands under: what errors name. */
export function stepWhere(block: { readonly name: string }, kind: string): string {
  return `blocks.${block.name}.prepare.${kind}`;
}

/** @throws {ShapeError} another number of features than the step was fitted on. */
export function checkWidth(block: Block, nFeatures: number, kind: string): void {
  if (block.matrix.nCols === nFeatures) return;
  throw new ShapeError({
    where: stepWhere(block, kind),
    problem: `must have the ${nFeatures} features it was fitted on, got ${block.matrix.nCols}`,
  });
}

/** @throws {DataError} naming the first column that holds words, whose codes are not quantities. */
export function checkNumeric(block: Block, kind: string): void {
  const j = block.levels?.findIndex((words) => words !== null) ?? -1;
  if (j < 0) return;
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `all columns must be numbers, got words in '${block.features[j]}'`,
    hint: `put one-hot before ${kind}, or leave the column out`,
  });
}

/** @throws {DataError} words in a column that held numbers in training. */
export function checkNumericColumn(block: Block, j: number, kind: string): void {
  if (!block.levels?.[j]) return;
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `'${block.features[j]}' held numbers in training, got words such as '${block.levels[j][0]}'`,
    hint: 'write this column as it was written in the training data',
  });
}

/** @throws {DataError} a step made a feature name that is already there. */
export function checkUnique(features: readonly string[], where: string): void {
  const seen = new Set<string>();
  for (const name of features) {
    if (seen.has(name)) {
      throw new DataError({
        where,
        problem: `feature names must be unique, got '${name}' twice`,
        hint: 'rename the column that already has this name',
      });
    }
    seen.add(name);
  }
}

/**
 * The words of a column that held words in training. A column without a single value may have been read as numbers: it has no words.
 * @throws {DataError} numbers where words were learned.
 */
export function wordsOf(block: Block, j: number, kind: string): readonly string[] {
  const words = block.levels?.[j];
  if (words) return words;
  const { data, nRows } = block.matrix;
  for (let i = j * nRows; i < (j + 1) * nRows; i++) {
    if (Number.isNaN(data[i]!)) continue;
    throw new DataError({
      where: stepWhere(block, kind),
      problem: `'${block.features[j]}' held words in training, got the number ${data[i]}`,
      hint: 'write this column as it was written in the training data',
    });
  }
  return [];
}

/** The first few names and how many more: `TP53, BRCA1, … (12 in all)`. */
export function someNames(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')}, … (${names.length} in all)`;
}

/** For steps that fill what is missing: features without a training value are kept, and named. */
export function warnOfEmpty(block: Block, empty: readonly string[], kind: string, ctx: Context): void {
  if (empty.length === 0) return;
  ctx.warn({
    code: 'all-missing-feature',
    message: `${empty.length} of ${block.features.length} features have no value on the training rows and carry nothing: ${someNames(empty)}`,
    where: stepWhere(block, kind),
  });
}
