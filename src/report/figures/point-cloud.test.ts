import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { drawSvg } from './figure.ts';
import { pointCloud } from './point-cloud.ts';
import { drawPoints } from './points.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const write = (value: number) => value.toFixed(1);
const line = (n: number) => Float64Array.from({ length: n }, (_, i) => i / n);
const draw = (x: Float64Array, y: Float64Array) => {
  const cloud = pointCloud(['a', 'b'], x, y, 0.5, write);
  return { ...cloud, svg: drawSvg(document, 'points', { marks: [cloud.marks] }) };
};

/** The masks of a drawing: shade of each pixel, and how many have one. */
function masksOf(svg: string) {
  return Array.from(svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g), ([, text]) => {
    const { data, width, height } = decode(Uint8Array.from(atob(text!), (c) => c.charCodeAt(0)));
    const inked = Array.from(data.keys()).filter((at) => data[at]! > 0);
    return { data, width, height, inked };
  });
}

test('few points are all drawn, each with its values at hand', () => {
  const { svg, said, data } = draw(line(100), line(100));
  expect(svg.match(/<circle/g)).toHaveLength(100);
  expect(svg).toContain('<title>a 0.5, b 0.5</title>');
  expect(said).toBe('');
  expect(data.rows).toHaveLength(100);
});

test('thousands become one picture, in which every one of them is', () => {
  const { svg, said, data } = draw(line(64_000), line(64_000));
  expect(svg).not.toContain('<circle');
  const [mask, ...others] = masksOf(svg);
  expect(others).toEqual([]);
  // Along the diagonal of the frame each column and each row has ink, and nothing lies off it.
  const { width, height, inked } = mask!;
  const columns = new Set(inked.map((at) => at % width));
  expect(Math.max(...columns) - Math.min(...columns) + 1).toBe(columns.size);
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const off = inked.map((at) => {
    const along = ((at % width) - left) / (right - left);
    return Math.floor(at / width) / height + along;
  });
  expect(Math.max(...off) - Math.min(...off)).toBeLessThan(0.2);
  expect(said).toContain('All 64,000 points are drawn');
  expect(data.columns).toEqual(['a', 'b', 'points']);
  expect(data.rows.length).toBeLessThan(300);
  expect(data.rows.reduce((sum, row) => sum + (row[2] as number), 0)).toBe(64_000);
});

test('a point alone is seen, and a crowd is darker', () => {
  const x = Float64Array.from({ length: 5001 }, (_, i) => (i < 5000 ? 0 : 1));
  const { data, inked } = masksOf(draw(x, x).svg)[0]!;
  const shades = [...new Set(inked.map((at) => data[at]!))].sort((a, b) => a - b);
  expect(shades).toEqual([85, 255]);
});

test('values that are all the same make one column of cells', () => {
  const { data, xRange } = draw(new Float64Array(30_000), line(30_000));
  expect(xRange).toEqual([0, 0]);
  expect(data.rows).toHaveLength(201); // steps of 0.005;
});

test('layers have a picture and a colour each, with names that no two figures share', () => {
  const rows = Array.from({ length: 6000 }, (_, i) => i);
  const layers = [0, 1].map((side) => ({ rows: rows.filter((i) => i % 2 === side), colour: side ? 'red' : 'blue' }));
  const svg = drawSvg(document, 'layers', {
    marks: [
      drawPoints(
        layers,
        (i) => i,
        (i) => (i % 2) * i,
      ),
    ],
  });
  const drawing = parseHTML(svg).document;
  const ids = Array.from(drawing.querySelectorAll('mask'), ({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  const sheets = Array.from(drawing.querySelectorAll('rect'), (rect) => [
    rect.getAttribute('fill'),
    rect.getAttribute('mask'),
  ]);
  expect(sheets).toEqual([
    ['blue', `url(#${ids[0]})`],
    ['red', `url(#${ids[1]})`],
  ]);
});
