import type { Context } from '../base/context.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import type { Scope } from './scope.ts';

const ROWS = 64; // as assembly/tree-shap-set.ts

/** Adds to `outAt`, [width, 64] float64, for the rows of a block, [nUsed, 64] float32, of which the first `count` are asked for. */
export type BlockKernel = (rowsAt: number, outAt: number, count: number) => Promise<number>;

/**
 * Runs a kernel on the rows of a table, some columns of them, by blocks of 64 on all threads. Kernel memory for each thread: 64 rows of what is read and written.
 * @param width numbers that come of a row. @param open makes the kernel of one thread, with its workspace. @returns [width, nRows].
 */
export async function eachBlock(
  ctx: Context,
  scope: Scope,
  X: Matrix,
  used: Uint32Array,
  width: number,
  open: () => Promise<BlockKernel>,
): Promise<Float64Array> {
  const columns = Array.from(used, (j) => columnOf(X, j));
  const out = new Float64Array(width * X.nRows);
  const blocks = Math.ceil(X.nRows / ROWS);
  let next = 0;
  const worker = async () => {
    const rowsAt = scope.allocate(4 * ROWS * used.length);
    const outAt = scope.allocate(8 * ROWS * width);
    const kernel = await open();
    while (next < blocks) {
      const from = ROWS * next++;
      const count = Math.min(ROWS, X.nRows - from);
      const rows = scope.f32(rowsAt, ROWS * used.length).fill(0);
      columns.forEach((column, at) => {
        rows.set(column.subarray(from, from + count), ROWS * at);
      });
      scope.f64(outAt, ROWS * width).fill(0);
      await kernel(rowsAt, outAt, count);
      const made = scope.f64(outAt, ROWS * width);
      for (let c = 0; c < width; c++) out.set(made.subarray(c * ROWS, c * ROWS + count), c * X.nRows + from);
      ctx.progress((from + count) / X.nRows, 'explaining');
    }
  };
  await Promise.all(Array.from({ length: Math.min(ctx.executor.threads, blocks) }, worker));
  return out;
}
