import type { Context, Executor } from '../base/context.ts';
import type { Matrix, SparseMatrix } from '../table/matrix.ts';

/** Rows of a column in kernel memory: padded with zeros to whole vectors of four. */
export function paddedRows(nRows: number): number {
  return (nRows + 3) & ~3;
}

/**
 * Runs `work` with a copy of X in kernel memory, [nCols] columns of `paddedRows(nRows)` float32. Works that run at the same time on the same
 * table share one copy: candidates of a search cost the memory of one. Nobody may write to it; it is freed after its last user.
 */
export const withKernelMatrix = sharing(copyDense);

/**
 * The same of a sparse table: where the entries of each column begin, int32 [nCols + 1], from the next whole 16 bytes on the rows, int32, then
 * the values, float32, of all entries. Each column has its base taken off: every other row is 0.
 */
export const withKernelEntries = sharing((executor, X: SparseMatrix) => {
  const { starts, rows, values, base } = X.sparse;
  const head = (4 * starts.length + 15) & ~15;
  const address = executor.allocate(head + 8 * values.length);
  new Int32Array(executor.memory.buffer, address, starts.length).set(starts);
  new Int32Array(executor.memory.buffer, address + head, rows.length).set(rows);
  const own = new Float32Array(executor.memory.buffer, address + head + 4 * rows.length, values.length);
  for (let j = 0; j < base.length; j++)
    for (let k = starts[j]!; k < starts[j + 1]!; k++) own[k] = values[k]! - base[j]!;
  return address;
});

function sharing<X extends Matrix>(copyIn: (executor: Executor, X: X) => number) {
  /** Copies in kernel memory now, by the table they are copies of. */
  const copies = new WeakMap<Executor, Map<Matrix, { readonly address: number; users: number }>>();
  return async <T>({ executor }: Context, X: X, work: (address: number) => Promise<T>): Promise<T> => {
    let known = copies.get(executor);
    if (!known) {
      known = new Map();
      copies.set(executor, known);
    }
    let copy = known.get(X);
    if (!copy) {
      copy = { address: copyIn(executor, X), users: 0 };
      known.set(X, copy);
    }
    copy.users++;
    try {
      return await work(copy.address);
    } finally {
      copy.users--;
      if (copy.users === 0) {
        known.delete(X);
        executor.free(copy.address);
      }
    }
  };
}

function copyDense(executor: Executor, { data, nRows, nCols }: Matrix): number {
  const stride = paddedRows(nRows);
  const address = executor.allocate(stride * nCols * 4);
  const x = new Float32Array(executor.memory.buffer, address, stride * nCols);
  for (let j = 0; j < nCols; j++) {
    x.set(data.subarray(j * nRows, (j + 1) * nRows), j * stride);
    x.fill(0, j * stride + nRows, (j + 1) * stride);
  }
  return address;
}
