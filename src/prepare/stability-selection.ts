import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import { strataOf } from '../sample/strata.ts';
import type { Transform } from '../table/contract.ts';
import { takeRows } from '../table/matrix.ts';
import { type Target, takeTargetRows } from '../table/target.ts';
import { checkNumeric, stepWhere } from './checks.ts';
import { lassoOrder } from './lasso-order.ts';
import { largest, selectionFitted } from './selection.ts';
import { checkTarget } from './target-scores.ts';

/**
 * Keeps the features that the lasso chooses again and again: on each of `subsamples` random halves of the training rows (of each class)
 * the first q features of the path are noted, and those noted in at least a share π = `threshold` of the halves are kept. At most
 * q² / ((2π − 1)·p) of the kept features are false in expectation, where noise features are exchangeable and the lasso does better than
 * guessing; q is the largest that holds this at `false-positives`. Where no feature is that stable, the most stable one is kept, with a
 * warning. The saved state holds q, the bound, and the share of each kept feature.
 * @throws {DataError} no target, fewer than two classes among the training rows, or a column of words.
 * @throws {UnsupportedError} a target other than classes. @throws {CancelledError} between two halves.
 * Cost: a lasso path to q features of half the rows, `subsamples` times, on all threads; the same result with any number of them.
 * Source: Meinshausen & Bühlmann 2010, JRSS-B 72, 417, §2 and theorem 1.
 */
export function create(params: ParamValues): Transform {
  const threshold = params.threshold as number;
  const subsamples = params.subsamples as number;
  const allowed = params['false-positives'] as number;
  return {
    kind: 'stability-selection',
    params,
    async fit(block, target, ctx) {
      checkNumeric(block, 'stability-selection');
      checkTarget(block, target, 'stability-selection');
      const p = block.matrix.nCols;
      const q = featuresOfHalf(p, threshold, allowed);
      const noted = new Float64Array(p);
      let done = 0;
      const half = async (b: number) => {
        const rows = halfOf(target, ctx, b);
        const part = takeTargetRows(target, rows);
        const entered = await lassoOrder(takeRows(block.matrix, rows), part, q, 'stability-selection', quiet(ctx));
        for (const j of entered) noted[j]!++; // whole numbers: the order of the halves does not show
        ctx.progress(++done / subsamples, `${block.name}: stability-selection`);
      };
      for (let from = 0; from < subsamples; from += ctx.executor.threads) {
        throwIfCancelled(ctx.signal, 'stability-selection');
        const width = Math.min(ctx.executor.threads, subsamples - from);
        await Promise.all(Array.from({ length: width }, (_, k) => half(from + k)));
      }
      const shares = noted.map((count) => count / subsamples);
      const stable = Uint32Array.from(shares.keys()).filter((j) => shares[j]! >= threshold);
      if (stable.length === 0) {
        ctx.warn({
          code: 'nothing-stable',
          message: `no feature was chosen in ${100 * threshold} % of the halves; the most stable one is kept`,
          where: stepWhere(block, 'stability-selection'),
        });
      }
      const kept = stable.length > 0 ? stable : largest(shares, 1);
      const facts = {
        featuresOfHalf: q,
        falsePositives: falsePositives(q, p, threshold),
        shares: Array.from(kept, (j) => shares[j]!),
      };
      return selectionFitted('stability-selection', kept, p, facts);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';

/** The bound of theorem 1 on the expected number of false features. */
export function falsePositives(q: number, p: number, threshold: number): number {
  return q ** 2 / ((2 * threshold - 1) * p);
}

/** The most features a half may note so that the bound holds; at least 1. */
export function featuresOfHalf(p: number, threshold: number, allowed: number): number {
  return Math.min(p, Math.max(1, Math.floor(Math.sqrt(allowed * (2 * threshold - 1) * p))));
}

/** Half of the rows of each class, rounded up, so that none is lost. Ascending. */
function halfOf(target: Target, ctx: Context, b: number): Int32Array {
  const { codes } = strataOf(target, 2);
  const draws = ctx.random.at('stability-selection', b).stream();
  const byClass = new Map<number, number[]>();
  codes.forEach((code, i) => {
    byClass.set(code, [...(byClass.get(code) ?? []), i]);
  });
  const rows = [...byClass.keys()]
    .sort((a, c) => a - c)
    .flatMap((code) => {
      const members = draws.shuffle(byClass.get(code)!);
      return members.slice(0, Math.ceil(members.length / 2));
    });
  return Int32Array.from(rows).sort();
}

const quiet = (ctx: Context): Context => ({ ...ctx, progress: () => {} });
