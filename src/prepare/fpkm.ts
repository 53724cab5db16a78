import type { ParamValues } from '../base/params.ts';
import type { Fitted, Resources, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkWidth } from './checks.ts';
import { lengthsOf, requireLengths } from './gene-lengths.ts';
import { scaleToMillion } from './per-million.ts';
import { arrayOf } from './state.ts';

/**
 * Fragments per kilobase per million: x / (length / 1000) / (sum of the sample / 10⁶), with the sum over the features that are there
 * (Mortazavi et al. 2008, Nature Methods 5, 621). To compare samples tpm is the better measure: its sample sums are equal. Put it before
 * any step that drops features. Missing counts as nothing and stays missing.
 * @param resources `lengths`: the file that the parameter names, read as feature → length in bases. This room reads no files.
 * @throws {ParamError} no lengths. @throws {DataError} a feature without a length above 0, a negative value, a sample without counts.
 * Cost O(n·p), in place. Checked against edgeR 3.40.2 (rpkm).
 */
export function create(params: ParamValues, resources: Resources = {}): Transform {
  const lengths = requireLengths('fpkm', params, resources);
  return { kind: 'fpkm', params, fit: async (block) => fitted(lengthsOf(block, lengths, 'fpkm')) };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'lengths', Float64Array));
}

/** @param lengths [nFeatures] in bases. */
function fitted(lengths: Float64Array): Fitted {
  return {
    kind: 'fpkm',
    apply(given) {
      checkWidth(given, lengths.length, 'fpkm');
      const block = scaleToMillion(given, null, 'fpkm');
      lengths.forEach((bases, j) => {
        const column = columnOf(block.matrix, j);
        for (let i = 0; i < column.length; i++) column[i] = (column[i]! * 1000) / bases;
      });
      return block;
    },
    toState: () => ({ kind: 'fpkm', json: {}, arrays: { lengths } }),
  };
}
