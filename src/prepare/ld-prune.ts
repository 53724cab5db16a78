import type { ParamValues } from '../base/params.ts';
import { ldPrune } from '../kernels/ld-prune.ts';
import type { Transform } from '../table/contract.ts';
import { packedOf } from './genotype-counts.ts';
import { selectionFitted } from './selection.ts';

/** `chromosome:position…` of a name that says where the variant is. */
const PLACE = /^([^:]+):\d+:/;

/**
 * Thins variants that say the same: among the training samples no two of a window keep a squared correlation above `r2` (`ldPrune`). Features must stand in
 * the order of the chromosome, as readers give them; a change of the chromosome in names such as `1:12345:A:G` ends a window.
 * Components of genotypes and distances need it: a long run of linked variants counts as often as it has variants.
 * @throws {DataError} values other than 0, 1, 2 and missing. @throws {CancelledError} Cost at `ldPrune`. Equals plink2 `--indep-pairwise` of the training samples.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'ld-prune',
    packed: true,
    params,
    async fit(block, _target, ctx) {
      const packed = packedOf(block, 'ld-prune');
      const kept = await ldPrune(ctx, packed, block.matrix.nRows, {
        r2: params.r2 as number,
        window: params.window as number,
        step: params.step as number,
        starts: chromosomeStarts(block.features),
      });
      return selectionFitted('ld-prune', kept, packed.nCols);
    },
  };
}

/** First feature of each run of one chromosome. */
function chromosomeStarts(features: readonly string[]): number[] {
  const chromosomes = features.map((name) => PLACE.exec(name)?.[1]);
  return features.flatMap((_, j) => (j === 0 || chromosomes[j] !== chromosomes[j - 1] ? j : []));
}

export { restoreSelection as restore } from './selection.ts';
