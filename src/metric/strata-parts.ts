import type { ClassInput } from './classification/class-metric.ts';
import { rankScores } from './classification/ranking.ts';
import { type NumberInput, orderNumbers } from './regression/number-metric.ts';

/** One stratum of some predictions: its rows among them, and what a metric needs of it, weights apart. */
export interface StratumPart {
  readonly rows: Int32Array;
  readonly input: ClassInput | NumberInput;
}

/**
 * Predictions of classes or numbers cut into their strata, each sorted, so that scoring all of them under new weights walks every sample once,
 * however many strata there are. @param codes stratum of each sample, −1 in none, [n]. Cost that of sorting.
 */
export function strataParts(input: ClassInput | NumberInput, codes: Int32Array): StratumPart[] {
  const members = new Map<number, number[]>();
  codes.forEach((code, i) => {
    if (code < 0) return;
    const known = members.get(code);
    if (known) known.push(i);
    else members.set(code, [i]);
  });
  return [...members.keys()]
    .sort((a, b) => a - b)
    .map((code) => {
      const rows = Int32Array.from(members.get(code)!);
      return { rows, input: 'probabilities' in input ? takeClasses(input, rows) : takeNumbers(input, rows) };
    });
}

function takeClasses({ truth, probabilities, nClasses, positive }: ClassInput, rows: Int32Array): ClassInput {
  const own = new Float64Array(rows.length * nClasses);
  rows.forEach((i, at) => {
    own.set(probabilities.subarray(i * nClasses, (i + 1) * nClasses), at * nClasses);
  });
  const plain = {
    ...{ truth: rows.map((i) => truth[i]!), probabilities: own, nClasses },
    ...(positive === undefined ? {} : { positive }),
  };
  return { ...plain, ranking: rankScores(plain) };
}

function takeNumbers({ truth, predicted }: NumberInput, rows: Int32Array): NumberInput {
  const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
  const plain = { truth: pick(truth), predicted: pick(predicted) };
  return { ...plain, orders: orderNumbers(plain) };
}
