import type { Context } from '../base/context.ts';
import type { ParamValues } from '../base/params.ts';
import type { Learner, TrainView } from '../table/contract.ts';

/** A learner and, when a path is to be searched, the values of its parameter, strongest penalty first. */
export interface Walk {
  readonly learner: Learner;
  readonly values?: readonly number[];
}

/**
 * The candidates as walks: `auto` is the path that the learner lays out on the training rows, and candidates that differ only in their values
 * along a path are one walk through those values, which costs little more than one of them.
 * @param train all training rows: a place on the path then means the same penalty in every inner fold.
 */
export async function walksOf(
  candidates: readonly ParamValues[],
  create: (params: ParamValues) => Learner,
  train: TrainView,
  ctx: Context,
): Promise<Walk[]> {
  const walks = new Map<string, { readonly learner: Learner; readonly given: number[] }>();
  for (const [c, params] of candidates.entries()) {
    const learner = create(params);
    const value = learner.path && params[learner.path.param];
    if (!learner.path || typeof value !== 'number') {
      walks.set(`candidate ${c}`, { learner, given: [] });
      continue;
    }
    const { [learner.path.param]: _, ...others } = params;
    const key = JSON.stringify(others);
    const walk = walks.get(key) ?? { learner, given: [] };
    walk.given.push(value);
    walks.set(key, walk);
  }
  return Promise.all([...walks.values()].map((walk) => laidOut(walk.learner, walk.given, train, ctx)));
}

async function laidOut(learner: Learner, given: readonly number[], train: TrainView, ctx: Context): Promise<Walk> {
  const { path, params } = learner;
  if (path && params[path.param] === 'auto') return { learner, values: await path.values(train, ctx) };
  if (!path || given.length < 2) return { learner };
  const rising = [...new Set(given)].sort((a, b) => a - b);
  return { learner, values: path.strongest === 'smallest' ? rising : rising.reverse() };
}
