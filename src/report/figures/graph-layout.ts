/** Places of the nodes of a small graph, within 0 … 1 both ways, [n] each. */
export interface Layout {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const ROUNDS = 400;

/**
 * Nodes push one another away, edges pull their ends together, until they rest; a pull towards the middle keeps parts that hang together from drifting off. Starts on
 * a square spiral and uses square roots alone, so that every machine draws the same. @param edges pairs of nodes. @param aspect width to height.
 * Cost O(400 · n²). Source: Fruchterman & Reingold 1991, Softw. Pract. Exper. 21(11).
 */
export function graphLayout(n: number, edges: readonly (readonly [number, number])[], aspect: number): Layout {
  const [x, y] = spiral(n);
  const size = Math.sqrt(n);
  for (let round = 0; round < ROUNDS; round++) {
    const [dx, dy] = [new Float64Array(n), new Float64Array(n)];
    for (let a = 0; a < n; a++) {
      dx[a]! -= 0.06 * x[a]!;
      dy[a]! -= 0.06 * aspect * y[a]!;
      for (let b = 0; b < a; b++) {
        const [ux, uy] = [x[a]! - x[b]!, y[a]! - y[b]!];
        const push = 1 / Math.max(1e-3, ux * ux + uy * uy);
        for (const [node, sign] of [[a, 1] as const, [b, -1] as const]) {
          dx[node]! += sign * ux * push;
          dy[node]! += sign * uy * push;
        }
      }
    }
    for (const [a, b] of edges) {
      const [ux, uy] = [x[a]! - x[b]!, y[a]! - y[b]!];
      const pull = Math.sqrt(ux * ux + uy * uy);
      for (const [node, sign] of [[a, -1] as const, [b, 1] as const]) {
        dx[node]! += sign * ux * pull;
        dy[node]! += sign * uy * pull;
      }
    }
    const step = 0.1 * size * (1 - round / ROUNDS);
    for (let a = 0; a < n; a++) {
      const length = Math.sqrt(dx[a]! ** 2 + dy[a]! ** 2) || 1;
      x[a]! += (dx[a]! / length) * Math.min(step, length);
      y[a]! += (dy[a]! / length) * Math.min(step, length);
    }
  }
  return { x: toUnit(x), y: toUnit(y) };
}

/** Round and round a square: no two in one place, and none in line with all others. */
function spiral(n: number): [Float64Array, Float64Array] {
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const turns = [
    [1, 0.13],
    [-0.13, 1],
    [-1, -0.13],
    [0.13, -1],
  ] as const;
  let [turn, left, length] = [0, 1, 1];
  for (let a = 1; a < n; a++) {
    x[a] = x[a - 1]! + turns[turn % 4]![0];
    y[a] = y[a - 1]! + turns[turn % 4]![1];
    left--;
    if (left > 0) continue;
    turn++;
    if (turn % 2 === 0) length++;
    left = length;
  }
  return [x, y];
}

function toUnit(values: Float64Array): Float64Array {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return values.map((value) => (high > low ? Number(((value - low) / (high - low)).toFixed(4)) : 0.5));
}
