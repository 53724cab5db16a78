import type { Context, Executor } from '../../src/base/context.ts';
import { randomKey } from '../../src/base/random.ts';
import type { Warning } from '../../src/base/warning.ts';
import type { Block } from '../../src/table/block.ts';
import { matrixFromRows } from '../../src/table/matrix.ts';
import type { ClassTarget } from '../../src/table/target.ts';

/** A context for tests: fixed key, no threads unless given (few preparation steps use them), warnings collected. */
export function testContext(
  signal: AbortSignal = new AbortController().signal,
  executor: Executor = noExecutor(),
): Context & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return { random: randomKey(1), executor, signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
}

function noExecutor(): Executor {
  const noThreads = (): never => {
    throw new Error('a preparation step asked for the executor');
  };
  return {
    threads: 1,
    get memory() {
      return noThreads();
    },
    allocate: noThreads,
    free: noThreads,
    call: noThreads,
    close: async () => {},
  };
}

/** Rows of numbers as a block with features g0, g1, … and samples s0, s1, …. */
export function blockOf(rows: readonly (readonly number[])[], levels?: Block['levels']): Block {
  return {
    name: 'test',
    kind: 'numeric',
    ids: rows.map((_, i) => `s${i}`),
    features: (rows[0] ?? []).map((_, j) => `g${j}`),
    matrix: matrixFromRows(rows),
    ...(levels ? { levels } : {}),
  };
}

/** n × p positive values, quantised so that ties occur. */
export function randomRows(n: number, p: number, seed = 1): number[][] {
  const stream = randomKey(seed).at('rows').stream();
  return Array.from({ length: n }, () => Array.from({ length: p }, () => 1 + stream.below(4000) / 16));
}

/** Classes a, b, c in turn. */
export function turns(n: number): ClassTarget {
  return { task: 'classification', classes: ['a', 'b', 'c'], codes: Int32Array.from({ length: n }, (_, i) => i % 3) };
}

export function copyOf(block: Block): Block {
  return structuredClone(block);
}

/** Row i of a block as plain numbers. */
export function rowOf({ matrix }: Block, i: number): number[] {
  return Array.from({ length: matrix.nCols }, (_, j) => matrix.data[j * matrix.nRows + i]!);
}
