import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { drawSvg } from './figure.ts';
import { pointCloud } from './point-cloud.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const write = (value: number) => value.toFixed(1);
const line = (n: number) => Float64Array.from({ length: n }, (_, i) => i / n);
const draw = (n: number) => {
  const cloud = pointCloud(['a', 'b'], line(n), line(n), 0.5, write);
  return { ...cloud, svg: drawSvg(document, 'points', { marks: [cloud.marks] }) };
};

test('few points are all drawn, each with its values at hand', () => {
  const { svg, said, data } = draw(100);
  expect(svg.match(/<circle/g)).toHaveLength(100);
  expect(svg).toContain('<title>a 0.5, b 0.5</title>');
  expect(said).toBe('');
  expect(data.rows).toHaveLength(100);
});

test('thousands are thinned, and it is said', () => {
  const { svg, said, data } = draw(9000);
  expect(svg.match(/<circle/g)).toHaveLength(3000);
  expect(svg).not.toContain('<title>');
  expect(said).toBe(' One sample in 3 is drawn.');
  expect(data.rows).toHaveLength(3000);
});

test('above 20,000 every sample counts, in the shade of its cell', () => {
  const { svg, said, data } = draw(64_000);
  expect(svg.match(/<rect/g)).toHaveLength(64);
  expect(data.rows.reduce((sum, row) => sum + (row[2] as number), 0)).toBe(64_000);
  expect(data.rows.map((row) => row[2])).toEqual(Array(64).fill(1000));
  expect(said).toContain('the 64,000 samples lie there, up to 1,000');
});

test('values that are all the same make one cell', () => {
  const { data, xRange } = pointCloud(['a', 'b'], new Float64Array(30_000), line(30_000), 0.5, write);
  expect(xRange).toEqual([0, 0]);
  expect(data.rows).toHaveLength(64);
});
