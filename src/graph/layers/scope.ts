import { ShapeError } from '../../base/errors.ts';
import type { RandomStream } from '../../base/random.ts';
import { reshape } from '../ops/reshape.ts';
import { sliceFrom } from '../ops/slice-from.ts';
import { sameShape, showShape } from '../shape.ts';
import { input, type Tensor } from '../tensor.ts';

/** First values of a parameter, [product of shape]. */
export type Initial = (shape: readonly number[], random: RandomStream) => Float32Array;

/** Numbers that belong to a network: learned by gradient (weights), or kept up while it learns (running means). */
export interface Parameter {
  readonly value: Tensor;
  readonly shape: readonly number[];
  readonly initial: Initial;
  readonly learned: boolean;
  /** Whether weight decay pulls it to 0: weights, not biases or scales. */
  readonly decays: boolean;
}

export type NoiseKind = 'uniform' | 'normal';

/** A stretch of random numbers that one step draws: where in the pool it starts is fed. */
export interface NoiseDraw {
  readonly kind: NoiseKind;
  readonly size: number;
  readonly start: Tensor;
}

/** What the layers of one network have in common while it is put together: `Scope` without a place. */
export class NetworkParts {
  readonly parameters = new Map<string, Parameter>();
  /** Running parameters → what a step makes of them. */
  readonly updates = new Map<string, Tensor>();
  readonly noise: NoiseDraw[] = [];
  readonly pools = new Map<NoiseKind, Tensor>();
  /** What layers want to be small besides the loss of the network, [n] each: what a code loses of its sample. */
  readonly penalties: Tensor[] = [];
  /** Name of a layer of rectified units → their outputs, so that a layer that has died can be named. */
  readonly rectified = new Map<string, Tensor>();
  /** Place of a layer that reads letters → the letters as channels, [n, letters, positions]: what slopes by letter are taken of. */
  readonly letters = new Map<string, Tensor>();
  readonly training: boolean;
  /** What stands for a parameter: by default an input of its name. */
  readonly standsFor: (name: string, shape: readonly number[]) => Tensor;

  constructor(
    training: boolean,
    standsFor = (name: string, shape: readonly number[]): Tensor => input(name, 'float32', shape),
  ) {
    this.training = training;
    this.standsFor = standsFor;
  }
}

/**
 * Where a layer gets its parameters from, under names of its place: `encoder.dense1.weight`. The same layers called with a training scope and
 * with one that is not give the network that learns and the one that predicts; parameters of one name are the same.
 */
export class Scope {
  readonly parts: NetworkParts;
  private readonly path: string;

  constructor(parts: NetworkParts, path = '') {
    this.parts = parts;
    this.path = path;
  }

  /** Whether dropout drops and normalisation looks at the batch. */
  get training(): boolean {
    return this.parts.training;
  }

  /** A part of the network. */
  at(name: string | number): Scope {
    return new Scope(this.parts, this.nameOf(`${name}`));
  }

  nameOf(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }

  /** A weight, learned. @throws {ShapeError} another shape than that of the same name. */
  weight(name: string, shape: readonly number[], initial: Initial): Tensor {
    return this.parameter(name, shape, initial, true, true);
  }

  /** A bias or scale, learned, not pulled to 0. */
  offset(name: string, shape: readonly number[], initial: Initial): Tensor {
    return this.parameter(name, shape, initial, true, false);
  }

  /** A value that steps keep up without a gradient. @param next what this step makes of it, from its value. */
  running(name: string, shape: readonly number[], initial: Initial, next?: (value: Tensor) => Tensor): Tensor {
    const value = this.parameter(name, shape, initial, false, false);
    if (this.training && next) this.parts.updates.set(this.nameOf(name), next(value));
    return value;
  }

  /** Random numbers of this step, uniform in [0, 1) or standard normal. Only in training. */
  noise(kind: NoiseKind, shape: readonly number[]): Tensor {
    const { noise, pools } = this.parts;
    const size = shape.reduce((a, b) => a * b, 1);
    const start = input(`noise ${noise.length}`, 'int64', [1]);
    noise.push({ kind, size, start });
    if (!pools.has(kind)) pools.set(kind, input(`pool ${kind}`, 'float32', ['pool']));
    return reshape(sliceFrom(pools.get(kind)!, start, size), shape);
  }

  /** Adds to the loss of every sample. @param each [n]. */
  penalty(each: Tensor): void {
    this.parts.penalties.push(each);
  }

  /** Says that these are the outputs of rectified units, channels or features on axis 1. */
  rectified(outputs: Tensor): Tensor {
    this.parts.rectified.set(this.path, outputs);
    return outputs;
  }

  /** Says that these are the letters that a layer reads. */
  letters(channels: Tensor): Tensor {
    this.parts.letters.set(this.path, channels);
    return channels;
  }

  private parameter(
    name: string,
    shape: readonly number[],
    initial: Initial,
    learned: boolean,
    decays: boolean,
  ): Tensor {
    const full = this.nameOf(name);
    const known = this.parts.parameters.get(full);
    if (known && !sameShape(known.shape, shape)) {
      throw new ShapeError({
        where: full,
        problem: `has shape ${showShape(known.shape)} elsewhere, got ${showShape(shape)}`,
      });
    }
    const value = known?.value ?? this.parts.standsFor(full, shape);
    if (!known) this.parts.parameters.set(full, { value, shape, initial, learned, decays });
    return value;
  }
}
