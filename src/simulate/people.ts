import type { RandomKey } from '../base/random.ts';

/**
 * Classes of n people in random order. Sizes fall gently from the first class to the last, with weights K, K − ½, K − 1, …, as
 * subtypes in a cohort are never equally common; every class gets its rounded share, so sizes do not depend on the key.
 * @returns codes 0 … nClasses − 1, [n].
 */
export function drawClasses(n: number, nClasses: number, random: RandomKey): Int32Array {
  const weight = (k: number) => nClasses - k / 2;
  let total = 0;
  for (let k = 0; k < nClasses; k++) total += weight(k);
  const codes = new Int32Array(n);
  let from = 0;
  let cumulative = 0;
  for (let k = 0; k < nClasses; k++) {
    cumulative += weight(k);
    const to = k === nClasses - 1 ? n : Math.round((n * cumulative) / total);
    codes.fill(k, from, to);
    from = to;
  }
  return random.at('classes').stream().shuffle(codes);
}

/** `GENE0001`, `GENE0002`, …: at least four digits, as many as the largest needs. */
export function numberedNames(prefix: string, n: number): string[] {
  const width = Math.max(4, String(n).length);
  return Array.from({ length: n }, (_, i) => prefix + String(i + 1).padStart(width, '0'));
}

/** Names of classes: C1, C2, … */
export function className(k: number): string {
  return `C${k + 1}`;
}
