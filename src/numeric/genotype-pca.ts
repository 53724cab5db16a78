import type { Context } from '../base/context.ts';
import { ParamError } from '../base/errors.ts';
import { genotypeGram } from '../kernels/genotype-gram.ts';
import type { Matrix } from '../table/matrix.ts';
import { signOfLargest } from './axes.ts';
import { symmetricEigenvectors } from './lanczos.ts';

export interface GenotypePca {
  /** Eigenvectors of the relationship matrix, [n, k] row-major: column c has length 1 and sum 0. */
  readonly vectors: Float64Array;
  /** Its eigenvalues, [k], decreasing. */
  readonly values: Float64Array;
  /** Share of the total variance, [k], in 0 … 1. */
  readonly explained: Float64Array;
  /** Sum of all eigenvalues, and of their squares: what the components leave to the rest. */
  readonly trace: number;
  readonly squares: number;
  /** Variants that differ between samples: all others are left out. */
  readonly nVariants: number;
}

/** Residual as a share of the largest eigenvalue; the weights of variants in the Gram matrix are rounded by 1e-6. */
const TOLERANCE = 1e-7;

/**
 * Principal components of genotypes (Patterson, Price & Reich 2006, PLoS Genetics 2(12): e190): eigenvectors of the relationship matrix
 * (Yang et al. 2011, AJHG 88(1): 76) K = Z Zᵀ / m over m variants, zᵢⱼ = (xᵢⱼ − 2fⱼ)/√(2fⱼ(1 − fⱼ)), f the frequency of the counted allele among
 * these samples, 0 where a genotype is missing. Close relatives make components of their own, and so do long runs of linked variants: leave out the
 * former and thin the latter first. Sex chromosomes are not told apart. The largest entry of each vector is positive.
 * @param X [n, p] of 0, 1, 2 copies and NaN, n ≥ 2; at 2 bits it stays there. Not modified. @param k 1 … n.
 * @throws {ParamError} k out of range. @throws {DataError} other values, as dosages. @throws {NumericError} no convergence. @throws {CancelledError}
 * Cost n²·p/2 multiplications of int16, then O(n²) times a few hundred; memory 24·n² bytes beside the genotypes. The same bits for any number of
 * threads. Checked against plink2 `--pca meanimpute`: without that word plink2 divides by the variants that a pair of samples has in common.
 */
export async function genotypePca(ctx: Context, X: Matrix, k: number): Promise<GenotypePca> {
  const { nRows: n } = X;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new ParamError({ where: 'genotypePca.k', problem: `must be a whole number from 1 to ${n}, got ${k}` });
  }
  const { gram, nVariants } = await genotypeGram(ctx, X);
  const m = Math.max(1, nVariants);
  let [trace, squares] = [0, 0];
  for (let i = 0; i < n; i++) trace += gram[i * n + i]! / m;
  for (const value of gram) squares += (value / m) ** 2;
  const found = await symmetricEigenvectors(ctx, gram, n, k, TOLERANCE);
  const values = found.values.map((value) => Math.max(value, 0) / m);
  const vectors = new Float64Array(n * k);
  found.vectors.forEach((u, c) => {
    const sign = signOfLargest(u);
    for (let i = 0; i < n; i++) vectors[i * k + c] = sign * u[i]!;
  });
  return {
    vectors,
    values,
    explained: values.map((value) => (trace > 0 ? value / trace : 0)),
    trace,
    squares,
    nVariants,
  };
}
