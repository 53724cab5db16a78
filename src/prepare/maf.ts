import type { ParamValues } from '../base/params.ts';
import type { Transform } from '../table/contract.ts';
import { variantCounts } from './genotype-counts.ts';
import { selectionFitted } from './selection.ts';

/**
 * Drops variants whose rarer allele has a frequency below `min` among the training samples, copies counted over those that have a genotype. With
 * `min: 0` none is dropped. Rare variants are mostly private to a few people, are the first to be miscalled, and weigh most after √2f(1 − f).
 * Equals plink2 `--maf min` of the training samples. @throws {DataError} values other than 0, 1, 2 and missing. Cost O(n·p/4).
 */
export function create(params: ParamValues): Transform {
  const least = params.min as number;
  return {
    kind: 'maf',
    columnwise: true,
    packed: true,
    params,
    async fit(block) {
      const kept: number[] = [];
      let j = 0;
      for (const [none, one, two] of variantCounts(block, 'maf')) {
        // In whole numbers: a frequency that is `min` to the last copy is kept.
        const rarer = Math.min(2 * two + one, 2 * none + one);
        if (rarer >= least * 2 * (none + one + two) * (1 - 1e-12)) kept.push(j);
        j++;
      }
      return selectionFitted('maf', Uint32Array.from(kept), block.matrix.nCols);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';
