import type { Context } from '../base/context.ts';
import { NotFoundError, ParamError } from '../base/errors.ts';
import { breathe } from '../numeric/breathe.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf, denseCopy } from '../table/matrix.ts';
import type { Attribution } from './attribution.ts';
import { columnMean } from './column-mean.ts';
import { predictedOutputs } from './predicted-outputs.ts';

export interface OcclusionOptions {
  /** Rows whose means stand in for what is covered. */
  readonly reference: View;
  /** Name of the block; default the first that has a shape. */
  readonly block?: string;
  /** Places that are covered together along each axis of space or time; default an eighth of the axis. The patch moves by half of it. */
  readonly size?: number;
}

/**
 * Occlusion of images and signals: how much the output falls when a patch (of an image: a square, of a signal: a stretch, all channels together) is covered with the
 * mean of the reference rows; of each value the mean over the patches that cover it. Of any model; not additive. base: the mean output of the reference rows.
 * @throws {NotFoundError} no block with a shape. @throws {ParamError} a size below 1. Cost a prediction of all rows for each patch.
 * Source: Zeiler & Fergus 2014, ECCV, §4.2.
 */
export async function occlusion(
  model: Model,
  data: View,
  ctx: Context,
  { reference, block, size }: OcclusionOptions,
): Promise<Attribution> {
  const where = 'occlusion';
  const part = data.parts?.find(({ name, shape }) => shape && (block === undefined || name === block));
  if (!part?.shape) throw new NotFoundError({ where, problem: 'needs a block of images or signals, got none' });
  if (size !== undefined && !(size >= 1))
    throw new ParamError({ where, problem: `size must be at least 1, got ${size}` });
  const [first = 1, ...axes] = part.shape;
  const inner = axes.length > 0 ? axes : [first];
  const channels = axes.length > 0 ? first : 1;
  const plane = inner.reduce((a, b) => a * b, 1);
  const starts = inner.map((length) => {
    const patch = Math.min(length, size ?? Math.max(1, Math.round(length / 8)));
    const step = Math.max(1, patch >> 1);
    return {
      patch,
      at: Array.from({ length: Math.ceil((length - patch) / step) + 1 }, (_, k) => Math.min(k * step, length - patch)),
    };
  });
  const whole = await predictedOutputs(model, data, ctx);
  const around = await predictedOutputs(model, reference, ctx);
  const [n, width, K] = [data.X.nRows, part.end0 - part.start0, whole.outputs.length];
  const values = new Float64Array(K * width * n);
  const covered = new Float64Array(width);
  for (const corner of product(starts.map(({ at }) => at))) {
    await breathe(ctx, where);
    const places = product(corner.map((from, a) => Array.from({ length: starts[a]!.patch }, (_, k) => from + k)))
      .map((place) => place.reduce((sum, at, a) => sum * inner[a]! + at, 0))
      .flatMap((at) => Array.from({ length: channels }, (_, c) => c * plane + at));
    const X = denseCopy(data.X);
    for (const at of places) columnOf(X, part.start0 + at).fill(columnMean(reference.X, part.start0 + at));
    const said = await predictedOutputs(model, { ...data, X }, ctx);
    for (const at of places) {
      covered[at]!++;
      for (let k = 0; k < K; k++)
        for (let i = 0; i < n; i++)
          values[(k * width + at) * n + i]! += whole.values[k * n + i]! - said.values[k * n + i]!;
    }
  }
  for (let at = 0; at < values.length; at++) values[at]! /= covered[Math.floor(at / n) % width]!;
  const features = Uint32Array.from({ length: width }, (_, at) => part.start0 + at);
  const m = reference.X.nRows;
  return {
    ...{ outputs: whole.outputs, scale: whole.scale, features, nRows: n, values },
    names: Array.from(features, (j) => data.features[j]!),
    base: Float64Array.from(
      { length: K },
      (_, k) => around.values.subarray(k * m, (k + 1) * m).reduce((a, b) => a + b, 0) / m,
    ),
  };
}

/** Every choice of one entry from each list. */
function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((head) => list.map((one) => [...head, one])), [[]]);
}
