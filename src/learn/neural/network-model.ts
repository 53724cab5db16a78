import type { Context } from '../../base/context.ts';
import { ShapeError } from '../../base/errors.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import type { ParamValues } from '../../base/params.ts';
import { takeRows } from '../../graph/training/evaluate-rows.ts';
import { requireEngine } from '../../graph/training/train.ts';
import type { Model, State, StateArray } from '../../table/contract.ts';
import { hazardPrediction, type Prediction } from '../../table/prediction.ts';
import { type InputPart, inputFields } from './parts.ts';

/** What is made of the numbers of the network. */
export type Outcome =
  /** `present`: indices into `classes` of the classes that the network knows, in the order of its output. */
  | { readonly task: 'classification'; readonly classes: readonly string[]; readonly present: readonly number[] }
  | { readonly task: 'regression' }
  /** `hazards`: risk is slope · output, and the cumulative hazard of risk 0 is known at times; `intervals`: the output is the curve at times. */
  | { readonly task: 'survival'; readonly form: 'hazards'; readonly slope: number }
  | { readonly task: 'survival'; readonly form: 'intervals' };

export interface NetworkFacts {
  /** The word of the study file. */
  readonly kind: string;
  /** Of the learner: with them its layers can be laid out again. */
  readonly params: ParamValues;
  readonly parts: readonly InputPart[];
  readonly outcome: Outcome;
  readonly summary: Readonly<Record<string, number | string>>;
}

export interface NetworkArrays {
  /** The whole network as an ONNX file, all members in one. */
  readonly onnx: Uint8Array;
  /** Mean absolute slope of the answer by each feature, [nFeatures]; empty where features are letters or pixels. */
  readonly importance: Float64Array;
  /** Of survival: [m] each, `cumulativeHazard` empty for curves. */
  readonly times: Float64Array;
  readonly cumulativeHazard: Float64Array;
}

/** Samples that go through the network together. */
const AT_ONCE = 256;

/** A trained network: the ONNX file, and how its answer is read. */
export function networkModel(facts: NetworkFacts, arrays: NetworkArrays): Model {
  const { kind, params, parts, outcome, summary } = facts;
  const { onnx, importance, times, cumulativeHazard } = arrays;
  return {
    kind,
    async predict(view, ctx) {
      const answer = await answersFor(onnx, inputFields(view, parts, kind), kind, ctx);
      return readAnswer(outcome, answer, { times, cumulativeHazard });
    },
    ...(importance.length > 0 ? { importance: () => importance } : {}),
    summary: () => summary,
    toState: () => ({
      kind,
      json: { params, parts, outcome, summary } as Record<string, unknown>,
      arrays: { onnx, importance, times, cumulativeHazard } satisfies Record<string, StateArray>,
    }),
  };
}

export function restore({ kind, json, arrays }: State): Model {
  return networkModel({ kind, ...(json as unknown as Omit<NetworkFacts, 'kind'>) }, arrays as unknown as NetworkArrays);
}

/** The only output of the network for every row of its inputs, row-major. */
export async function answersFor(
  onnx: Uint8Array,
  fields: Readonly<Record<string, HostTensor>>,
  where: string,
  ctx: Context,
): Promise<Float64Array> {
  const nRows = Object.values(fields)[0]!.shape[0]!;
  const pieces: Float32Array[] = [];
  const session = await requireEngine(ctx, where).open(onnx);
  try {
    for (let from = 0; from < nRows; from += AT_ONCE) {
      const rows = Int32Array.from({ length: Math.min(AT_ONCE, nRows - from) }, (_, i) => from + i);
      const feeds = Object.fromEntries(
        Object.entries(fields).map(([name, all]): [string, HostTensor] => [name, takeRows(all, rows)]),
      );
      const out = await session.run(feeds);
      pieces.push(Object.values(out)[0]!.data as Float32Array);
    }
  } finally {
    await session.close();
  }
  const all = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const NO_CURVES = { times: new Float64Array(), cumulativeHazard: new Float64Array() };

/** The numbers of the network as a prediction. @param curves of survival. */
export function readAnswer(
  outcome: Outcome,
  answer: Float64Array,
  { times, cumulativeHazard }: Pick<NetworkArrays, 'times' | 'cumulativeHazard'> = NO_CURVES,
): Prediction {
  switch (outcome.task) {
    case 'classification': {
      const { classes, present } = outcome;
      const n = answer.length / present.length;
      if (!Number.isInteger(n))
        throw new ShapeError({ where: 'network', problem: `answers must have ${present.length} classes` });
      const probabilities = new Float64Array(n * classes.length);
      for (let i = 0; i < n; i++) {
        const row = answer.subarray(i * present.length, (i + 1) * present.length);
        // float32 sums to 1 within 1e-7 only.
        const sum = row.reduce((total, p) => total + p, 0);
        present.forEach((k, q) => {
          probabilities[i * classes.length + k] = row[q]! / sum;
        });
      }
      return { task: 'classification', classes, probabilities };
    }
    case 'regression':
      return { task: 'regression', values: answer };
    case 'survival': {
      if (outcome.form === 'hazards') {
        const risks = answer.map((value) => outcome.slope * value);
        return hazardPrediction({ times, cumulativeHazard }, risks);
      }
      // The earlier the curve falls, the higher the risk: minus the mean of the curve.
      const width = times.length;
      const risks = Float64Array.from({ length: answer.length / width }, (_, i) => {
        const curve = answer.subarray(i * width, (i + 1) * width);
        return -curve.reduce((sum, s) => sum + s, 0) / width;
      });
      return { task: 'survival', risks, times, survival: answer };
    }
  }
}
