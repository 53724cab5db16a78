import { DataError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import { genotypeLoadings } from '../numeric/genotype-loadings.ts';
import { genotypePca } from '../numeric/genotype-pca.ts';
import { projectionShrinkage } from '../numeric/projection-shrinkage.ts';
import type { Transform } from '../table/contract.ts';
import { genotypeMatrix } from '../table/matrix.ts';
import { checkWidth, stepWhere } from './checks.ts';
import { packedOf } from './genotype-counts.ts';
import { componentNames, componentTable, projectionFitted } from './projection.ts';

/** Components looked at beyond those asked for: what is signal among them is no noise. */
const MORE = 5;

/**
 * Replaces genotypes by their first `count` principal components on the training samples (`genotypePca`: variants over √(2f(1 − f)), missing at the mean), named
 * pc1, pc2, …; the score of a training sample is √λ·u, λ of the relationship matrix. A new sample is projected on the axes of the training samples and, with
 * `correct`, divided by what such a score shrinks by (`projectionShrinkage`); without it new samples of a group lie nearer to 0 than its training samples,
 * the more so the more variants and the fewer samples. Put maf and ld-prune before it and nothing that changes copies; leave out close relatives.
 * A new sample that misses many variants lies nearer to 0: what is missing counts as the mean.
 * @throws {DataError} values other than 0, 1, 2 and missing, or nothing varies. @throws {CancelledError}
 * Cost n²·p/2 + n·p·count on 2-bit genotypes that are never in full. Checked against plink2 `--pca` (training samples), and simulated new samples.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'genotype-pca',
    packed: true,
    params,
    async fit(block, _target, ctx) {
      const packed = packedOf(block, 'genotype-pca');
      const n = block.matrix.nRows;
      const wanted = params.count as number;
      const { vectors, values, nVariants, trace, squares } = await genotypePca(
        ctx,
        genotypeMatrix(n, packed),
        Math.min(n, wanted + MORE),
      );
      const rank = values.filter((value) => value > 1e-9 * values[0]!).length;
      const count = Math.min(wanted, rank);
      if (count === 0) {
        throw new DataError({
          where: stepWhere(block, 'genotype-pca'),
          problem: 'some variant must vary among the training samples, got none',
          hint: 'leave genotype-pca out, or look at the genotypes',
        });
      }
      const shrinkage = projectionShrinkage({ values, trace, squares, n });
      const all = values.length;
      const own = Float64Array.from(
        { length: n * count },
        (_, at) => vectors[Math.floor(at / count) * all + (at % count)]!,
      );
      const { means, axes } = await genotypeLoadings(ctx, packed, n, own, count);
      for (let at = 0; at < axes.length; at++) {
        const c = at % count;
        // Z Zᵀu/m = λu, of which √λ·u is to be left.
        axes[at]! /= nVariants * Math.sqrt(values[c]!) * (params.correct ? shrinkage[c]! : 1);
      }
      const scores = own.map((u, at) => u * Math.sqrt(values[at % count]!));
      return {
        ...projectionFitted('genotype-pca', means, axes, count),
        ofTraining(rows) {
          checkWidth(rows, means.length, 'genotype-pca');
          return { ...rows, features: componentNames(count), matrix: componentTable(scores, n, count) };
        },
      };
    },
  };
}

export { restoreProjection as restore } from './projection.ts';
