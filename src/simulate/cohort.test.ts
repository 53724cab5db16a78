import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { type Annotations, findColumn, textValues } from '../table/annotations.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { simulateCohort } from './cohort.ts';

const text = (sheet: Annotations, name: string) => textValues(findColumn(sheet, name, 'test')) as string[];

/** Rows centred and scaled per gene, missing as 0. */
function standardRows(X: Matrix): Float64Array[] {
  const rows = Array.from({ length: X.nRows }, () => new Float64Array(X.nCols));
  for (let j = 0; j < X.nCols; j++) {
    const column = columnOf(X, j);
    const seen = column.filter((x) => !Number.isNaN(x));
    const mean = seen.reduce((a, b) => a + b, 0) / seen.length;
    const sd = Math.sqrt(seen.reduce((a, b) => a + (b - mean) ** 2, 0) / seen.length);
    column.forEach((x, i) => {
      rows[i]![j] = Number.isNaN(x) ? 0 : (x - mean) / sd;
    });
  }
  return rows;
}

function correlation(a: Float64Array, b: Float64Array): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

describe('the default cohort', () => {
  const { expression, sheet, truth } = simulateCohort({ random: randomKey(1) });
  const X = expression.matrix;
  const subtype = text(sheet, 'subtype');
  const patient = text(sheet, 'patient');
  const index = new Map(expression.ids.map((id, i) => [id, i]));
  const isOwn = (k: number) => subtype.map((name) => name === `C${k + 1}`);

  /** Difference of the means of a gene between the samples picked and the others, in SD of the gene. */
  const shiftOf = (rows: Float64Array[], gene: string, picked: boolean[]) => {
    const j = expression.features.indexOf(gene);
    const sum = [0, 0];
    const n = [0, 0];
    picked.forEach((p, i) => {
      sum[Number(p)]! += rows[i]![j]!;
      n[Number(p)]!++;
    });
    return sum[1]! / n[1]! - sum[0]! / n[0]!;
  };
  const rows = standardRows(X);

  test('200 samples, 2000 genes in the range of log2 expression, one in a thousand missing', () => {
    expect([X.nRows, X.nCols]).toEqual([200, 2000]);
    expect(expression.features[0]).toBe('GENE0001');
    const seen = X.data.filter((x) => !Number.isNaN(x));
    expect(X.data.length - seen.length).toBeGreaterThan(300);
    expect(X.data.length - seen.length).toBeLessThan(500);
    expect(seen.every((x) => x > 0 && x < 18)).toBe(true);
  });

  test('exactly the informative genes shift in their own subtype', () => {
    const all = truth.informative.flat();
    expect(truth.informative.map((genes) => genes.length)).toEqual([20, 20, 20]);
    expect(new Set(all).size).toBe(60);
    truth.informative.forEach((genes, k) => {
      for (const gene of genes) expect(Math.abs(shiftOf(rows, gene, isOwn(k))), gene).toBeGreaterThan(0.4);
    });
    const others = expression.features.filter((gene) => !all.includes(gene));
    const mean = others.reduce((sum, gene) => sum + Math.abs(shiftOf(rows, gene, isOwn(0))), 0) / others.length;
    expect(mean).toBeLessThan(0.25);
  });

  test('genes of one subtype are correlated in modules, as in real expression', () => {
    const [first, ...rest] = truth.informative[0]!.map((gene) => columnOf(X, expression.features.indexOf(gene)));
    const own = isOwn(1); // within another subtype, so that the shift itself does not correlate them
    const within = (column: Float32Array) => {
      const values = Float64Array.from(
        column.filter((x, i) => own[i] && !Number.isNaN(x) && !Number.isNaN(first![i]!)),
      );
      const mean = values.reduce((a, b) => a + b) / values.length;
      return values.map((x) => x - mean);
    };
    const complete = rest.filter((column) => !column.some((x, i) => own[i] && Number.isNaN(x)));
    const strengths = complete.map((column) => Math.abs(correlation(within(first!), within(column))));
    expect(strengths.filter((r) => r > 0.3).length).toBeGreaterThanOrEqual(5);
  });

  test('two pairs of replicates: one under one patient id, one that only the expression reveals', () => {
    expect(truth.duplicates.map((pair) => pair.samePatientInSheet)).toEqual([true, false]);
    for (const { samples, samePatientInSheet } of truth.duplicates) {
      const [a, b] = samples.map((id) => index.get(id)!) as [number, number];
      expect(patient[a] === patient[b]).toBe(samePatientInSheet);
      expect(subtype[a]).toBe(subtype[b]);
      expect(correlation(rows[a]!, rows[b]!)).toBeGreaterThan(0.98);
    }
    expect(new Set(patient).size).toBe(199);
    const linked = new Set(truth.duplicates.map(({ samples }) => samples.join()));
    let closest = 0;
    for (let a = 0; a < 200; a++) {
      for (let b = a + 1; b < 200; b++) {
        if (!linked.has(`${expression.ids[a]},${expression.ids[b]}`)) {
          closest = Math.max(closest, correlation(rows[a]!, rows[b]!));
        }
      }
    }
    expect(closest).toBeLessThan(0.5);
  });

  test('batches shift genes; they are unbalanced over subtypes but not confounded with them', () => {
    const batch = text(sheet, 'batch');
    const inFirst = batch.map((name) => name === 'B1');
    const informative = new Set(truth.informative.flat());
    const others = expression.features.filter((gene) => !informative.has(gene));
    const mean = others.reduce((sum, gene) => sum + Math.abs(shiftOf(rows, gene, inFirst)), 0) / others.length;
    expect(mean).toBeGreaterThan(0.35); // without a batch effect about 0.11, from sampling alone
    const shares = [0, 1, 2].map((k) => {
      const own = batch.filter((_, i) => isOwn(k)[i]);
      return own.filter((name) => name === 'B1').length / own.length;
    });
    expect(shares[0]).toBeCloseTo(2 / 3, 1);
    expect(shares[1]).toBeCloseTo(1 / 3, 1);
    expect(shares[2]).toBeCloseTo(2 / 3, 1);
  });
});

describe('simulateCohort', () => {
  test('the same key gives the same bits, here and on any other machine', () => {
    const make = (seed: number) =>
      simulateCohort({ samples: 20, features: 10, informative: 4, random: randomKey(seed) });
    expect(make(1)).toEqual(make(1));
    expect(make(1).expression.matrix.data).not.toEqual(make(2).expression.matrix.data);
    expect([...make(1).expression.matrix.data.subarray(0, 3)]).toEqual([
      7.948219299316406, 8.942301750183105, 9.47603702545166,
    ]);
  });

  test('sizes come out as asked, ids are unique and every class is in every batch', () => {
    const sizes = fc.record({
      samples: fc.integer({ min: 40, max: 80 }),
      features: fc.integer({ min: 5, max: 60 }),
      classes: fc.integer({ min: 2, max: 5 }),
      informative: fc.integer({ min: 0, max: 5 }),
      batches: fc.integer({ min: 1, max: 3 }),
      duplicates: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(sizes, fc.nat(1000), (asked, seed) => {
        const { expression, sheet, truth } = simulateCohort({ ...asked, random: randomKey(seed) });
        expect([expression.matrix.nRows, expression.matrix.nCols]).toEqual([asked.samples, asked.features]);
        expect(expression.matrix.data.length).toBe(asked.samples * asked.features);
        expect(new Set(expression.ids).size).toBe(asked.samples);
        expect(sheet.ids).toEqual(expression.ids);
        expect(truth.informative.flat().length).toBe(asked.informative);
        expect(truth.duplicates.length).toBe(asked.duplicates);
        const subtype = text(sheet, 'subtype');
        const batch = text(sheet, 'batch');
        expect(new Set(subtype).size).toBe(asked.classes);
        expect(new Set(subtype.map((name, i) => name + batch[i])).size).toBe(asked.classes * asked.batches);
      }),
      { numRuns: 40 },
    );
  });

  test('options out of range, or that cannot be had together, are a ParamError', () => {
    const random = randomKey(1);
    expect(() => simulateCohort({ missing: 1, random })).toThrow(ParamError);
    expect(() => simulateCohort({ features: 10, random })).toThrow(
      'simulateCohort: informative must be at most features (10), got 60',
    );
    expect(() => simulateCohort({ samples: 7, random })).toThrow(
      'samples must be at least 8 for 3 classes and 2 duplicates, got 7',
    );
  });
});
