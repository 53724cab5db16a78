import { NetworkParts, Scope } from '../../graph/layers/scope.ts';
import type { Dim } from '../../graph/shape.ts';
import { constant, input, type Tensor } from '../../graph/tensor.ts';
import { writeModel } from '../../graph/write-model.ts';
import type { Body } from './body.ts';
import type { Member } from './fit-network.ts';
import type { Head } from './head.ts';
import { fieldsOf, type InputPart } from './parts.ts';

/** An input for each part. @param n samples; default any number. */
export function inputsOf(parts: readonly InputPart[], n: Dim = 'N'): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(fieldsOf(parts)).map(([name, { dtype, shape }]) => [name, input(name, dtype, [n, ...shape])]),
  );
}

/** The last layer of one member, with the numbers that it learned in place of its parameters. */
export function lastOf(
  inputs: Readonly<Record<string, Tensor>>,
  body: Body,
  head: Head,
  { trained }: Pick<Member, 'trained'>,
  prefix = '',
): Tensor {
  const learned = (name: string, shape: readonly number[]) =>
    constant(trained.parameters[name]!, shape, `${prefix}${name}`);
  const scope = new Scope(new NetworkParts(false, learned));
  return head.last(scope.at('last'), body(scope.at('body'), inputs));
}

/** What members answer together, as one ONNX file that holds all their numbers. */
export function writeAnswer(
  parts: readonly InputPart[],
  body: Body,
  head: Head,
  members: readonly Pick<Member, 'trained'>[],
  facts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const inputs = inputsOf(parts);
  const lasts = members.map((member, m) => lastOf(inputs, body, head, member, `member${m + 1}.`));
  return writeModel(head.answer(lasts), Object.values(inputs), { facts });
}
