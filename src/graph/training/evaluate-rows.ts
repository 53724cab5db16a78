import type { HostData, HostTensor, NetworkSession } from '../../base/network-engine.ts';
import type { Parameter } from '../layers/scope.ts';
import type { States, TrainingData } from './data.ts';
import { aliveName, type EvaluationGraph } from './write-evaluation.ts';
import { dataName, FEEDS, LOSS } from './write-training.ts';

/** Rows that are looked at together: their activations are held at once. */
const AT_ONCE = 512;

export interface Seen {
  /** Mean over the rows by their weights. A loss of pairs of samples, as Cox's, is that of each 512 rows. */
  readonly loss: number;
  /** Layers in which no unit is moved by any of the rows. */
  readonly dead: readonly string[];
}

/** Loss of some rows without learning from them. @param states holds the parameters by name. */
export async function evaluateRows(
  session: NetworkSession,
  graph: EvaluationGraph,
  { fields, weights }: TrainingData,
  rows: Int32Array,
  states: States,
  parameters: ReadonlyMap<string, Parameter>,
): Promise<Seen> {
  const own = Object.fromEntries(
    [...parameters].map(([name, { shape }]) => [name, { data: states[name]!, shape }] as const),
  );
  let sum = 0;
  let total = 0;
  const alive = new Set<string>();
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.subarray(from, from + AT_ONCE);
    const counted = Float32Array.from(part, (i) => weights[i]!);
    const batch = Object.fromEntries(
      Object.entries(fields).map(([name, all]) => [dataName(name), takeRows(all, part)]),
    );
    const out = await session.run({ ...own, ...batch, [FEEDS.weights]: { data: counted, shape: [part.length] } });
    const weight = counted.reduce((a, b) => a + b, 0);
    if (weight > 0) sum += weight * Number(out[LOSS]!.data[0]);
    total += weight;
    for (const layer of graph.rectified) if (Number(out[aliveName(layer)]!.data[0]) > 0) alive.add(layer);
  }
  return { loss: sum / total, dead: graph.rectified.filter((layer) => !alive.has(layer)) };
}

/** Some rows of an array [n, ...], copied. */
export function takeRows<T extends HostTensor>({ data, shape }: T, rows: Int32Array): HostTensor {
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  const out = new (data.constructor as new (length: number) => HostData)(rows.length * width);
  rows.forEach((row, at) => {
    out.set(data.subarray(row * width, (row + 1) * width) as never, at * width);
  });
  return { data: out, shape: [rows.length, ...shape.slice(1)] };
}
