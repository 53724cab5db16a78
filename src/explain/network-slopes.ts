import type { Context } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { gradients } from '../graph/gradients.ts';
import { dense } from '../graph/layers/dense.ts';
import { NetworkParts, Scope } from '../graph/layers/scope.ts';
import { slice } from '../graph/ops/slice.ts';
import { sub } from '../graph/ops/sub.ts';
import { sum } from '../graph/ops/sum.ts';
import { constant, type Tensor } from '../graph/tensor.ts';
import { takeRows } from '../graph/training/evaluate-rows.ts';
import { requireEngine } from '../graph/training/train.ts';
import { writeModel } from '../graph/write-model.ts';
import { inputFields } from '../learn/neural/parts.ts';
import { inputsOf } from '../learn/neural/write-answer.ts';
import type { Model, View } from '../table/contract.ts';
import { openNetwork } from './open-network.ts';

export interface Slopes {
  /** Of the network before softmax and scale, mean of the members, [nOutputs, nRows]. */
  readonly answers: Float64Array;
  /** Their gradients with respect to the features, [nOutputs, p, nRows]. */
  readonly slopes: Float64Array;
}

/** Rows whose slopes are computed together: some operations want to know how many. */
const AT_ONCE = 64;

/** The answer `of` a network's last layer: of two classes the log odds of the second, of more one number each. */
export function answerOf(last: Tensor, units: number, of: number): Tensor {
  if (units === 1) return last;
  return units === 2 ? sub(slice(last, 1, 1, 2), slice(last, 1, 0, 1)) : slice(last, 1, of, of + 1);
}

/**
 * Runs `use` with the answers and slopes of a network that reads numbers, at any rows; opens each member once.
 * @throws {UnsupportedError} no network, or one that reads letters.
 */
export async function withSlopes<T>(
  model: Model,
  ctx: Context,
  where: string,
  use: (at: (data: View) => Promise<Slopes>, nOutputs: number) => Promise<T>,
): Promise<T> {
  const { parts, body, members } = await openNetwork(model, where);
  if (parts.some(({ letters }) => letters))
    throw new UnsupportedError({
      where,
      problem: 'explains networks that read numbers, got one that reads letters',
      hint: 'see letterSlopes',
    });
  const units = members[0]!.get('last.weight')!.shape[1]!;
  const nOutputs = units > 2 ? units : 1;
  const engine = requireEngine(ctx, where);
  const sessions = await Promise.all(
    members.map((member) => {
      const inputs = inputsOf(parts, AT_ONCE);
      const own = new NetworkParts(false, (name, shape) => constant(member.get(name)!.data, shape));
      const scope = new Scope(own);
      const last = dense(scope.at('last'), body(scope.at('body'), inputs), units, { bias: false });
      const wanted: Record<string, Tensor> = {};
      for (let k = 0; k < nOutputs; k++) {
        const answer = answerOf(last, units, k);
        wanted[`answer ${k}`] = answer;
        const found = gradients(
          sum(answer),
          parts.map(({ name }) => inputs[name]!),
        );
        parts.forEach((_, b) => {
          wanted[`slope ${k} ${b}`] = found[b]!;
        });
      }
      return engine.open(writeModel(wanted, Object.values(inputs)));
    }),
  );
  const at = async (data: View): Promise<Slopes> => {
    const fields = inputFields(data, parts, where);
    const [n, p] = [data.X.nRows, data.X.nCols];
    const answers = new Float64Array(nOutputs * n);
    const slopes = new Float64Array(nOutputs * p * n);
    for (let from = 0; from < n; from += AT_ONCE) {
      // The last batch is filled up with its first row.
      const rows = Int32Array.from({ length: AT_ONCE }, (_, i) => (from + i < n ? from + i : from));
      const feeds = Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, takeRows(all, rows)]));
      const count = Math.min(AT_ONCE, n - from);
      for (const session of sessions) {
        const said = await session.run(feeds);
        for (let k = 0; k < nOutputs; k++) {
          const answer = said[`answer ${k}`]!.data as Float32Array;
          for (let i = 0; i < count; i++) answers[k * n + from + i]! += answer[i]! / sessions.length;
          parts.forEach(({ start0, end0 }, b) => {
            const slope = said[`slope ${k} ${b}`]!.data as Float32Array;
            const width = end0 - start0;
            for (let i = 0; i < count; i++) {
              for (let j = 0; j < width; j++)
                slopes[(k * p + start0 + j) * n + from + i]! += slope[i * width + j]! / sessions.length;
            }
          });
        }
      }
    }
    return { answers, slopes };
  };
  try {
    return await use(at, nOutputs);
  } finally {
    for (const session of sessions) await session.close();
  }
}
