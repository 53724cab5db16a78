import type { View } from './contract.ts';
import { takeRows } from './matrix.ts';

/** A view of some rows, in that order. Cost O(rows · features). */
export function takeViewRows(view: View, rows: ArrayLike<number>): View {
  const parts = view.parts?.map(({ present, ...part }) =>
    present ? { ...part, present: Uint8Array.from(rows, (i) => present[i]!) } : part,
  );
  return { ...view, X: takeRows(view.X, rows), ...(parts ? { parts } : {}) };
}
