import { expect, test } from 'vitest';
import { graphLayout } from './graph-layout.ts';

const distance = ({ x, y }: ReturnType<typeof graphLayout>, a: number, b: number) =>
  Math.sqrt((x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2);

test('neighbours lie nearer than strangers, and no two nodes in one place', () => {
  // Two cliques of six, joined by one edge.
  const clique = (from: number) =>
    Array.from({ length: 6 }, (_, a) => Array.from({ length: a }, (_, b) => [from + a, from + b] as const)).flat();
  const layout = graphLayout(12, [...clique(0), ...clique(6), [0, 6]], 1.4);
  const pairs = Array.from({ length: 12 }, (_, a) => Array.from({ length: a }, (_, b) => [a, b] as const)).flat();
  const mean = (own: readonly (readonly [number, number])[]) =>
    own.reduce((sum, [a, b]) => sum + distance(layout, a, b), 0) / own.length;
  const inside = pairs.filter(([a, b]) => a < 6 === b < 6);
  const across = pairs.filter(([a, b]) => a < 6 !== b < 6);
  expect(mean(across)).toBeGreaterThan(2 * mean(inside));
  expect(Math.min(...pairs.map(([a, b]) => distance(layout, a, b)))).toBeGreaterThan(0.03);
  expect([...layout.x, ...layout.y].every((value) => value >= 0 && value <= 1)).toBe(true);
});

test('parts that do not hang together stay in the drawing, and one node lies in the middle', () => {
  const { x } = graphLayout(4, [[0, 1]], 1);
  expect(x.every(Number.isFinite)).toBe(true);
  expect(graphLayout(1, [], 1)).toEqual({ x: Float64Array.of(0.5), y: Float64Array.of(0.5) });
});
