import type { Cells } from './delimited/cell-store.ts';
import { judgeRaw } from './looks-raw.ts';
import { summariseValues } from './value-summary.ts';

export interface UnitGuess {
  readonly guess: string;
  readonly evidence: string;
}

/** Fewer columns than this are a sample sheet, whose columns have a unit each. */
const MEASURED_COLUMNS = 20;

/** What the numbers of a table probably are, from their range and, for z-scores, from each column's mean and spread. `values` is column-major. */
export function guessUnit(values: Cells, nRows: number): UnitGuess {
  const summary = summariseValues(values);
  const nCols = nRows > 0 ? values.length / nRows : 0;
  if (!summary) return { guess: 'none', evidence: 'there are no numbers' };
  if (nCols < MEASURED_COLUMNS) {
    return { guess: 'mixed', evidence: `${nCols} numeric columns, each with a unit of its own` };
  }
  const { min, max, integers, negatives } = summary;
  const { raw, evidence } = judgeRaw(summary);
  const range = `values from ${Number(min.toPrecision(4))} to ${Number(max.toPrecision(4))}`;
  if (integers === 1 && min >= 0 && max <= 2) return { guess: 'codes (mutations or genotypes)', evidence: range };
  if (integers === 1 && min >= 0) return { guess: 'counts', evidence: `${range}, all whole` };
  if (min >= 0 && max <= 1) return { guess: 'fractions (methylation beta values, proportions)', evidence: range };
  if (raw) return { guess: 'raw intensities or expression units (TPM, FPKM)', evidence };
  const { mean, spread } = typicalColumn(values, nRows);
  if (mean < 0.1 && spread > 0.8 && spread < 1.25) {
    const found = `the median column has |mean| ${mean.toFixed(3)} and standard deviation ${spread.toFixed(3)}`;
    return { guess: 'z-scores', evidence: `${found}; ${range}` };
  }
  if (negatives < 0.25) return { guess: 'logarithms', evidence };
  return { guess: 'log ratios or centred values', evidence };
}

/** Medians over the columns of |mean| and standard deviation. */
function typicalColumn(values: Cells, nRows: number): { mean: number; spread: number } {
  const means: number[] = [];
  const spreads: number[] = [];
  for (let from = 0; from < values.length; from += nRows) {
    const column = Float64Array.from(values.subarray(from, from + nRows)).filter((value) => !Number.isNaN(value));
    if (column.length < 2) continue;
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const squares = column.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    means.push(Math.abs(mean));
    spreads.push(Math.sqrt(squares / (column.length - 1)));
  }
  return { mean: median(means), spread: median(spreads) };
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
