import type { ParamValues } from '../base/params.ts';
import type { Transform } from '../table/contract.ts';
import { countMissing } from './genotype-counts.ts';
import { selectionFitted } from './selection.ts';

/**
 * Drops features of which more than `max` of the training rows miss the value: the call rate of variants, and as well of genes or clinical columns.
 * Works on numbers and on words. What is missing less often stays missing. Equals plink2 `--geno max` of the training samples.
 * Cost O(n·p), of genotypes at 2 bits a quarter.
 */
export function create(params: ParamValues): Transform {
  const most = params.max as number;
  return {
    kind: 'missingness',
    columnwise: true,
    sparse: true,
    packed: true,
    params,
    async fit(block) {
      const { nRows, nCols } = block.matrix;
      const kept = Uint32Array.from({ length: nCols }, (_, j) => j).filter(
        (j) => countMissing(block, j) <= most * nRows,
      );
      return selectionFitted('missingness', kept, nCols);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';
