import type { Context } from '../base/context.ts';
import { countCodes, type PackedGenotypes, strideOf } from '../table/packed.ts';
import { withScope } from './scope.ts';

export interface LdPruneOptions {
  /** The largest squared correlation that two variants of a window may keep. */
  readonly r2: number;
  /** Variants of a window. */
  readonly window: number;
  /** Variants from one window to the next. */
  readonly step: number;
  /** First variant of each run that is thinned on its own (a chromosome), rising from 0. Default: one run. */
  readonly starts?: readonly number[];
}

/** Variants in kernel memory at a time: some megabytes at 2,500 samples. */
const CHUNK = 4096;
/** r² equal to the limit but for rounding is not above it. */
const SLACK = 1 + 2 ** -44;

/**
 * Thins linked variants: where two of one window have r² > limit over the samples that have both genotypes, the one of the rarer minor allele goes, the later
 * one where they are equally rare. Constant variants go.
 * @param packed [n, p] at 2 bits; neighbours must be neighbours on the chromosome. Not modified. @returns the variants kept, rising.
 * @throws {CancelledError} Cost p·window pairs at most, 64 genotypes at a time; memory 4096 variants a run beside the genotypes. Runs go to the threads;
 * the same answer for any number of them. Source: Purcell et al. 2007, AJHG 81: 559 (`--indep-pairwise`), on genotype counts. Equals plink2 2.0 `--indep-pairwise window step r2`.
 */
export async function ldPrune(
  ctx: Context,
  packed: PackedGenotypes,
  n: number,
  { r2, window, step, starts = [0] }: LdPruneOptions,
): Promise<Uint32Array> {
  const { codes, nCols } = packed;
  const removed = new Uint8Array(nCols);
  const stride = strideOf(n);
  const bytes = 16 * Math.ceil(stride / 16);
  let done = 0;
  const thin = (first: number, end: number) =>
    withScope(ctx, 'ldPrune', async (scope) => {
      const count = end - first;
      const most = Math.min(count, Math.max(CHUNK, 2 * window + step));
      const rowsAt = scope.allocate(bytes * most);
      const presentAt = scope.allocate(bytes * most);
      const sumsAt = scope.allocate(16 * most);
      const minorAt = scope.allocate(8 * most);
      const nextAt = scope.allocate(4 * most);
      const removedAt = scope.allocate(most);
      let next = new Int32Array(0); // of the variants that the chunk before left over
      for (let at = 0; at < count; ) {
        const here = Math.min(most, count - at);
        const last = at + here === count;
        // Windows that lie in the chunk; the next chunk begins with the first that does not.
        const to = last ? here : step * (Math.floor((here - window) / step) + 1);
        const rows = scope.u8(rowsAt, bytes * here).fill(0);
        const minor = scope.f64(minorAt, here);
        for (let j = 0; j < here; j++) {
          const from = (first + at + j) * stride;
          rows.set(codes.subarray(from, from + stride), j * bytes);
          const [none, one, two] = countCodes(codes, from, n);
          minor[j] = Math.min(2 * none + one, 2 * two + one) / Math.max(1, 2 * (none + one + two));
          // All of one genotype.
          if (Math.max(none, one, two) === none + one + two) removed[first + at + j] = 1;
        }
        const unchecked = scope.i32(nextAt, here);
        for (let j = 0; j < here; j++) unchecked[j] = Math.max(j + 1, next[j] ?? 0);
        scope.u8(removedAt, here).set(removed.subarray(first + at, first + at + here));
        await scope.call('ldRecode', [rowsAt, n, here, bytes, presentAt, sumsAt]);
        await scope.call('ldPrune', [
          ...[rowsAt, presentAt, sumsAt, bytes, here, minorAt, nextAt, removedAt],
          ...[window, step, r2 * SLACK, 0, to, scope.cancel],
        ]);
        removed.set(scope.u8(removedAt, here), first + at);
        next = scope
          .i32(nextAt, here)
          .slice(to)
          .map((l) => l - to);
        at += last ? here : to;
        done += last ? here : to;
        ctx.progress(done / nCols, 'linked variants');
      }
    });
  await Promise.all(starts.map((first, k) => thin(first, starts[k + 1] ?? nCols)));
  return Uint32Array.from({ length: nCols }, (_, j) => j).filter((j) => removed[j] === 0);
}
