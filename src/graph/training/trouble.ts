import type { Seen } from './evaluate-rows.ts';

/** A loss this many times that of the first epoch has exploded. */
const EXPLODED = 1e3;

export interface Trouble {
  readonly problem: string;
  readonly hint: string;
}

/**
 * What went wrong in an epoch, if anything. @param losses of its steps. @param firstStep number of the first of them, from 0.
 * @param before mean loss of the first epoch; absent in the first. @param seen what the weights after it make of the rows that are looked at.
 */
export function troubleOf(
  losses: readonly number[],
  firstStep: number,
  before: number | undefined,
  { loss: after, dead }: Seen,
): Trouble | undefined {
  const odd = losses.findIndex((loss) => !Number.isFinite(loss));
  if (odd >= 0) {
    const step = firstStep + odd + 1;
    const hint =
      step === 1
        ? 'look for values that are not finite or very large in the input: standardize it'
        : 'the learning rate is likely too high: divide it by 10, or clip the gradient';
    return { problem: `the loss must be finite, got ${losses[odd]} at step ${step}`, hint };
  }
  const last = firstStep + losses.length;
  if (!Number.isFinite(after)) {
    return {
      problem: `the loss after step ${last} must be finite, got ${after} on the rows that training is judged by`,
      hint: 'look for values that are not finite or very large in the input: standardize it; or the learning rate is too high: divide it by 10',
    };
  }
  const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
  if (before !== undefined && mean > EXPLODED * Math.max(1, Math.abs(before))) {
    return {
      problem: `the loss exploded: ${mean.toPrecision(3)} around step ${last}, ${before.toPrecision(3)} in the first epoch`,
      hint: 'the learning rate is likely too high: divide it by 10, or clip the gradient',
    };
  }
  if (dead.length === 0) return undefined;
  return {
    problem: `no unit of '${dead[0]}' answers to any sample after step ${last}: its rectifiers are dead`,
    hint: 'the learning rate is likely too high: divide it by 10; or the input is not on one scale: standardize it',
  };
}
