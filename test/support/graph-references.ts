/** Plain float64 arrays of several axes: what the operations of a graph are compared with. */
export interface Nd {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** An array whose value at each place is computed from the place. */
export function nd(shape: readonly number[], value: (at: readonly number[]) => number): Nd {
  const data = new Float64Array(sizeOf(shape));
  placesOf(shape).forEach((at, k) => {
    data[k] = value(at);
  });
  return { shape, data };
}

/** Every place of a shape, the last axis fastest. */
export function placesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, size) => all.flatMap((at) => Array.from({ length: size }, (_, k) => [...at, k])),
    [[]],
  );
}

/** The value at a place; outside, 0. Axes of size 1 are stretched, and places may have more axes than the array. */
export function at({ shape, data }: Nd, place: readonly number[]): number {
  const own = place.slice(place.length - shape.length);
  let k = 0;
  for (const [axis, size] of shape.entries()) {
    const i = size === 1 ? 0 : own[axis]!;
    if (i < 0 || i >= size) return 0;
    k = k * size + i;
  }
  return data[k]!;
}

export interface WindowRules {
  readonly size: readonly number[];
  readonly stride?: readonly number[];
  readonly before?: readonly number[];
  readonly after?: readonly number[];
  readonly dilation?: readonly number[];
}

function settled(from: readonly number[], rules: WindowRules) {
  const ones = rules.size.map(() => 1);
  const none = rules.size.map(() => 0);
  const { size, stride = ones, before = none, after = none, dilation = ones } = rules;
  const to = from.map(
    (n, a) => Math.floor((n + before[a]! + after[a]! - (size[a]! - 1) * dilation[a]! - 1) / stride[a]!) + 1,
  );
  const source = (place: readonly number[], tap: readonly number[]) =>
    place.map((p, a) => p * stride[a]! + tap[a]! * dilation[a]! - before[a]!);
  return { to, source };
}

/** Σ over channels of a group and taps of x · w. */
export function convReference(x: Nd, w: Nd, rules: Omit<WindowRules, 'size'>, groups = 1): Nd {
  const size = w.shape.slice(2);
  const { to, source } = settled(x.shape.slice(2), { ...rules, size });
  const inner = w.shape[1]!;
  const taps = placesOf(size);
  return nd([x.shape[0]!, w.shape[0]!, ...to], ([n, o, ...place]) => {
    const group = Math.floor((o! * groups) / w.shape[0]!);
    let sum = 0;
    for (let c = 0; c < inner; c++)
      for (const tap of taps) {
        const from = source(place, tap);
        const inside = from.every((i, a) => i >= 0 && i < x.shape[a + 2]!);
        if (inside) sum += at(x, [n!, group * inner + c, ...from]) * at(w, [o!, c, ...tap]);
      }
    return sum;
  });
}

/** The largest, or the mean with zeros for padding, of each window. */
export function poolReference(x: Nd, rules: WindowRules, kind: 'max' | 'mean'): Nd {
  const { to, source } = settled(x.shape.slice(2), rules);
  const taps = placesOf(rules.size);
  return nd([...x.shape.slice(0, 2), ...to], ([n, c, ...place]) => {
    const values = taps.flatMap((tap) => {
      const from = source(place, tap);
      const inside = from.every((i, a) => i >= 0 && i < x.shape[a + 2]!);
      return inside ? [at(x, [n!, c!, ...from])] : [];
    });
    return kind === 'max' ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / taps.length;
  });
}

/** What a function makes of the values along some axes, one value for each place of the others. */
export function reduceReference(x: Nd, axes: readonly number[], by: (values: number[]) => number, keep = false): Nd {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const own = placesOf(x.shape.map((size, axis) => (axes.includes(axis) ? size : 1)));
  const out = nd(kept, (place) =>
    by(
      own.map((offset) =>
        at(
          x,
          place.map((p, axis) => p + offset[axis]!),
        ),
      ),
    ),
  );
  return keep ? out : { ...out, shape: x.shape.filter((_, axis) => !axes.includes(axis)) };
}
