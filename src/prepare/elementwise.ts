import type { Fitted, State } from '../table/contract.ts';
import { sparseMatrix } from '../table/matrix.ts';
import { checkNumeric } from './checks.ts';

/**
 * A step that learns nothing and changes each value on its own, in place, sparse tables included: log2, clip.
 * @param json the parameters it was created with, so that it can be restored. @param change returns NaN for NaN: missing stays missing.
 */
export function elementwiseFitted(kind: string, json: State['json'], change: (values: Float32Array) => void): Fitted {
  return {
    kind,
    sparse: true,
    apply(block) {
      checkNumeric(block, kind);
      const { sparse, nRows } = block.matrix;
      if (sparse) {
        change(sparse.values);
        change(sparse.base);
        return { ...block, matrix: sparseMatrix(nRows, sparse) };
      }
      change(block.matrix.data);
      return block;
    },
    toState: () => ({ kind, json, arrays: {} }),
  };
}
