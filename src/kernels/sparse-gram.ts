import type { Context } from '../base/context.ts';
import type { SparseMatrix } from '../table/matrix.ts';
import { withScope } from './scope.ts';

/**
 * `gramMatrix` of a sparse table: with z the entries less their base b, zᵢ·zₗ + uᵢ + uₗ + ‖b‖², uᵢ = b·zᵢ. Sums are float64.
 * Cost Σⱼ mⱼ²/2 for mⱼ entries in column j (at a share d of entries d² of the dense cost), memory 8·n² bytes + the entries. The same bits
 * for any number of threads.
 */
export async function sparseGramMatrix(
  ctx: Context,
  X: SparseMatrix,
  centre: boolean,
  scale: boolean,
): Promise<Float64Array> {
  const { nRows: n, nCols: p } = X;
  const { starts, rows } = X.sparse;
  const { entries, bases } = scaledEntries(X, centre, scale);
  const along = new Float64Array(n);
  let squares = 0;
  for (let j = 0; j < p; j++) {
    squares += bases[j]! ** 2;
    for (let e = starts[j]!; e < starts[j + 1]!; e++) along[rows[e]!]! += bases[j]! * entries[e]!;
  }
  return withScope(ctx, 'gram', async (scope) => {
    const startsAt = scope.allocate(4 * starts.length);
    const rowsAt = scope.allocate(4 * rows.length);
    const entriesAt = scope.allocate(4 * entries.length);
    const gramAt = scope.allocate(8 * n * n);
    scope.i32(startsAt, starts.length).set(starts);
    scope.i32(rowsAt, rows.length).set(rows);
    scope.f32(entriesAt, entries.length).set(entries);
    scope.f64(gramAt, n * n).fill(0);
    const { threads } = ctx.executor;
    const cuts = Array.from({ length: threads + 1 }, (_, s) => Math.round(n * Math.sqrt(s / threads)));
    const calls = cuts
      .slice(1)
      .map((to, s) => scope.call('sparseGram', [startsAt, rowsAt, entriesAt, n, p, cuts[s]!, to, gramAt]));
    await Promise.all(calls);
    const gram = scope.f64(gramAt, n * n).slice();
    for (let i = 0; i < n; i++) {
      for (let l = 0; l <= i; l++) {
        gram[i * n + l]! += along[i]! + along[l]! + squares;
        gram[l * n + i] = gram[i * n + l]!;
      }
    }
    return gram;
  });
}

/** Entries less the base of their column, and the bases, after centring and scaling. As `gramPack` treats the missing and the constant. */
function scaledEntries({ nRows, nCols, sparse }: SparseMatrix, centre: boolean, scale: boolean) {
  const { starts, values, base } = sparse;
  const entries = new Float32Array(values.length);
  const bases = new Float64Array(nCols);
  for (let j = 0; j < nCols; j++) {
    const b = base[j]!;
    const own = values.subarray(starts[j]!, starts[j + 1]!);
    const present = own.filter((value) => !Number.isNaN(value));
    const others = nRows - own.length;
    const mean = (present.reduce((sum, x) => sum + x, 0) + others * b) / Math.max(1, present.length + others);
    const squares = present.reduce((sum, x) => sum + (x - mean) ** 2, 0) + others * (b - mean) ** 2;
    const varies = present.some((x) => x !== (others > 0 ? b : present[0]));
    const factor = varies ? (scale ? Math.sqrt((present.length + others) / squares) : 1) : centre ? 0 : 1;
    const shift = centre ? mean : 0;
    bases[j] = (b - shift) * factor;
    for (let e = starts[j]!; e < starts[j + 1]!; e++) {
      const z = (values[e]! - shift) * factor;
      entries[e] = (Number.isNaN(z) ? 0 : z) - bases[j]!;
    }
  }
  return { entries, bases };
}
