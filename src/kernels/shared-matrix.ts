import type { Context, Executor } from '../base/context.ts';
import type { Matrix } from '../table/matrix.ts';

/** Copies in kernel memory now, by the table they are copies of. */
const copies = new WeakMap<Executor, Map<Matrix, { readonly address: number; users: number }>>();

/** Rows of a column in kernel memory: padded with zeros to whole vectors of four. */
export function paddedRows(nRows: number): number {
  return (nRows + 3) & ~3;
}

/**
 * Runs `work` with a copy of X in kernel memory, [nCols] columns of `paddedRows(nRows)` float32. Works that run at the same time on the same
 * table share one copy: candidates of a search cost the memory of one. Nobody may write to it; it is freed after its last user.
 */
export async function withKernelMatrix<T>(ctx: Context, X: Matrix, work: (address: number) => Promise<T>): Promise<T> {
  const { executor } = ctx;
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
}

function copyIn(executor: Executor, { data, nRows, nCols }: Matrix): number {
  const stride = paddedRows(nRows);
  const address = executor.allocate(stride * nCols * 4);
  const x = new Float32Array(executor.memory.buffer, address, stride * nCols);
  for (let j = 0; j < nCols; j++) {
    x.set(data.subarray(j * nRows, (j + 1) * nRows), j * stride);
    x.fill(0, j * stride + nRows, (j + 1) * stride);
  }
  return address;
}
