import type { Scope } from '../../graph/layers/scope.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { InputPart } from './parts.ts';

/** The network below its last layer: from inputs by name to features [n, width]. Builds the same layers under the same names every time. */
export type Body = (scope: Scope, inputs: Readonly<Record<string, Tensor>>) => Tensor;

/** Lays out a body for the inputs that there are. */
export type Architecture = (parts: readonly InputPart[]) => Body;
