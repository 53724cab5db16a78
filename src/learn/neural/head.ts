import type { HostTensor } from '../../base/network-engine.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Batch, Field } from '../../graph/training/network.ts';
import type { Outcome } from './network-model.ts';

/** What a network is to answer: the truth it learns from, its last layer, its loss, and what it says of new samples. */
export interface Head {
  /** The truth as the loss reads it: names that no input has. */
  readonly targets: Readonly<Record<string, Field>>;
  readonly fields: Readonly<Record<string, HostTensor>>;
  /** What each row counts for in the loss, [n]. */
  readonly weights: Float32Array;
  /** From features [n, width] to the numbers that loss and answer are made of. */
  last(scope: Scope, features: Tensor): Tensor;
  /** @returns []. */
  loss(last: Tensor, batch: Batch, weights: Tensor): Tensor;
  /** The common answer of several members, under the name that it has in the exported network. */
  answer(lasts: readonly Tensor[]): Readonly<Record<string, Tensor>>;
  /** How the answer is read. */
  readonly outcome: Outcome;
  /** Of curves: the times at which they are answered. */
  readonly times?: Float64Array;
}

export interface HeadOptions {
  /** Whether every class counts the same. */
  readonly balanced: boolean;
  /** Of numbers. */
  readonly loss: 'squared' | 'huber';
  /** Of survival. */
  readonly survival: 'cox' | 'intervals';
}
