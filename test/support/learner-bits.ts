import type { Context, Executor } from '../../src/base/context.ts';
import { sha256 } from '../../src/base/hash.ts';
import { checkParams } from '../../src/base/params.ts';
import { randomKey } from '../../src/base/random.ts';
import { toTypedJson } from '../../src/base/typed-json.ts';
import { learners } from '../../src/learn/registry.ts';
import type { TrainView } from '../../src/table/contract.ts';
import type { Task } from '../../src/table/target.ts';
import { viewFor } from './learner-views.ts';

/**
 * `word of task` (networks apart, whose bits hang on the processor) → SHA-256 of the fitted model and of what it predicts: equal where every bit is. The table holds no value below 0, so that
 * the learners of counts take it too; of a learner that refuses it, the message is what must be the same.
 */
export async function learnerBits(executor: Executor): Promise<Record<string, string>> {
  const bits: Record<string, string> = {};
  for (const entry of learners.filter(({ network }) => !network)) {
    for (const task of entry.tasks) {
      const outcome = await fitted(entry.word, task, executor).catch((error: Error) => error.message);
      bits[`${entry.word} of ${task}`] = await sha256(toTypedJson(outcome));
    }
  }
  return bits;
}

async function fitted(word: string, task: Task, executor: Executor) {
  const entry = learners.find((one) => one.word === word)!;
  const view =
    task === 'clustering' ? withoutTarget(viewFor(word, 'classification', 60, 9)) : viewFor(word, task, 60, 9);
  const data = { ...view, X: { ...view.X, data: view.X.data.map((value) => Math.max(0, value + 4)) } };
  const { signal } = new AbortController();
  const ctx: Context = { executor, random: randomKey(5), signal, progress: () => {}, warn: () => {} };
  const model = await (await entry.load()).create(checkParams(entry.params, {}, word)).fit(data, ctx);
  return { state: model.toState(), prediction: await model.predict(data, ctx) };
}

const withoutTarget = (view: TrainView): TrainView => ({
  ...view,
  target: { task: 'clustering', nSamples: view.X.nRows },
});
