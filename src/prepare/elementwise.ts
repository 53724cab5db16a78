import type { Fitted, State } from '../table/contract.ts';
import { checkNumeric } from './checks.ts';

/**
 * A step that learns nothing and changes each value on its own, in place: log2, clip.
 * @param json the parameters it was created with, so that it can be restored. @param change returns NaN for NaN: missing stays missing.
 */
export function elementwiseFitted(kind: string, json: State['json'], change: (values: Float32Array) => void): Fitted {
  return {
    kind,
    apply(block) {
      checkNumeric(block, kind);
      change(block.matrix.data);
      return block;
    },
    toState: () => ({ kind, json, arrays: {} }),
  };
}
