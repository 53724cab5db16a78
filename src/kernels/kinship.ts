import type { Context } from '../base/context.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { type Scope, withScope } from './scope.ts';

/** How the genotypes of two people compare, over the SNPs that both have. */
export interface GenotypeCounts {
  readonly i: number;
  readonly l: number;
  /** Heterozygous in both. */
  readonly bothHet: number;
  /** Heterozygous in i, homozygous in l; and the reverse. */
  readonly hetHom: number;
  readonly homHet: number;
  /** Homozygous for different alleles: no allele in common (IBS 0). */
  readonly opposite: number;
}

const ROOM = 1 << 16; // pairs that one call may return
const SHARES = 8; // pieces of work a thread: later rows have more pairs
const HARD_CALL = 0.1; // an imputed dosage this near to a whole number is called, as PLINK does

/** All of it on bit planes in kernel memory, 0.375 bytes a genotype. */
export interface GenotypePlanes {
  /** Counts of the pairs listed, in that order. Cost 0.06 operations of 64 bits a SNP and pair. */
  counts(pairs: readonly (readonly [number, number])[]): Promise<GenotypeCounts[]>;
  /** All pairs i < l of kinship ≥ max(least, slack / √heterozygotes of the less heterozygous), by l, then i. */
  above(least: number, slack: number): Promise<GenotypeCounts[]>;
}

/**
 * Packs dosages of the alternative allele into bit planes for as long as `work` lasts.
 * @param X [n, p], values 0, 1, 2; a value more than 0.1 from all of them, or NaN, is missing. Not modified.
 * The same counts for any number of threads. Checked against a plain loop.
 */
export function withGenotypePlanes<T>(
  ctx: Context,
  X: Matrix,
  work: (planes: GenotypePlanes) => Promise<T>,
): Promise<T> {
  const { nRows: n, nCols: p } = X;
  const words = Math.ceil(p / 64);
  return withScope(ctx, 'kinship', async (scope) => {
    const at = scope.allocate(24 * words * n);
    pack(X, scope.u32(at, 6 * words * n), words);
    return work({
      counts: (pairs) => countsOf(scope, at, words, pairs),
      above: (least, slack) => pairsAbove(ctx, scope, at, words, n, least, slack),
    });
  });
}

function pack(X: Matrix, planes: Uint32Array, words: number): void {
  planes.fill(0);
  const plane = 2 * words; // in 32-bit halves
  const order = [1, 0, 2]; // of the planes: one copy is heterozygous
  for (let j = 0; j < X.nCols; j++) {
    const column = columnOf(X, j);
    const half = j >>> 5;
    const bit = 1 << (j & 31);
    for (let i = 0; i < X.nRows; i++) {
      const copies = Math.round(column[i]!);
      if (!(copies >= 0 && copies <= 2 && Math.abs(column[i]! - copies) <= HARD_CALL)) continue;
      planes[(3 * i + order[copies]!) * plane + half]! |= bit;
    }
  }
}

async function countsOf(
  scope: Scope,
  at: number,
  words: number,
  pairs: readonly (readonly [number, number])[],
): Promise<GenotypeCounts[]> {
  const listAt = scope.allocate(8 * pairs.length);
  const outAt = scope.allocate(16 * pairs.length);
  scope.i32(listAt, 2 * pairs.length).set(pairs.flat());
  await scope.call('kinshipCounts', [at, words, listAt, outAt, 0, pairs.length]);
  const out = scope.i32(outAt, 4 * pairs.length);
  return pairs.map(([i, l], k) => ({
    ...{ i, l, bothHet: out[4 * k]!, hetHom: out[4 * k + 1]!, homHet: out[4 * k + 2]!, opposite: out[4 * k + 3]! },
  }));
}

async function pairsAbove(
  ctx: Context,
  scope: Scope,
  at: number,
  words: number,
  n: number,
  least: number,
  slack: number,
): Promise<GenotypeCounts[]> {
  const shares = ctx.executor.threads * SHARES;
  const cuts = Array.from({ length: shares + 1 }, (_, s) => Math.round(n * Math.sqrt(s / shares)));
  let done = 0;
  const parts = await Promise.all(
    cuts.slice(1).map(async (to, s) => {
      const found = await rowsAbove(scope, at, words, cuts[s]!, to, least, slack);
      ctx.progress(++done / shares, 'kinship');
      return found;
    }),
  );
  return parts.flat();
}

/** A range that holds more pairs than there is room for is cut in two. */
async function rowsAbove(
  scope: Scope,
  at: number,
  words: number,
  from: number,
  to: number,
  least: number,
  slack: number,
): Promise<GenotypeCounts[]> {
  if (from >= to) return [];
  const room = Math.max(ROOM, to); // one row has no more pairs than this
  const outAt = scope.allocate(24 * room);
  const found = await scope.call('kinshipPairs', [at, words, from, to, least, slack, outAt, room, scope.cancel]);
  if (found > room) {
    const middle = (from + to) >>> 1;
    return [
      ...(await rowsAbove(scope, at, words, from, middle, least, slack)),
      ...(await rowsAbove(scope, at, words, middle, to, least, slack)),
    ];
  }
  const out = scope.i32(outAt, 6 * found);
  return Array.from({ length: found }, (_, k) => ({
    i: out[6 * k]!,
    l: out[6 * k + 1]!,
    bothHet: out[6 * k + 2]!,
    hetHom: out[6 * k + 3]!,
    homHet: out[6 * k + 4]!,
    opposite: out[6 * k + 5]!,
  }));
}
