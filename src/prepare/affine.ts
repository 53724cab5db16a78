import type { Fitted, State } from '../table/contract.ts';
import { sparseMatrix } from '../table/matrix.ts';
import { mapColumns } from '../table/sparse.ts';
import { checkNumeric, checkWidth } from './checks.ts';
import { arrayOf } from './state.ts';

/**
 * x → (x − centre) · factor for each feature, in place, sparse tables included: what standardize, min-max and robust do once they are fitted.
 * A feature that says nothing in training has factor 0, so that it is 0 wherever it is present. Missing stays missing.
 * @param centre [nFeatures] @param factor [nFeatures], 1/scale.
 */
export function affineFitted(kind: string, centre: Float64Array, factor: Float64Array): Fitted {
  return {
    kind,
    sparse: true,
    apply(block) {
      checkWidth(block, centre.length, kind);
      checkNumeric(block, kind);
      const { sparse, nRows, nCols } = block.matrix;
      if (sparse) {
        mapColumns(sparse, (x, j) => (x - centre[j]!) * factor[j]!);
        return { ...block, matrix: sparseMatrix(nRows, sparse) };
      }
      const { data } = block.matrix;
      for (let j = 0; j < nCols; j++) {
        const c = centre[j]!;
        const f = factor[j]!;
        const end = (j + 1) * nRows;
        for (let i = j * nRows; i < end; i++) data[i] = (data[i]! - c) * f;
      }
      return block;
    },
    toState: () => ({ kind, json: {}, arrays: { centre, factor } }),
  };
}

export function restoreAffine(state: State): Fitted {
  return affineFitted(state.kind, arrayOf(state, 'centre', Float64Array), arrayOf(state, 'factor', Float64Array));
}
