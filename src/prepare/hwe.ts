import type { ParamValues } from '../base/params.ts';
import { hardyWeinbergExact } from '../numeric/hardy-weinberg.ts';
import type { Transform } from '../table/contract.ts';
import { variantCounts } from './genotype-counts.ts';
import { selectionFitted } from './selection.ts';

/**
 * Drops variants whose genotypes are too far from Hardy–Weinberg proportions on the training samples: P of the exact test below `p`. Miscalled variants
 * look like that; so do, honestly, those that differ between populations (too few heterozygotes in the mixture: Wahlund) and those of a disease in cases.
 * `sides: excess` drops only variants with too many heterozygotes, which no mixture makes: the choice where ancestry is what is to be told.
 * Autosomes: on X men have no heterozygotes. Equals plink2 `--hwe p` (`keep-fewhet` of excess) of the training samples.
 * @throws {DataError} values other than 0, 1, 2 and missing. Cost O(n·p) at most.
 */
export function create(params: ParamValues): Transform {
  const least = params.p as number;
  return {
    kind: 'hwe',
    columnwise: true,
    packed: true,
    params,
    async fit(block) {
      const kept: number[] = [];
      let j = 0;
      for (const [none, one, two] of variantCounts(block, 'hwe')) {
        // 4·n₀n₂ < n₁² where there are more heterozygotes than 2f(1 − f) makes.
        const tested = params.sides === 'both' || one * one > 4 * none * two;
        if (!tested || hardyWeinbergExact(one, none, two) >= least) kept.push(j);
        j++;
      }
      return selectionFitted('hwe', Uint32Array.from(kept), block.matrix.nCols);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';
