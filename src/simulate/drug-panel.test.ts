import { expect, test } from 'vitest';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { columnOf } from '../table/matrix.ts';
import { simulateDrugPanel } from './drug-panel.ts';

function pearson(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const mean = (x: readonly number[]) => x.reduce((s, v) => s + v, 0) / n;
  const [ma, mb] = [mean(a), mean(b)];
  const cross = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((s, v, i) => s + (v - mx) * (y[i]! - my), 0);
  return cross(a, ma, b, mb) / Math.sqrt(cross(a, ma, a, ma) * cross(b, mb, b, mb));
}
const numbers = (panel: ReturnType<typeof simulateDrugPanel>, d: number) =>
  panel.response.columns[d + 1]!.values as Float64Array;

test('a drug answers to its drivers and its tissue by the shares that were asked for', () => {
  const shares = { driverShare: 0.5, tissueShare: 0.2, missing: 0 };
  const panel = simulateDrugPanel({ lines: 4000, genes: 40, drugs: 3, ...shares, random: randomKey(3) });
  const { expression, truth } = panel;
  for (const [d, { drivers, ceiling }] of truth.entries()) {
    const sum = expression.ids.map((_, i) =>
      Object.entries(drivers).reduce((s, [gene, weight]) => {
        const j = expression.features.indexOf(gene);
        return s + weight * columnOf(expression.matrix, j)[i]!;
      }, 0),
    );
    const y = [...numbers(panel, d)];
    // Drivers and tissue go together a little, since a gene is told by its tissue too: √0.5 is what the drivers alone would give.
    expect(pearson(sum, y)).toBeGreaterThan(Math.sqrt(0.5) - 0.12);
    expect(pearson(sum, y)).toBeLessThan(ceiling);
    expect(ceiling).toBeGreaterThan(Math.sqrt(0.7) - 0.07);
    expect(ceiling).toBeLessThan(Math.sqrt(0.7) + 0.07);
  }
});

test('a drug stays as it is when others join, and what was not measured is missing', () => {
  const few = simulateDrugPanel({ lines: 200, drugs: 2, missing: 0.3, random: randomKey(1) });
  const more = simulateDrugPanel({ lines: 200, drugs: 5, missing: 0.3, random: randomKey(1) });
  expect(numbers(few, 1)).toEqual(numbers(more, 1));
  expect(few.truth[1]).toEqual(more.truth[1]);
  const share = numbers(few, 0).filter(Number.isNaN).length / 200;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.4);
});

test('shares above the whole are refused', () => {
  const random = randomKey(1);
  expect(() => simulateDrugPanel({ driverShare: 0.8, tissueShare: 0.3, random })).toThrow(ParamError);
  expect(() => simulateDrugPanel({ drivers: 5, genes: 4, random })).toThrow('at most genes (4), got 5');
});
