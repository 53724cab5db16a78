/** What drives a prediction, what a network looked at, how samples differ and in which gene sets: what the library shows of this room. */
export { type Attribution, meanMagnitude, outputOf, type Scale } from './attribution.ts';
export { type Change, type CounterfactualOptions, counterfactual } from './counterfactual.ts';
export {
  type Contrast,
  type DesignMatrix,
  type DesignParts,
  designMatrix,
  oneVersusRest,
  pairContrast,
} from './design-matrix.ts';
export { type Equivalent, equivalentsOf } from './equivalents.ts';
export { EXPLAIN_METHODS, type ExplainOptions, explain, usualMethod } from './explain.ts';
export type { TreeOptions } from './explained-trees.ts';
export { featureClusters } from './feature-clusters.ts';
export { type FilterMotif, filterMotifs } from './filter-motifs.ts';
export type { SetSizes } from './gene-sets.ts';
export { type GradientOptions, gradientTimesInput } from './gradient-times-input.ts';
export { type GroupImportance, groupPermutation, type PermutationOptions } from './group-permutation.ts';
export { type EnrichedSet, type Enrichment, type GseaOptions, gsea } from './gsea.ts';
export { inSilicoMutagenesis, type MutagenesisOptions, type MutationEffects } from './in-silico-mutagenesis.ts';
export { integratedGradients, type PathOptions } from './integrated-gradients.ts';
export { interventionalShap, type ReferenceOptions } from './interventional-shap.ts';
export { type KernelOptions, kernelShap } from './kernel-shap.ts';
export { type LetterSlopes, letterSlopes } from './letter-slopes.ts';
export { type LinearOptions, linearShap } from './linear-shap.ts';
export { type MatchOptions, type MotifMatch, matchMotifs } from './match-motifs.ts';
export {
  type DifferentialExpression,
  type ModeratedOptions,
  type ModeratedT,
  moderatedT,
} from './moderated-t.ts';
export { type NearestCases, nearestCases } from './nearest-cases.ts';
export {
  type Neighbourhood,
  type NeighbourhoodOptions,
  networkNeighbourhood,
} from './network-neighbourhood.ts';
export { type OcclusionOptions, occlusion } from './occlusion.ts';
export {
  type OverRepresentation,
  type OverRepresentedSet,
  overRepresentation,
} from './over-representation.ts';
export { type PartialDependence, partialDependence } from './partial-dependence.ts';
export { selectionStability } from './selection-stability.ts';
export {
  clusterSeqlets,
  findSeqlets,
  type LetterAttributions,
  type Seqlet,
  type SeqletMotif,
  type SeqletOptions,
} from './seqlets.ts';
export { type SetAttributions, setAttributions } from './set-attributions.ts';
export { type SetShare, type SetShares, setShares } from './set-shares.ts';
export { type InteractionOptions, type Interactions, shapInteractions } from './shap-interactions.ts';
export { treeShap } from './tree-shap.ts';
export { type PrecisionWeights, voom } from './voom.ts';
