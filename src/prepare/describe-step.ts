import type { ParamValues } from '../base/params.ts';

/** What a step did, in words for the report: `kept the 5000 most variable features`. An unknown word is returned as it is. */
export function describeStep(word: string, params: ParamValues): string {
  return DESCRIPTIONS[word]?.(params) ?? word;
}

const DESCRIPTIONS: Readonly<Record<string, (params: ParamValues) => string>> = {
  'drop-constant': () => 'dropped features that are constant on the training rows',
  impute: ({ strategy, indicator }) => {
    const value = strategy === 'zero' ? '0' : `the training ${strategy}`;
    return `filled missing values with ${value}${indicator ? ' and marked where they were missing' : ''}`;
  },
  'knn-impute': ({ neighbors }) => `filled missing values with the mean of the ${neighbors} nearest training rows`,
  log2: ({ offset, floor }) => {
    const x = floor === 0 ? 'x' : `max(x, ${floor})`;
    return offset === 0 ? `log2(${x})` : `log2(${x} + ${offset})`;
  },
  cpm: () => 'counts per million within each sample',
  tpm: () => 'transcripts per million within each sample',
  fpkm: () => 'fragments per kilobase per million within each sample',
  'upper-quartile': () => 'divided each sample by its upper quartile',
  'median-of-ratios': () => 'divided each sample by its size factor (median of ratios to the training geometric means)',
  quantile: () => 'gave every sample the mean distribution of the training rows',
  arcsinh: ({ cofactor }) => `arcsinh(x / ${cofactor})`,
  combat: ({ batch }) =>
    `took out the differences between batches ('${batch}') by ComBat, learned on the training rows`,
  clip: ({ limit }) => `clipped values to ±${limit}`,
  'top-variance': ({ count }) => `kept the ${count} most variable features`,
  'anova-f': ({ count }) =>
    `kept the ${count} features that say most about the target one at a time (F or Cox score statistic, training rows)`,
  'mutual-information': ({ count }) =>
    `kept the ${count} features with the most information on the target (training rows)`,
  'lasso-selection': ({ count }) => `kept the first ${count} features of the lasso path (training rows)`,
  'stability-selection': ({ threshold, subsamples, 'false-positives': allowed }) =>
    `kept the features that the lasso chose in at least ${100 * (threshold as number)} % of ${subsamples} halves of the training rows (at most ${allowed} false in expectation)`,
  standardize: () => 'scaled each feature to mean 0 and standard deviation 1 on the training rows',
  'min-max': () => 'scaled each feature to 0 … 1 on the training rows',
  robust: () => 'scaled each feature to median 0 and interquartile range 1 on the training rows',
  rank: () => 'replaced each value by its rank among the training rows',
  missingness: ({ max }) => `dropped features that more than ${100 * (max as number)} % of the training rows miss`,
  maf: ({ min }) => `dropped variants whose rarer allele is below ${min} on the training rows`,
  hwe: ({ p, sides }) =>
    `dropped variants with ${sides === 'excess' ? 'too many heterozygotes' : 'genotypes'} far from Hardy–Weinberg proportions (exact P below ${p}, training rows)`,
  'ld-prune': ({ r2, window }) => `thinned linked variants: no r² above ${r2} in windows of ${window} (training rows)`,
  pca: ({ count }) => `replaced the features by their first ${count} principal components on the training rows`,
  'genotype-pca': ({ count, correct }) =>
    `replaced genotypes by their first ${count} principal components on the training samples; new samples were projected${correct ? ' and moved out by what a projection shrinks by' : ''}`,
  'allele-counts': ({ 'min-count': least }) =>
    `counted copies of each allele with at least ${least} in the training samples`,
  ordinal: ({ levels }) => `coded ordered words as 0, 1, 2, … (${levels})`,
  fingerprint: ({ bits, radius, counts }) =>
    `encoded each molecule as ${counts ? 'counts' : 'presence'} of its neighbourhoods of up to ${radius} bonds, folded to ${bits} features (ECFP)`,
  'molecule-descriptors': () => 'described each molecule by its weight, hydrogen bonds, rings and polar surface',
  'amino-acids': ({ scale }) =>
    `described each amino acid by ${scale === 'z-scales' ? 'its five z-scales' : 'its row of BLOSUM62'}`,
  'position-pairs': ({ 'min-count': least }) =>
    `made one 0/1 feature of each letter and each pair of letters of at least ${least} training rows`,
  'multi-hot': ({ 'min-count': least }) =>
    `made one 0/1 feature of each entry${(least as number) > 1 ? ` of at least ${least} training rows` : ''}`,
  'one-hot': ({ 'min-count': least, buckets }) => {
    const own = 'made one 0/1 feature of each word';
    if (buckets)
      return `${own}${(least as number) > 1 ? ` of at least ${least} training rows` : ''}, and ${buckets} for other words by hash`;
    return (least as number) > 1 ? `${own} of at least ${least} training rows, and one for the rarer words` : own;
  },
  'k-mers': ({ k, canonical, mismatches, scale }) =>
    [
      `counted the words of ${k} letters`,
      ...(mismatches ? [`that differ in at most ${mismatches}`] : []),
      ...(canonical ? ['(of DNA: either strand as one)'] : []),
      ...(scale === 'counts' ? [] : [`as ${scale === 'share' ? 'shares' : 'a vector of length 1'}`]),
    ].join(' '),
  'gc-content': ({ parts }) => `took the share of G and C${parts === 1 ? '' : ` in each of ${parts} parts`}`,
  'reverse-complement': ({ when }) =>
    when === 'smaller' ? 'took of both strands the one that comes first in the alphabet' : 'took the other strand',
  translate: ({ frame }) => `translated DNA to protein, frame ${frame}`,
  'alignment-scores': ({ count }) => `aligned each sequence with ${count} training sequences`,
};
