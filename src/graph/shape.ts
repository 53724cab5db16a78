import { ShapeError } from '../base/errors.ts';

/** A size, or the name of one that is only known when the network is run: `N` samples. */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** What the elements of a tensor are. */
export type DType = 'float32' | 'float64' | 'int64' | 'int32' | 'uint8' | 'bool';

/** `[64, 4, 1000]`, as messages show it. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Number of elements. @throws {ShapeError} a size that is not known yet. */
export function sizeOf(shape: Shape, where = 'shape'): number {
  return knownSizes(shape, where).reduce((product, size) => product * size, 1);
}

/** The sizes as numbers. @throws {ShapeError} one that is not known yet. */
export function knownSizes(shape: Shape, where: string): number[] {
  return shape.map((size) => {
    if (typeof size === 'number') return size;
    throw new ShapeError({ where, problem: `every size must be known, got ${showShape(shape)}` });
  });
}

/** An axis counted from the front. @param axis −rank … rank − 1. @throws {ShapeError} there is no such axis. */
export function axisOf(axis: number, shape: Shape, where: string): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (at >= 0 && at < shape.length) return at;
  throw new ShapeError({ where, problem: `axis must be one of ${showShape(shape)}, got ${axis}` });
}

/** The shape of an element-wise result: sizes are matched from the last axis on, and a size of 1 is stretched. Undefined: they do not match. */
export function broadcastShape(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let back = rank; back > 0; back--) {
    const left = a[a.length - back] ?? 1;
    const right = b[b.length - back] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    out.push(left === 1 ? right : left);
  }
  return out;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
