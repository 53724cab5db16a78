import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { weightedMean } from '../../graph/loss/weighted-mean.ts';
import { add } from '../../graph/ops/add.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { TrainingData } from '../../graph/training/data.ts';
import { findRate } from '../../graph/training/find-rate.ts';
import type { Batch, Network } from '../../graph/training/network.ts';
import { requireEngine, type Trained, type TrainSettings, train } from '../../graph/training/train.ts';
import type { TrainView } from '../../table/contract.ts';
import type { Body } from './body.ts';
import type { Head } from './head.ts';
import { type MemberRows, memberRows } from './member-rows.ts';
import { fieldsOf, type InputPart } from './parts.ts';

/** How the members of a network are trained, in the terms of the trainer. */
export interface FitSettings {
  /** Networks trained from other first weights, each with another part of the rows held out; they answer together. */
  readonly members: number;
  /** Share of the training rows that says when to stop. */
  readonly held: number;
  readonly rate: number | 'auto';
  readonly training: Omit<TrainSettings, 'rate' | 'from' | 'onEpoch'> & {
    readonly shape: TrainSettings['rate']['shape'];
  };
}

export interface Member extends MemberRows {
  readonly trained: Trained;
}

export interface FittedNetwork {
  readonly network: Network;
  readonly members: readonly Member[];
  readonly rate: number;
}

/** Inputs, body and head as something that can be trained. */
export function networkOf(parts: readonly InputPart[], body: Body, head: Head): Network {
  const lastOf = (scope: Scope, batch: Batch): Tensor => head.last(scope.at('last'), body(scope.at('body'), batch));
  return {
    inputs: fieldsOf(parts),
    targets: head.targets,
    loss(scope, batch, weights) {
      const loss = head.loss(lastOf(scope, batch), batch, weights);
      return scope.parts.penalties.reduce((sum, each) => add(sum, weightedMean(each, weights)), loss);
    },
    outputs: (scope, batch) => ({ last: lastOf(scope, batch) }),
  };
}

/** Trains the members one after another. @throws {UnsupportedError} the context has no engine; as `train`. */
export async function fitNetwork(
  data: TrainView,
  parts: readonly InputPart[],
  fields: Readonly<Record<string, HostTensor>>,
  body: Body,
  head: Head,
  { members, held, rate: asked, training }: FitSettings,
  ctx: Context,
): Promise<FittedNetwork> {
  requireEngine(ctx, 'networks');
  const network = networkOf(parts, body, head);
  const all = { fields: { ...fields, ...head.fields }, weights: head.weights };
  const rows = memberRows(data, members, held, ctx.random.at('held'));
  const { shape, ...settings } = training;
  const rate =
    asked === 'auto'
      ? await findRate(network, { ...all, ...rows[0]! }, settings, withRandom(ctx, ctx.random.at('rate')))
      : asked;
  const fitted: Member[] = [];
  for (const [m, own] of rows.entries()) {
    throwIfCancelled(ctx.signal, 'networks');
    const data: TrainingData = { ...all, ...own };
    const progress = (done: number, label: string) => ctx.progress((m + done) / members, label);
    const trained = await train(
      network,
      data,
      { ...settings, rate: { rate, shape } },
      { ...withRandom(ctx, ctx.random.at('member', m)), progress },
    );
    fitted.push({ ...own, trained });
  }
  return { network, members: fitted, rate };
}
