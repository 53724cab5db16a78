import { type Context, withRandom } from '../../base/context.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import { stratifiedGroupFolds } from '../../sample/stratified-group-folds.ts';
import { fitTrainingSpace, type RawDistances, rawDistances } from '../../validate/decisions/training-distance.ts';
import { numbersOnly, prepareFold } from '../../validate/prepare-fold.ts';
import { createSteps } from '../cohort/named-files.ts';
import type { Choice, TaskPlace } from './cluster-tasks.ts';
import { ownRows } from './final-task.ts';
import { type FitSetting, stepsForLearner } from './fold-task.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

export interface LeftOutDistances extends RawDistances {
  /** The fold that left each sample out, [n]. */
  readonly folds: Int32Array;
}

/** Fewer samples than this say nothing of what is usual among them. */
const FEWEST = 20;
const FOLDS = 5;

/**
 * How far each training sample lies from the others: preparation and plane are fitted without its fold, of five, groups whole. Folds of its
 * own, since the study may judge by another cohort or a later time, which is not what is usual here.
 * Columns of words are left out, letters of sequences are 0/1 columns (`numbersOnly`). @param choice the learner for which the blocks are prepared. @returns undefined with fewer than 20 samples or five groups, or nothing but words.
 */
export async function measureDistances(
  runner: TaskRunner,
  setting: FitSetting,
  choice: Choice,
  place: TaskPlace,
  ctx: Context,
): Promise<LeftOutDistances | undefined> {
  const { loaded, groups } = setting;
  const { train: rows } = ownRows(setting, ctx);
  const dense = denseCodes(rows.map((i) => groups[i]!));
  if (rows.length < FEWEST || countGroups(dense) < FOLDS) return undefined;
  const task = await makeTask('distance', 'distances between samples', { lock: place.lock }, ['choice']);
  const random = ctx.random.at('distance');
  const measured = await runner.run<LeftOutDistances | null>(task, async (needed) => {
    const { word } = await choice(needed);
    const codes = new Int32Array(rows.length);
    const folds = stratifiedGroupFolds({ codes, nClasses: 1, groups: dense, k: FOLDS, random });
    const empty = () => new Float64Array(rows.length);
    const left = { within: empty(), residual: empty(), slope: empty() };
    const steps = await Promise.all(stepsForLearner(setting, word).map((list) => createSteps(list, loaded.namedFiles)));
    const quiet = { ...withRandom(ctx, random.at('prepare')), warn: () => {} }; // said when the learners were fitted
    for (let k = 0; k < FOLDS; k++) {
      const inside = Int32Array.from(rows.keys()).filter((r) => folds[r] === k);
      const outside = rows.filter((_, r) => folds[r] !== k);
      const tested = inside.map((r) => rows[r]!);
      const { train, test } = await prepareFold({ ...loaded, groups }, steps, outside, tested, quiet, {
        keepWords: true,
      });
      const numbers = numbersOnly(train);
      if (numbers.nCols === 0) return null;
      const space = await fitTrainingSpace(quiet, numbers);
      const { within, residual, slope } = await rawDistances(quiet, space, numbersOnly(test));
      inside.forEach((r, at) => {
        left.within[r] = within[at]!;
        left.residual[r] = residual[at]!;
        left.slope[r] = slope[at]!;
      });
    }
    return { ...left, folds };
  });
  return measured ?? undefined;
}
