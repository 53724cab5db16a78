import type { Scope } from '../layers/scope.ts';
import type { DType } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** One array of the training data, a row for each sample. */
export interface Field {
  readonly dtype: DType;
  /** Of one sample: [] for a number, [4, 1000] for a picture of two axes. */
  readonly shape: readonly number[];
}

/** A batch: fields by name, [batch, ...shape] each. */
export type Batch = Readonly<Record<string, Tensor>>;

/**
 * Something that learns: what it is fed, what it wants to be small, and what it answers. Both are built from the same layers under the same
 * names, so that they share parameters.
 */
export interface Network {
  /** What `outputs` needs of a sample. */
  readonly inputs: Readonly<Record<string, Field>>;
  /** What `loss` needs besides: the truth. */
  readonly targets: Readonly<Record<string, Field>>;
  /** Loss of a batch, []. @param weights of the samples, [batch], ≥ 0: padding has weight 0. */
  loss(scope: Scope, batch: Batch, weights: Tensor): Tensor;
  /** What is predicted, by name, [batch, ...] each. The scope is not one of training. */
  outputs(scope: Scope, batch: Batch): Readonly<Record<string, Tensor>>;
}
