import type { Context } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { gradients } from '../graph/gradients.ts';
import { dense } from '../graph/layers/dense.ts';
import { NetworkParts, Scope } from '../graph/layers/scope.ts';
import { sum } from '../graph/ops/sum.ts';
import { constant } from '../graph/tensor.ts';
import { takeRows } from '../graph/training/evaluate-rows.ts';
import { requireEngine } from '../graph/training/train.ts';
import { writeModel } from '../graph/write-model.ts';
import { inputFields } from '../learn/neural/parts.ts';
import { inputsOf } from '../learn/neural/write-answer.ts';
import type { Model, View } from '../table/contract.ts';
import { answerOf } from './network-slopes.ts';
import { openNetwork } from './open-network.ts';

export interface LetterSlopes {
  readonly letters: readonly string[];
  readonly nPositions: number;
  /** How much the answer rises per unit of each letter at each position, less the mean of the letters there, [n, letters, positions] row-major. */
  readonly slopes: Float32Array;
}

/** Sequences whose slopes are computed together: some operations want to know how many. */
const AT_ONCE = 64;

/**
 * Saliency of letters: the gradient of the answer with respect to the letters of each sequence. The answer is, of two classes, the log odds of the
 * second; of more, the number before softmax of class `of`; of numbers and survival, the value or risk before its scale. Mean of the members.
 * @param block name of the block; default the only one of letters. @param of index of the class; default 1.
 * @throws {UnsupportedError} a model that is no network, or reads no letters. Cost a pass forth and back. Source: Simonyan et al. 2014; centred as in
 * Majdandzic et al. 2023 (gradient correction).
 */
export async function letterSlopes(
  model: Model,
  view: View,
  ctx: Context,
  { block, of = 1 }: { readonly block?: string; readonly of?: number } = {},
): Promise<LetterSlopes> {
  const where = 'letter-slopes';
  const { parts, body, members } = await openNetwork(model, where);
  const part = parts.find((one) => one.letters && (block === undefined || one.name === block || parts.length === 1));
  if (!part?.letters)
    throw new UnsupportedError({ where, problem: 'needs a network that reads letters, got one that does not' });
  const fields = inputFields(view, parts, where);
  const nPositions = part.shape[0]!;
  const width = part.letters.length * nPositions;
  const slopes = new Float32Array(view.X.nRows * width);
  for (const member of members) {
    const inputs = inputsOf(parts, AT_ONCE);
    const own = new NetworkParts(false, (name, shape) => constant(member.get(name)!.data, shape));
    const scope = new Scope(own);
    const features = body(scope.at('body'), inputs);
    const units = member.get('last.weight')!.shape[1]!;
    const last = dense(scope.at('last'), features, units, { bias: false });
    const channels = [...own.letters].find(([place]) => place === `body.${part.name}`)![1];
    const [slope] = gradients(sum(answerOf(last, units, of)), [channels]);
    const session = await requireEngine(ctx, where).open(writeModel({ slope: slope! }, Object.values(inputs)));
    try {
      for (let from = 0; from < view.X.nRows; from += AT_ONCE) {
        // The last batch is filled up with its first row.
        const rows = Int32Array.from({ length: AT_ONCE }, (_, i) => (from + i < view.X.nRows ? from + i : from));
        const feeds = Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, takeRows(all, rows)]));
        const found = (await session.run(feeds)).slope!.data as Float32Array;
        const kept = Math.min(AT_ONCE, view.X.nRows - from) * width;
        for (let at = 0; at < kept; at++) slopes[from * width + at]! += found[at]! / members.length;
      }
    } finally {
      await session.close();
    }
  }
  centre(slopes, part.letters.length, nPositions);
  return { letters: part.letters, nPositions, slopes };
}

/** At each position the letters' mean is taken off: what they all have says nothing about which is there. */
function centre(slopes: Float32Array, letters: number, positions: number): void {
  for (let row = 0; row < slopes.length; row += letters * positions) {
    for (let j = 0; j < positions; j++) {
      let mean = 0;
      for (let k = 0; k < letters; k++) mean += slopes[row + k * positions + j]! / letters;
      for (let k = 0; k < letters; k++) slopes[row + k * positions + j]! -= mean;
    }
  }
}
