import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import type { ParamValues } from '../../base/params.ts';
import { takeRows } from '../../graph/training/evaluate-rows.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import type { RowPredictions } from '../../table/prediction.ts';
import { requireTask } from '../../table/target.ts';
import type { Architecture, Body } from './body.ts';
import { type FitSettings, type FittedNetwork, fitNetwork, type Member } from './fit-network.ts';
import type { Head, HeadOptions } from './head.ts';
import { headFor } from './head-for.ts';
import { answersFor, type NetworkFacts, networkModel, type Outcome, readAnswer } from './network-model.ts';
import { type InputOptions, inputFields, inputParts } from './parts.ts';
import { slopesOf } from './slopes-of.ts';
import { fitCurves } from './survival-curves.ts';
import { writeAnswer } from './write-answer.ts';

/** A learner whose layers can be laid out by themselves. */
export interface NetworkLearner extends Learner {
  readonly architecture: Architecture;
}

/**
 * What all networks have in common as learners: the inputs from a view, the head for its target, members trained and stopped by held-out rows, and
 * one ONNX file of the whole that is the model.
 * Not the same bits on every processor: ONNX Runtime chooses its arithmetic by it. On one machine the same bits every time.
 */
export function networkLearner(
  kind: string,
  params: ParamValues,
  architecture: Architecture,
  options: InputOptions = {},
): NetworkLearner {
  return {
    kind,
    params,
    architecture,
    holdsOut: (params.held as number) > 0,
    async fit(data, ctx) {
      throwIfCancelled(ctx.signal, kind);
      const parts = inputParts(data, kind, options);
      const body = architecture(parts);
      const fields = inputFields(data, parts, kind);
      const head = headFor(data, headOptions(params), kind);
      const fitted = await fitNetwork(data, parts, fields, body, head, fitSettings(params), ctx);
      return modelOf({ kind, params, parts }, data, fields, body, head, fitted, ctx);
    },
  };
}

/** The settings of `trainingParams` in the trainer's terms. */
function fitSettings(params: ParamValues): FitSettings {
  const number = (name: string) => params[name] as number;
  return {
    members: number('members'),
    held: number('held'),
    rate: params.rate as number | 'auto',
    training: {
      epochs: number('epochs'),
      batch: number('batch'),
      patience: number('patience'),
      shape: params.schedule as FitSettings['training']['shape'],
      optimiser: { kind: params.optimiser as 'adam' | 'sgd', weightDecay: number('weight-decay') },
      ...(number('clip') > 0 ? { clip: number('clip') } : {}),
    },
  };
}

function headOptions(params: ParamValues): HeadOptions {
  return {
    balanced: params['class-weight'] === 'balanced',
    loss: params.loss as HeadOptions['loss'],
    survival: params.survival as HeadOptions['survival'],
  };
}

/** The model of what was fitted. */
async function modelOf(
  facts: Pick<NetworkFacts, 'kind' | 'params' | 'parts'>,
  data: TrainView,
  fields: Readonly<Record<string, HostTensor>>,
  body: Body,
  head: Head,
  fitted: FittedNetwork,
  ctx: Context,
): Promise<Model> {
  const { kind, parts } = facts;
  const { members, rate } = fitted;
  const onnx = writeAnswer(parts, body, head, members, { learner: kind });
  const importance = await slopesOf(fields, parts, body, head, fitted, ctx);
  const summary = {
    members: members.length,
    rate,
    'best-epoch': Math.round(mean(members.map(({ trained }) => trained.epoch))),
    'held-loss': mean(members.map(({ trained }) => trained.loss)),
  };
  const { outcome, times = new Float64Array() } = head;
  if (outcome.task !== 'survival' || outcome.form !== 'hazards') {
    const none = new Float64Array();
    const model = networkModel({ ...facts, outcome, summary }, { onnx, importance, times, cumulativeHazard: none });
    if (outcome.task !== 'classification') return model;
    const answer = (member: Member, rows: Readonly<Record<string, HostTensor>>) =>
      answersFor(writeAnswer(parts, body, head, [member]), rows, kind, ctx);
    const heldOut = await heldOutOf(members, outcome, fields, answer);
    return heldOut.length > 0 ? { ...model, heldOut } : model;
  }
  const target = requireTask(data.target, 'survival', kind);
  const { slope, ...curves } = await fitCurves({ ...data, target }, fitted, (some) =>
    answersFor(writeAnswer(parts, body, head, some), fields, kind, ctx),
  );
  return networkModel({ ...facts, outcome: { ...outcome, slope }, summary }, { onnx, importance, ...curves });
}

/** What each member answers for the rows that it did not learn from. */
async function heldOutOf(
  members: readonly Member[],
  outcome: Outcome,
  fields: Readonly<Record<string, HostTensor>>,
  answer: (member: Member, fields: Readonly<Record<string, HostTensor>>) => Promise<Float64Array>,
): Promise<RowPredictions[]> {
  const parts: RowPredictions[] = [];
  for (const member of members) {
    const { held } = member;
    if (held.length === 0) continue;
    const own = Object.fromEntries(
      Object.entries(fields).map(([name, all]): [string, HostTensor] => [name, takeRows(all, held)]),
    );
    parts.push({ rows: held, prediction: readAnswer(outcome, await answer(member, own)) });
  }
  return parts;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
