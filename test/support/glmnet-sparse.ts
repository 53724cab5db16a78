import type { Response } from '../../src/kernels/elastic-net.ts';
import { sparseMatrix } from '../../src/table/matrix.ts';
import type { Coefficients } from './elastic-net-twin.ts';

export interface SparseFit {
  readonly family: 'gaussian' | 'binomial' | 'multinomial' | 'poisson' | 'cox';
  readonly alpha: number;
  /** What the gaussian response is divided by. */
  readonly unit: number;
  readonly lambdas: readonly number[];
  readonly dev: readonly number[];
  /** Of the features as they are; glmnet standardised them for the fit. */
  readonly points: readonly Coefficients[];
}
export interface SparseGolden {
  readonly name: string;
  readonly n: number;
  readonly p: number;
  readonly starts: readonly number[];
  readonly rows: readonly number[];
  readonly values: readonly number[];
  readonly gaussian: readonly number[];
  readonly poisson: readonly number[];
  readonly binomial: readonly number[];
  readonly multinomial: readonly number[];
  readonly times: readonly number[];
  readonly events: readonly number[];
  readonly fits: readonly SparseFit[];
}

/** The table standardised: every entry and every base, so that it stays sparse; with what each feature was centred on and divided by. */
export function standardised({ n, p, starts, rows, values }: SparseGolden) {
  const means = new Float64Array(p);
  const spreads = new Float64Array(p);
  const scaled = Float32Array.from(values);
  for (let j = 0; j < p; j++) {
    const own = values.slice(starts[j], starts[j + 1]);
    const mean = own.reduce((sum, x) => sum + x, 0) / n;
    const squares = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) + (n - own.length) * mean ** 2;
    means[j] = mean;
    spreads[j] = Math.sqrt(squares / n) || 1;
    own.forEach((x, e) => {
      scaled[starts[j]! + e] = (x - mean) / spreads[j]!;
    });
  }
  const base = Float32Array.from(means, (mean, j) => -mean / spreads[j]!);
  const X = sparseMatrix(n, { starts: Int32Array.from(starts), rows: Int32Array.from(rows), values: scaled, base });
  return { X, means, spreads };
}

export function responseOf(table: SparseGolden, { family, unit }: SparseFit): Response {
  switch (family) {
    case 'gaussian':
    case 'poisson':
      return { family, y: Float64Array.from(table[family], (y) => y / unit) };
    case 'cox':
      return { family, times: Float64Array.from(table.times), events: Uint8Array.from(table.events) };
    default:
      return {
        family: 'multinomial',
        codes: Int32Array.from(table[family]),
        nClasses: family === 'binomial' ? 2 : 3,
      };
  }
}

/** Coefficients of the features as they are as those of the standardised ones. */
export function ofStandardised(
  { intercepts, coefficients }: Coefficients,
  { means, spreads }: Pick<ReturnType<typeof standardised>, 'means' | 'spreads'>,
  isCox: boolean,
): Coefficients {
  const moved = (a: number, q: number) => coefficients[q]!.reduce((sum, b, j) => sum + b * means[j]!, a);
  return {
    intercepts: isCox ? [0] : intercepts.map(moved),
    coefficients: coefficients.map((row) => row.map((b, j) => b * spreads[j]!)),
  };
}

/** Coefficients in one list. Multinomial intercepts are told apart only by their differences: taken where they sum to 0. */
export function flat({ intercepts, coefficients }: Coefficients): number[] {
  const mean = intercepts.length > 1 ? intercepts.reduce((sum, b) => sum + b, 0) / intercepts.length : 0;
  return [...intercepts.map((b) => b - mean), ...coefficients.flat()];
}
