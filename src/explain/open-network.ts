import { UnsupportedError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import type { ParsedTensor } from '../graph/onnx/parse-model.ts';
import { readModel } from '../graph/read-model.ts';
import type { Body } from '../learn/neural/body.ts';
import type { NetworkLearner } from '../learn/neural/network-learner.ts';
import type { NetworkFacts } from '../learn/neural/network-model.ts';
import type { InputPart } from '../learn/neural/parts.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { Model } from '../table/contract.ts';

/** A trained network taken apart again: its layers, and the numbers that each member learned. */
export interface OpenNetwork {
  readonly parts: readonly InputPart[];
  readonly body: Body;
  /** Of each member: name → numbers. */
  readonly members: readonly ReadonlyMap<string, ParsedTensor>[];
}

/** @throws {UnsupportedError} the model is no network. */
export async function openNetwork(model: Model, where: string): Promise<OpenNetwork> {
  const { kind, json, arrays } = model.toState();
  const entry = learnerByWord(kind, where);
  if (!entry.network) {
    throw new UnsupportedError({
      where,
      problem: `looks into networks, got '${kind}'`,
      hint: 'fit mlp, sequence-cnn or another network',
    });
  }
  const { params, parts } = json as unknown as NetworkFacts;
  const { create } = await entry.load();
  const { architecture } = create(checkParams(entry.params, params, kind)) as NetworkLearner;
  const members: Map<string, ParsedTensor>[] = [];
  for (const [name, tensor] of readModel(arrays.onnx as Uint8Array, { where: kind }).parameters) {
    const [, member, own] = /^member(\d+)\.(.*)$/.exec(name) ?? [];
    if (own === undefined) continue;
    members[Number(member) - 1] ??= new Map();
    members[Number(member) - 1]!.set(own, tensor);
  }
  return { parts, body: architecture(parts), members };
}
