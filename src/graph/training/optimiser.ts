import { add } from '../ops/add.ts';
import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { sqrt } from '../ops/sqrt.ts';
import { sub } from '../ops/sub.ts';
import { scalar, type Tensor } from '../tensor.ts';

export interface OptimiserOptions {
  /** Default adam. */
  readonly kind?: 'adam' | 'sgd';
  /** Share of a weight that is taken off at each step, times the learning rate (AdamW). Default 0. */
  readonly weightDecay?: number;
  /** Of sgd. Default 0.9. */
  readonly momentum?: number;
}

/** Scalars of one step, fed: what depends on its number is computed outside. */
export const SCHEDULE_WIDTH = 3;

export interface Optimiser {
  /** How many running sums a parameter has, of its shape each. */
  readonly slots: number;
  /** [step size, ε, decay] of step t (from 1) at a learning rate. */
  schedule(rate: number, t: number): readonly [number, number, number];
  step(value: Tensor, gradient: Tensor, slots: readonly Tensor[], schedule: Schedule, decays: boolean): Stepped;
}
export interface Schedule {
  readonly size: Tensor;
  readonly epsilon: Tensor;
  readonly decay: Tensor;
}
export interface Stepped {
  readonly value: Tensor;
  readonly slots: readonly Tensor[];
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** An optimiser by its name. Decay is decoupled from the gradient in both. */
export function optimiser({ kind = 'adam', weightDecay = 0, momentum = 0.9 }: OptimiserOptions = {}): Optimiser {
  return kind === 'adam' ? adam(weightDecay) : sgd(weightDecay, momentum);
}

/**
 * Adam, and AdamW with decay. Its running means m and v are kept as M = m / (1 − β₁) and V = v / (1 − β₂), which saves two passes over every
 * weight: M ← β₁M + g, V ← β₂V + g². The step size and ε take the difference up, and the correction of both means for the first steps.
 * Source: Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019. Checked against PyTorch 1.13.
 */
function adam(weightDecay: number): Optimiser {
  return {
    slots: 2,
    schedule(rate, t) {
      const root = Math.sqrt((1 - BETA2) / (1 - BETA2 ** t));
      return [(rate * (1 - BETA1)) / (1 - BETA1 ** t) / root, EPSILON / root, rate * weightDecay];
    },
    step(value, gradient, [mean, square], { size, epsilon, decay }, decays) {
      const M = add(mul(mean!, scalar(BETA1)), gradient);
      const V = add(mul(square!, scalar(BETA2)), mul(gradient, gradient));
      const stepped = sub(value, mul(div(M, add(sqrt(V), epsilon)), size));
      return { value: decays && weightDecay > 0 ? sub(stepped, mul(value, decay)) : stepped, slots: [M, V] };
    },
  };
}

/** Gradient descent with momentum: u ← μu + g, w ← w − rate · u. Source: Sutskever et al. 2013, in PyTorch's form. */
function sgd(weightDecay: number, momentum: number): Optimiser {
  return {
    slots: 1,
    schedule: (rate) => [rate, 0, rate * weightDecay],
    step(value, gradient, [speed], { size, decay }, decays) {
      const u = add(mul(speed!, scalar(momentum)), gradient);
      const stepped = sub(value, mul(u, size));
      return { value: decays && weightDecay > 0 ? sub(stepped, mul(value, decay)) : stepped, slots: [u] };
    },
  };
}
