import type { Context } from '../base/context.ts';
import { DataError } from '../base/errors.ts';
import type { Matrix } from '../table/matrix.ts';
import { countCodes, type PackedGenotypes, pack, strideOf } from '../table/packed.ts';
import { type Scope, withScope } from './scope.ts';
import { evenTriangle, forRanges } from './shares.ts';

export interface GenotypeGramOptions {
  /**
   * What a variant is divided by: `frequency`, √(2f(1 − f)) with f the frequency of the allele, what chance makes of its variance (Patterson, Price
   * & Reich 2006; the relationship matrix of Yang et al. 2011 is this Gram matrix over the number of variants); `deviation`, its standard
   * deviation over all samples with the mean where it is missing, as imputing and standardizing make of it. Default `frequency`.
   */
  readonly scale?: 'frequency' | 'deviation';
}

export interface GenotypeGram {
  /** G = Z Zᵀ, [n·n] float64, symmetric to the bit. */
  readonly gram: Float64Array;
  /** Variants that have two values at least; others count as 0. */
  readonly nVariants: number;
}

const PANEL = 16; // samples in a panel of the kernel
const MOST = 512; // variants of a block: their sums stay below 2³¹
const MOST_A = 16383;
const LEAST_B = 64; // weights are whole numbers a·b with b in 64 … 127: the best of 64 choices is off by a millionth on average, by 2e-5 at most
const CHUNK = 4; // blocks at a time, packed: 20 MB at 2,500 samples
const SHARES = 4; // pieces of work a thread
const STRIP = 8; // panels of columns whose corrections are made at a time: near enough to stay in the second-level cache

/**
 * Gram matrix of genotypes at 2 bits, without a table in full: gᵢₗ = Σⱼ zᵢⱼ zₗⱼ, zᵢⱼ = (xᵢⱼ − 2fⱼ)/√(2fⱼ(1 − fⱼ)), 0 where xᵢⱼ is missing, 2fⱼ the mean
 * of what is not. Copies are multiplied as whole numbers: variants of like weight 1/(2f(1 − f)) stand together and have a unit in common, in which
 * weights are rounded by 1e-6 of themselves on average, by 2e-5 at most; then the rows are centred, which centres every variant. A missing
 * genotype is a whole number of copies first, what lacks to the mean is added for each.
 * @param X [n, p] of 0, 1, 2 and NaN; one that is not at 2 bits is packed. Not modified.
 * @throws {DataError} other values. @throws {CancelledError}
 * Cost n²·p/2 multiplications, twice the pace of `gramMatrix`, and n for each missing genotype. Memory 8·n² bytes for the result, as many in the kernels
 * (half as many again where genotypes are missing) and 10·n KB. The same bits for any number of threads. Checked against `gramMatrix` and plink2.
 */
export async function genotypeGram(ctx: Context, X: Matrix, options: GenotypeGramOptions = {}): Promise<GenotypeGram> {
  const { nRows: n } = X;
  const packed = X.packed ?? pack(X.data, n, X.nCols);
  if (!packed) {
    throw new DataError({
      where: 'genotypeGram',
      problem: 'every genotype must be 0, 1, 2 or missing, got another value',
      hint: 'dosages: gramMatrix of the standardized table',
    });
  }
  const plan = planOf(packed, n, options.scale ?? 'frequency');
  const width = Math.ceil(n / PANEL) * PANEL;
  return withScope(ctx, 'genotypeGram', async (scope) => {
    const gramAt = scope.allocate(8 * width * width);
    scope.f64(gramAt, width * width).fill(0);
    const missingAt = plan.anyMissing ? scope.allocate(4 * n * width) : 0;
    if (plan.anyMissing) scope.f32(missingAt, n * width).fill(0);
    await addBlocks(ctx, scope, packed, n, plan, gramAt, missingAt);
    const lower = scope.f64(gramAt, width * width);
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let l = 0; l <= i; l++) gram[i * n + l] = lower[i * width + l]!;
    if (plan.anyMissing) addCorrections(gram, n, scope.f32(missingAt, n * width));
    centre(gram, n);
    return { gram, nVariants: plan.order.length };
  });
}

/** Variants that differ, by decreasing weight, cut into blocks. All arrays in that order. */
interface Plan {
  /** [m] columns of the table. */
  readonly order: Int32Array;
  /** [m, 3]: a, b and the copies that stand for a missing genotype. */
  readonly factors: Int32Array;
  /** [m, 4]: what a missing genotype adds to the products with samples of code 0, 1, 2, 3; 0 where none is missing. */
  readonly byCode: Float32Array;
  /** First variant of each block, and m. */
  readonly starts: readonly number[];
  readonly units: readonly number[];
  readonly anyMissing: boolean;
}

function planOf({ codes, nCols }: PackedGenotypes, n: number, scale: 'frequency' | 'deviation'): Plan {
  const stride = strideOf(n);
  const means = new Float64Array(nCols);
  const weights = new Float64Array(nCols); // 0: constant
  const holed = new Uint8Array(nCols);
  for (let j = 0; j < nCols; j++) {
    const [none, one, two, missing] = countCodes(codes, j * stride, n);
    const seen = none + one + two;
    if (none === seen || one === seen || two === seen) continue;
    const mean = (one + 2 * two) / seen;
    means[j] = mean;
    weights[j] = scale === 'frequency' ? 2 / (mean * (2 - mean)) : n / (one + 4 * two - seen * mean * mean);
    holed[j] = missing > 0 ? 1 : 0;
  }
  const order = Int32Array.from(weights.keys())
    .filter((j) => weights[j]! > 0)
    .sort((j, k) => weights[k]! - weights[j]! || j - k);
  const factors = new Int32Array(3 * order.length);
  const byCode = new Float32Array(4 * order.length);
  const starts: number[] = [];
  const units: number[] = [];
  let anyMissing = false;
  order.forEach((j, q) => {
    const weight = weights[j]!;
    const first = starts.at(-1);
    // A block's weights are within a factor of 2: the unit of its largest is fine enough for all.
    if (first === undefined || q - first === MOST || 2 * weight < weights[order[first]!]!) {
      starts.push(q);
      units.push(weight / (MOST_A * LEAST_B));
    }
    const unit = units.at(-1)!;
    const [a, b] = nearestProduct(weight / unit);
    const fill = Math.round(means[j]!);
    factors.set([a, b, fill], 3 * q);
    const lack = means[j]! - fill;
    if (holed[j] === 0 || lack === 0) return;
    anyMissing = true;
    // (g + d·e)(g + d·e)ᵀ = ggᵀ + B + Bᵀ with B = d·e·(g + d·e/2)ᵀ, where e is 1 for the missing; centring allows any number to be taken from g.
    const c = a * b * unit * lack;
    byCode.set([-fill * c, (1 - fill) * c, (2 - fill) * c, (c * lack) / 2], 4 * q);
  });
  return { order, factors, byCode, starts: [...starts, order.length], units, anyMissing };
}

/** Whole numbers a ≤ 16,383 and b in 64 … 127 whose product is next to a number up to 16,383 · 64. */
function nearestProduct(value: number): [number, number] {
  let best: [number, number] = [1, LEAST_B];
  let least = Number.POSITIVE_INFINITY;
  for (let b = LEAST_B; b < 2 * LEAST_B; b++) {
    const a = Math.min(MOST_A, Math.round(value / b));
    const off = Math.abs(a * b - value);
    if (off >= least) continue;
    least = off;
    best = [a, b];
  }
  return best;
}

async function addBlocks(
  ctx: Context,
  scope: Scope,
  { codes }: PackedGenotypes,
  n: number,
  { order, factors, byCode, starts, units, anyMissing }: Plan,
  gramAt: number,
  missingAt: number,
): Promise<void> {
  const stride = strideOf(n);
  const nPanels = Math.ceil(n / PANEL);
  const most = Math.min(CHUNK * MOST, order.length + 1);
  // Two of what is written while the threads still read the chunk before it.
  const inputs = [0, 1].map(() => ({
    codesAt: scope.allocate(most * stride + 8),
    factorsAt: scope.allocate(12 * most),
    byCodeAt: scope.allocate(16 * most),
  }));
  const blocksAt = scope.allocate(16 * CHUNK);
  const pairsMost = (most + CHUNK) >> 1; // an odd block has half a pair more
  const [leftAt, rightAt] = [0, 1].map(() => scope.allocate(64 * nPanels * pairsMost)) as [number, number];
  const shares = ctx.executor.threads * SHARES;
  const tileCuts = evenTriangle(nPanels, shares);
  const columnCuts = Array.from(
    { length: Math.ceil(nPanels / STRIP) + 1 },
    (_, s) => PANEL * Math.min(nPanels, s * STRIP),
  );
  const rowsAt = scope.allocate(4 * nPanels * PANEL); // each share its own part
  let summing: Promise<unknown> = Promise.resolve();
  for (let k = 0; k < units.length; k += CHUNK) {
    const nBlocks = Math.min(CHUNK, units.length - k);
    const [from, to] = [starts[k]!, starts[k + nBlocks]!];
    const { codesAt, factorsAt, byCodeAt } = inputs[(k / CHUNK) & 1]!;
    const copy = scope.u8(codesAt, (to - from) * stride);
    for (let q = from; q < to; q++) {
      const start = order[q]! * stride;
      copy.set(codes.subarray(start, start + stride), (q - from) * stride);
    }
    scope.i32(factorsAt, 3 * (to - from)).set(factors.subarray(3 * from, 3 * to));
    scope.f32(byCodeAt, 4 * (to - from)).set(byCode.subarray(4 * from, 4 * to));
    await summing;
    ctx.progress(from / order.length, 'genotypes');
    const packing: Promise<number>[] = [];
    let pairs = 0;
    for (let b = 0; b < nBlocks; b++) {
      const first = starts[k + b]! - from;
      const count = starts[k + b + 1]! - starts[k + b]!;
      const own = (count + 1) >> 1;
      scope.i32(blocksAt + 16 * b, 2).set([pairs, own]);
      scope.f64(blocksAt + 16 * b + 8, 1)[0] = units[k + b]!;
      const at = 64 * nPanels * pairs;
      packing.push(
        scope.call('genotypePack', [
          ...[codesAt + first * stride, n, count, factorsAt + 12 * first, leftAt + at, rightAt + at],
        ]),
      );
      pairs += own;
    }
    await Promise.all(packing);
    const products = forRanges(tileCuts, (s, e) =>
      scope.call('genotypeTiles', [leftAt, rightAt, n, blocksAt, nBlocks, s, e, gramAt]),
    );
    const holes = anyMissing
      ? forRanges(columnCuts, (s, e) =>
          scope.call('genotypeMissing', [codesAt, n, to - from, byCodeAt, s, e, rowsAt + 4 * s, missingAt + 4 * n * s]),
        )
      : undefined;
    summing = Promise.all([products, holes]);
    summing.catch(() => {}); // awaited above, after the next chunk is copied
  }
  await summing;
}

/** G ← G + B + Bᵀ in the lower triangle. @param strips of B, one after the other, each [n, its columns]. */
function addCorrections(gram: Float64Array, n: number, strips: Float32Array): void {
  const width = Math.ceil(n / PANEL) * PANEL;
  const most = STRIP * PANEL;
  for (let from = 0; from < width; from += most) {
    const own = Math.min(most, width - from);
    for (let i = 0; i < n; i++) {
      const at = n * from + i * own - from;
      for (let l = from; l < Math.min(n, from + own); l++) {
        const value = strips[at + l]!;
        if (i === l) gram[i * n + i]! += 2 * value;
        else gram[i > l ? i * n + l : l * n + i]! += value;
      }
    }
  }
}

/** G ← H G H with H = I − 11ᵀ/n, from the lower triangle; both triangles written. */
function centre(gram: Float64Array, n: number): void {
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < i; l++) {
      const value = gram[i * n + l]!;
      means[i]! += value;
      means[l]! += value;
    }
    means[i]! += gram[i * n + i]!;
  }
  let all = 0;
  for (let i = 0; i < n; i++) {
    means[i]! /= n;
    all += means[i]!;
  }
  all /= n;
  for (let i = 0; i < n; i++) {
    for (let l = 0; l <= i; l++) {
      const value = gram[i * n + l]! - means[i]! - means[l]! + all;
      gram[i * n + l] = value;
      gram[l * n + i] = value;
    }
  }
}
