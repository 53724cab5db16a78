import { sampleCorrelations } from '../../numeric/sample-correlations.ts';
import type { Block } from '../../table/block.ts';
import { takeRows } from '../../table/matrix.ts';

/** Two samples whose measurements agree more than two patients' do. */
export interface DuplicatePair {
  readonly i: number;
  readonly l: number;
  /** Correlation over all features, each scaled to mean 0 and variance 1 over the samples; 1 when the rows are identical. */
  readonly correlation: number;
  readonly identical: boolean;
}

/** Below this many features a correlation near 1 says little about identity. */
export const LEAST_FEATURES = 50;
/**
 * Different patients stay below this, repeat measurements of one sample come above it. Largest correlation between two different patients or
 * cell lines in six cohorts of 102–934 samples and 184–12,600 features: 0.69–0.90 (breast tumours 0.87, cell lines 0.90); the repeats in two
 * classic microarray sets: 0.98 and 1.00.
 */
export const NEAR_DUPLICATE = 0.95;

/**
 * Pairs of samples that are, or nearly are, the same measurement. No label is looked at, so that this leaks nothing into the folds.
 * @param block as read: identical means identical here. @param gram of the same samples, [n·n], features scaled (`gramMatrix` with scale).
 * @param nFeatures behind the Gram matrix. @returns pairs with i < l, strongest first; none with fewer than 50 features. Cost O(n²).
 */
export function findDuplicates(block: Block, gram: Float64Array, nFeatures: number): DuplicatePair[] {
  const n = block.matrix.nRows;
  // With two samples every scaled feature is ±1 and says nothing.
  if (nFeatures < LEAST_FEATURES || n < 3) return [];
  const correlations = sampleCorrelations(gram, n);
  const pairs: DuplicatePair[] = [];
  for (let l = 1; l < n; l++) {
    for (let i = 0; i < l; i++) {
      const correlation = correlations[i * n + l]!;
      if (correlation < NEAR_DUPLICATE) continue;
      pairs.push({
        i,
        l,
        correlation,
        identical: correlation > 0.9999 && sameRow(block, i, l),
      });
    }
  }
  return pairs.sort((a, b) => b.correlation - a.correlation || a.i - b.i || a.l - b.l);
}

/** Whether all values are equal to the bit; missing equals missing. */
export function sameRow({ matrix }: Block, i: number, l: number): boolean {
  const { data } = takeRows(matrix, [i, l]);
  for (let at = 0; at < data.length; at += 2) if (!Object.is(data[at], data[at + 1])) return false;
  return true;
}
