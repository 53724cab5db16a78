import type { Context } from '../../base/context.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import { gradients } from '../../graph/gradients.ts';
import { abs } from '../../graph/ops/abs.ts';
import { add } from '../../graph/ops/add.ts';
import { mean } from '../../graph/ops/mean.ts';
import { slice } from '../../graph/ops/slice.ts';
import { sum } from '../../graph/ops/sum.ts';
import { takeRows } from '../../graph/training/evaluate-rows.ts';
import { requireEngine } from '../../graph/training/train.ts';
import { writeModel } from '../../graph/write-model.ts';
import type { Body } from './body.ts';
import type { FittedNetwork } from './fit-network.ts';
import type { Head } from './head.ts';
import type { InputPart } from './parts.ts';
import { inputsOf, lastOf } from './write-answer.ts';

/** Rows that slopes are averaged over. */
const LOOK = 256;

/**
 * How much each feature of a table moves the answer: the mean over training rows and members of Σ |∂ last / ∂ feature| over the numbers of the last
 * layer, [nFeatures]; features on one scale assumed. Letters, pixels and traces have 0; empty when there is nothing else.
 * Source: saliency, Simonyan et al. 2014, averaged. Cost one pass back for each number of the last layer, on up to 256 rows.
 */
export async function slopesOf(
  fields: Readonly<Record<string, HostTensor>>,
  parts: readonly InputPart[],
  body: Body,
  head: Head,
  { members }: FittedNetwork,
  ctx: Context,
): Promise<Float64Array> {
  const tables = parts.filter(({ letters, shape }) => !letters && shape.length === 1);
  if (tables.length === 0) return new Float64Array();
  const n = Math.min(LOOK, Object.values(fields)[0]!.shape[0]!);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const out = new Float64Array(parts.at(-1)!.end0);
  for (const member of members) {
    const inputs = inputsOf(parts, n);
    const last = lastOf(inputs, body, head, member);
    const wanted = tables.map(({ name }) => inputs[name]!);
    const units =
      last.shape.length === 1
        ? [sum(last)]
        : unitsOf(last.shape[1] as number).map((k) => sum(slice(last, 1, k, k + 1)));
    const each = units.map((one) => gradients(one, wanted).map(abs));
    const slopes = wanted.map((_, t) =>
      mean(
        each.map((list) => list[t]!).reduce((a, b) => add(a, b)),
        [0],
      ),
    );
    const model = writeModel(Object.fromEntries(slopes.map((one, t) => [`slopes ${t}`, one])), Object.values(inputs));
    const session = await requireEngine(ctx, 'networks').open(model);
    try {
      const feeds = Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, takeRows(all, rows)]));
      const found = await session.run(feeds);
      tables.forEach(({ start0 }, t) => {
        (found[`slopes ${t}`]!.data as Float32Array).forEach((slope, j) => {
          out[start0 + j]! += slope / members.length;
        });
      });
    } finally {
      await session.close();
    }
  }
  return out;
}

const unitsOf = (count: number) => Array.from({ length: count }, (_, k) => k);
