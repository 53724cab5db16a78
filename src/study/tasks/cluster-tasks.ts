import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { RandomKey } from '../../base/random.ts';
import type { Warning } from '../../base/warning.ts';
import { meanSilhouette } from '../../metric/clustering/mean-silhouette.ts';
import { rowSilhouettes } from '../../metric/clustering/row-silhouettes.ts';
import { studentTQuantile } from '../../numeric/special/student-t.ts';
import type { Metrics } from '../../report/record.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, createMatrix } from '../../table/matrix.ts';
import type { ClusterPrediction } from '../../table/prediction.ts';
import { requireTask } from '../../table/target.ts';
import { type LearnerSpec, SHUFFLES } from '../file/study.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { type FitSetting, fitLearner } from './fold-task.ts';
import { type Progress, weightOf } from './progress.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** Clusters of all samples, by one fit. */
export interface Clustering {
  readonly prediction: ClusterPrediction;
  /** Of each sample on the prepared features, NaN for noise, [n]. */
  readonly silhouettes: Float64Array;
  readonly settings: ParamValues;
  readonly summary: Readonly<Record<string, number | string>>;
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

/** Names the chosen learner, by the results that a runner has. */
export type Choice = (runner: TaskRunner) => Promise<LearnerSpec>;

/** Where tasks are kept, and what their results depend on besides their own inputs. */
export interface TaskPlace {
  readonly folder: RunFolder;
  readonly lock: string;
}

/** Each learner on all samples, with the random numbers of the final fit: the model that is written gives the samples the same clusters. */
export function clusterAll(
  runner: TaskRunner,
  setting: FitSetting,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<Clustering[]> {
  return runner.all(setting.study.learners, async (spec) => {
    throwIfCancelled(ctx.signal, 'run');
    const inputs = { lock: place.lock, learner: spec.name };
    const task = await makeTask('clusters', `${spec.name} on all samples`, inputs, ['prepare']);
    const random = ctx.random.at('final', spec.name);
    const own = { ...withRandom(ctx, random), progress: progress.part(task.id, weightOf(spec)) };
    const result = await runner.run(task, () => cluster(setting, spec, own));
    progress.finish(task.id, weightOf(spec));
    return result;
  });
}

/**
 * What the learner makes of tables without structure: every feature's values are dealt out anew among the samples, each feature on its
 * own, and the whole procedure is run again, preparation and choice of settings included. The silhouette is the mean over ten such tables;
 * its interval is where that of one more would lie in 95 of 100 cases: mean ± t · s · √(1 + 1/10), t of 9 degrees of freedom.
 */
export async function shuffledBaseline(
  runner: TaskRunner,
  setting: FitSetting,
  choice: Choice,
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<{ readonly name: string; readonly metrics: Metrics }> {
  const { loaded } = setting;
  const tables = Array.from({ length: SHUFFLES }, (_, s) => s);
  const weight = Math.max(...setting.study.learners.map(weightOf));
  const scores = await runner.all(tables, async (s) => {
    throwIfCancelled(ctx.signal, 'run');
    const inputs = { lock: place.lock, shuffle: s };
    const task = await makeTask('shuffled', `shuffled features, ${s + 1} of ${SHUFFLES}`, inputs, ['choice']);
    const score = await runner.run(task, async (needed) => {
      const spec = await choice(needed);
      const random = ctx.random.at('shuffled', s);
      const own = { ...withRandom(ctx, random.at(spec.name)), progress: progress.part(task.id, weight) };
      const blocks = loaded.blocks.map((block, b) => shuffleFeatures(block, random.at('block', b)));
      const { prediction, silhouettes } = await cluster({ ...setting, loaded: { ...loaded, blocks } }, spec, own);
      return meanSilhouette.compute({ labels: prediction.labels, silhouettes });
    });
    progress.finish(task.id, weight);
    return score;
  });
  const value = scores.reduce((sum, score) => sum + score, 0) / SHUFFLES;
  const variance = scores.reduce((sum, score) => sum + (score - value) ** 2, 0) / (SHUFFLES - 1);
  const reach = studentTQuantile(0.975, SHUFFLES - 1) * Math.sqrt(variance * (1 + 1 / SHUFFLES));
  return {
    name: 'shuffled-features',
    metrics: { silhouette: { value, low: value - reach, high: value + reach } },
  };
}

async function cluster(setting: FitSetting, spec: LearnerSpec, ctx: Context): Promise<Clustering> {
  const warnings: Warning[] = [];
  const began = setting.now();
  const everyone = Int32Array.from(setting.loaded.ids.keys());
  const rows = { train: everyone, test: everyone, innerRandom: ctx.random };
  const fit = await fitLearner(setting, spec, rows, {
    ...ctx,
    warn: (warning) => warnings.push(warning),
  });
  const prediction = requireTask(fit.prediction, 'clustering', spec.name);
  return {
    prediction,
    silhouettes: await rowSilhouettes(ctx, fit.test.X, prediction.labels),
    settings: fit.settings,
    summary: fit.model.summary?.() ?? {},
    warnings,
    seconds: (setting.now() - began) / 1000,
  };
}

/** A copy whose features have their values in another order, each in one of its own. */
function shuffleFeatures(block: Block, random: RandomKey): Block {
  const { nRows, nCols } = block.matrix;
  const matrix = createMatrix(nRows, nCols);
  for (let j = 0; j < nCols; j++) {
    const column = columnOf(matrix, j);
    column.set(columnOf(block.matrix, j));
    random.at(j).stream().shuffle(column);
  }
  return { ...block, matrix };
}
