import { DataError, ShapeError } from '../base/errors.ts';
import { benjaminiHochberg } from '../numeric/benjamini-hochberg.ts';
import {
  type HouseholderQr,
  householderQr,
  inverseCrossProduct,
  solveUpper,
} from '../numeric/regression/householder-qr.ts';
import { studentTTail } from '../numeric/special/student-t.ts';
import { squeezeVariances } from '../numeric/squeeze-variances.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import type { Contrast, DesignMatrix } from './design-matrix.ts';

/** Of one contrast, a value for each feature, [p]. NaN where it cannot be told: too few values, none of a group. */
export interface DifferentialExpression {
  readonly contrast: string;
  /** The contrast itself: of log2 values, a log2 fold change. */
  readonly effects: Float64Array;
  /** In units of the moderated standard deviation: comparable between features. */
  readonly standardised: Float64Array;
  readonly t: Float64Array;
  /** Two-sided. */
  readonly p: Float64Array;
  /** Benjamini–Hochberg over the features. */
  readonly q: Float64Array;
  /** Residual and prior degrees of freedom together. */
  readonly degrees: Float64Array;
}

export interface ModeratedT {
  readonly contrasts: readonly DifferentialExpression[];
  /** Mean of each feature, [p]. */
  readonly means: Float64Array;
  /** Moderated, [p]. */
  readonly variances: Float64Array;
  /** What the prior counts for; ∞ when the features have one variance but for chance. */
  readonly priorDegrees: number;
}

export interface ModeratedOptions {
  /** The usual variance depends on the mean (a natural spline), default false. */
  readonly trend?: boolean;
  /** What each value counts for, > 0, [n, p]: one over its variance, as `voom` gives it for counts. Default all the same. */
  readonly weights?: Matrix;
}

/**
 * Differential expression by moderated t: least squares of every feature on the design; its variance drawn towards what is usual among the features (empirical
 * Bayes); t = contrast/(√variance · its standard error per unit) with the degrees of both. Small groups no longer make features of a lucky small variance come first.
 * @param X [n, p] on a scale where differences are differences: log2 of expression. NaN is missing: such a feature is fitted on the others' rows.
 * @param design see `designMatrix`; any columns do. * @throws {ShapeError} lengths that differ. @throws {DataError} no degree of freedom left; a contrast of columns that depend on others.
 * Cost O(n·p·k) and, for each feature with missing values or weights, O(n·k²) more.
 * Source: Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3(1). Checked against limma 3.54 (lmFit, contrasts.fit, eBayes).
 */
export function moderatedT(
  X: Matrix,
  design: DesignMatrix,
  contrasts: readonly Contrast[],
  { trend = false, weights }: ModeratedOptions = {},
): ModeratedT {
  const where = 'moderatedT';
  const [n, p] = [X.nRows, X.nCols];
  for (const column of design.columns) {
    if (column.length !== n) {
      throw new ShapeError({ where, problem: `columns of the design must have length ${n}, got ${column.length}` });
    }
  }
  if (weights && (weights.nRows !== n || weights.nCols !== p)) {
    throw new ShapeError({
      where,
      problem: `weights of ${n} × ${p} expected, got ${weights.nRows} × ${weights.nCols}`,
    });
  }
  const whole = fitDesign(design.columns, contrasts);
  if (whole.degrees < 1) {
    const problem = `needs more samples than columns of the design, got ${n} and ${design.columns.length}`;
    throw new DataError({ where, problem });
  }
  const lost = contrasts.find((_, c) => Number.isNaN(whole.units[c]!));
  if (lost) {
    const problem = `contrast '${lost.name}' asks for columns of the design that depend on the others`;
    throw new DataError({ where, problem, hint: 'a block must not hold one group only' });
  }
  const [means, variances, degrees] = [new Float64Array(p), new Float64Array(p), new Float64Array(p)];
  const effects = contrasts.map(() => new Float64Array(p));
  const units = contrasts.map(() => new Float64Array(p));
  for (let j = 0; j < p; j++) {
    const column = columnOf(X, j);
    const rows = presentRows(column);
    const y = Float64Array.from(rows ?? column, (v) => (rows ? column[v]! : v));
    means[j] = y.reduce((sum, v) => sum + v, 0) / y.length;
    const present = rows ? takeRows(design.columns, rows) : design.columns;
    // Least squares by weights are those of rows stretched by their roots.
    const roots = weights && rootsOf(columnOf(weights, j), rows);
    const own =
      rows || roots ? fitDesign(roots ? present.map((one) => stretched(one, roots)) : present, contrasts) : whole;
    const rotated = own.qr.rotate(roots ? stretched(y, roots) : y);
    const solved = solveUpper(own.qr, rotated);
    degrees[j] = Math.max(0, own.degrees);
    let unexplained = 0;
    for (let i = own.qr.kept.length; i < rotated.length; i++) unexplained += rotated[i]! * rotated[i]!;
    variances[j] = own.degrees > 0 ? unexplained / own.degrees : Number.NaN;
    contrasts.forEach(({ weights }, c) => {
      units[c]![j] = own.units[c]!;
      effects[c]![j] = own.qr.kept.reduce((sum, column, k) => sum + weights[column]! * solved[k]!, 0);
    });
  }
  const squeezed = squeezeVariances(variances, degrees, trend ? means : undefined);
  const pooled = degrees.reduce((sum, d) => sum + d, 0);
  const total = degrees.map((d) => Math.min(pooled, d + squeezed.priorDegrees));
  return {
    contrasts: contrasts.map(({ name }, c) => test(name, effects[c]!, units[c]!, squeezed.variances, total)),
    ...{ means, variances: squeezed.variances, priorDegrees: squeezed.priorDegrees },
  };
}

interface FittedDesign {
  readonly qr: HouseholderQr;
  readonly degrees: number;
  /** √(cᵀ(XᵀX)⁻¹c) of each contrast; NaN where it asks for an aliased column. */
  readonly units: readonly number[];
}

function fitDesign(columns: readonly Float64Array[], contrasts: readonly Contrast[]): FittedDesign {
  const size = columns.length;
  const qr = householderQr(columns.map((column) => column.slice()));
  const inverse = inverseCrossProduct(qr, size);
  const units = contrasts.map(({ weights }) => {
    if (qr.aliased.some((k) => weights[k] !== 0)) return Number.NaN;
    let sum = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) sum += weights[a]! * weights[b]! * inverse[a * size + b]!;
    }
    return Math.sqrt(sum);
  });
  return { qr, degrees: columns[0]!.length - qr.kept.length, units };
}

function test(
  contrast: string,
  effects: Float64Array,
  units: Float64Array,
  variances: Float64Array,
  degrees: Float64Array,
): DifferentialExpression {
  const told = effects.map((effect, j) => (Number.isNaN(units[j]!) ? Number.NaN : effect));
  const standardised = told.map((effect, j) => effect / Math.sqrt(variances[j]!));
  const t = standardised.map((d, j) => d / units[j]!);
  const p = t.map((v, j) => 2 * studentTTail(Math.abs(v), degrees[j]!));
  return { contrast, effects: told, standardised, t, p, q: benjaminiHochberg(p), degrees };
}

/** Absent: all of them. */
function presentRows(column: Float32Array): number[] | undefined {
  if (!column.some(Number.isNaN)) return undefined;
  return Array.from(column.keys()).filter((i) => !Number.isNaN(column[i]!));
}

function rootsOf(weights: Float32Array, rows: readonly number[] | undefined): Float64Array {
  return Float64Array.from(rows ?? weights, (v) => Math.sqrt(rows ? weights[v]! : v));
}

const stretched = (column: Float64Array, roots: Float64Array) => column.map((v, i) => v * roots[i]!);

const takeRows = (columns: readonly Float64Array[], rows: readonly number[]) =>
  columns.map((column) => Float64Array.from(rows, (i) => column[i]!));
