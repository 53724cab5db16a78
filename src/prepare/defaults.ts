import type { BlockKind } from '../table/block.ts';
import { parseStep, type Step } from './step.ts';

/** What the reader knows of a block before it is prepared. */
export interface BlockFacts {
  /** The values look like counts or raw intensities, not like logarithms or z-scores. */
  readonly raw: boolean;
  readonly nFeatures: number;
  readonly hasMissing: boolean;
  /** Some column holds words. */
  readonly hasText: boolean;
}

/** Above this many features, the variance filter is on by default. */
const FILTER_ABOVE = 5000;

/**
 * The steps that a block without `prepare` gets. Impute is always among them: a table that misses nothing today is applied to a new
 * patient who misses something tomorrow.
 * expression, methylation, mirna: impute, log2 when raw, drop-constant, top-variance 5000 above 5,000 features, standardize, clip ±5 ·
 * clinical: impute with indicator, one-hot, standardize · copy-number, numeric: impute, (one-hot when there are words,) standardize ·
 * genotypes (0, 1, 2 copies): impute the mean, drop-constant, standardize · mutation: impute 0 · sequence: one-hot (a missing letter gives
 * zeros; a learner that says `sequences` gets the letters instead) · image, signal, video: none.
 */
export function defaultPrepare(kind: BlockKind, facts: BlockFacts): Step[] {
  return entries(kind, facts).map((entry) => parseStep(entry, 'defaultPrepare'));
}

function entries(kind: BlockKind, { raw, nFeatures, hasMissing, hasText }: BlockFacts): unknown[] {
  switch (kind) {
    case 'expression':
    case 'methylation':
    case 'mirna':
      return [
        'impute',
        ...(raw ? ['log2'] : []),
        'drop-constant',
        ...(nFeatures > FILTER_ABOVE ? [{ 'top-variance': FILTER_ABOVE }] : []),
        'standardize',
        { clip: 5 },
      ];
    case 'clinical':
      return [{ impute: { indicator: hasMissing } }, 'one-hot', 'standardize'];
    case 'genotypes':
      return [{ impute: 'mean' }, 'drop-constant', 'standardize'];
    case 'mutation':
      return [{ impute: 'zero' }];
    case 'sequence':
      return ['one-hot'];
    case 'image':
    case 'signal':
    case 'video':
      return [];
    case 'copy-number':
    case 'numeric':
      return ['impute', ...(hasText ? ['one-hot'] : []), 'standardize'];
  }
}
