import type { Context, Executor } from '../base/context.ts';
import { type CreateMatrix, createMatrix, type Matrix, type SparseMatrix } from '../table/matrix.ts';

/** Whose memory a buffer is: tables in it need no copy. */
const owners = new WeakMap<ArrayBufferLike, Executor>();
/** Copies in kernel memory now, by the table they are copies of. */
type Copies = WeakMap<Executor, Map<Matrix, { readonly address: number; users: number }>>;
const copies: Copies = new WeakMap();
const copiesOfEntries: Copies = new WeakMap();

/** Beyond this a table stays out of kernel memory, whose 4 GiB are for the work: two tasks, each with a table and a part of it. */
const MOST_BYTES = 1 << 29;

/** Bytes behind a table that kernels may read with its last value. */
const SLACK = 4;

/** Rows as a kernel's own vectors have them: padded with zeros to whole vectors of four. */
export function paddedRows(nRows: number): number {
  return (nRows + 3) & ~3;
}

/**
 * Runs `work` with a maker of tables that lie in kernel memory, where kernels use them in place instead of copying them: a fold's training rows
 * then exist once. They are freed when `work` ends, whatever becomes of it: nothing that outlives it may hold on to them. A table above
 * 512 MiB is made in ordinary memory.
 */
export async function withKernelTables<T>(ctx: Context, work: (create: CreateMatrix) => Promise<T>): Promise<T> {
  const { executor } = ctx;
  const owned: number[] = [];
  try {
    return await work((nRows, nCols) => {
      const length = nRows * nCols;
      if (4 * length > MOST_BYTES) return createMatrix(nRows, nCols);
      const address = executor.allocate(4 * length + SLACK);
      owned.push(address);
      const { buffer } = executor.memory;
      owners.set(buffer, executor);
      return { nRows, nCols, data: new Float32Array(buffer, address, length) };
    });
  } finally {
    for (const address of owned) executor.free(address);
  }
}

/** Where X lies in kernel memory, column after column; undefined when it does not. */
export function kernelAddress(ctx: Context, { data }: Matrix): number | undefined {
  return owners.get(data.buffer) === ctx.executor ? data.byteOffset : undefined;
}

/**
 * Runs `work` with the address of X in kernel memory, [nCols] columns of nRows float32: in place when it lies there, else of a copy. Works that
 * run at the same time on the same table share one copy: candidates of a search cost the memory of one. Nobody may write to it; it is
 * freed after its last user.
 */
export function withKernelMatrix<T>(ctx: Context, X: Matrix, work: (address: number) => Promise<T>): Promise<T> {
  const address = kernelAddress(ctx, X);
  if (address !== undefined) return work(address);
  return withCopy(ctx.executor, copies, X, copyIn, work);
}

/**
 * The same of a sparse table: where the entries of each column begin, int32 [nCols + 1], from the next whole 16 bytes on the rows, int32, then
 * the values, float32, of all entries. Each column has its base taken off: every other row is 0.
 */
export function withKernelEntries<T>(
  { executor }: Context,
  X: SparseMatrix,
  work: (address: number) => Promise<T>,
): Promise<T> {
  return withCopy(executor, copiesOfEntries, X, copyEntries, work);
}

async function withCopy<T, M extends Matrix>(
  executor: Executor,
  all: Copies,
  X: M,
  copyOf: (executor: Executor, X: M) => number,
  work: (address: number) => Promise<T>,
): Promise<T> {
  let known = all.get(executor);
  if (!known) {
    known = new Map();
    all.set(executor, known);
  }
  let copy = known.get(X);
  if (!copy) {
    copy = { address: copyOf(executor, X), users: 0 };
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

function copyIn(executor: Executor, { data }: Matrix): number {
  const address = executor.allocate(4 * data.length + SLACK);
  new Float32Array(executor.memory.buffer, address, data.length).set(data);
  return address;
}

function copyEntries(executor: Executor, { sparse }: SparseMatrix): number {
  const { starts, rows, values, base } = sparse;
  const head = (4 * starts.length + 15) & ~15;
  const address = executor.allocate(head + 8 * values.length);
  const { buffer } = executor.memory;
  new Int32Array(buffer, address, starts.length).set(starts);
  new Int32Array(buffer, address + head, rows.length).set(rows);
  const own = new Float32Array(buffer, address + head + 4 * rows.length, values.length);
  for (let j = 0; j < base.length; j++)
    for (let k = starts[j]!; k < starts[j + 1]!; k++) own[k] = values[k]! - base[j]!;
  return address;
}
