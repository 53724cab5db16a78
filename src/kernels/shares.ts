/** Cuts rows 0 … n of a triangle into ranges of about equal area, the longest rows first. */
export function evenTriangle(n: number, parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, s) => Math.round(n * Math.sqrt(1 - s / parts)));
}

/** Calls `run` with each range between two cuts, rising or falling, that holds something. */
export function forRanges(
  cuts: readonly number[],
  run: (from: number, to: number) => Promise<number>,
): Promise<unknown> {
  const calls: Promise<number>[] = [];
  for (let s = 0; s + 1 < cuts.length; s++) {
    const from = Math.min(cuts[s]!, cuts[s + 1]!);
    const to = Math.max(cuts[s]!, cuts[s + 1]!);
    if (from < to) calls.push(run(from, to));
  }
  return Promise.all(calls);
}
