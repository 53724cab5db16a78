/** The library door: what runs in Node and in a browser alike. Threads, files and folders of Node are in `cistron/node`. */

// Ground: errors with exit codes, parameters as data, random streams, what every fit is handed.
export type { Context, Executor } from './base/context.ts';
export * from './base/errors.ts';
export { checkParams, type ParamSpec, type ParamTable, type ParamValue, type ParamValues } from './base/params.ts';
export { type RandomKey, type RandomStream, randomKey } from './base/random.ts';
export { VERSION } from './base/version.ts';
export type { Warning } from './base/warning.ts';
// Explain: what drives a prediction.
export { type Attribution, meanMagnitude, outputOf, type Scale } from './explain/attribution.ts';
export { type Change, type CounterfactualOptions, counterfactual } from './explain/counterfactual.ts';
// Explain: differences between samples, and the gene sets in which they gather.
export {
  type Contrast,
  type DesignMatrix,
  type DesignParts,
  designMatrix,
  oneVersusRest,
  pairContrast,
} from './explain/design-matrix.ts';
export { type Equivalent, equivalentsOf } from './explain/equivalents.ts';
export { EXPLAIN_METHODS, type ExplainOptions, explain, usualMethod } from './explain/explain.ts';
export type { TreeOptions } from './explain/explained-trees.ts';
export { featureClusters } from './explain/feature-clusters.ts';
export { type FilterMotif, filterMotifs } from './explain/filter-motifs.ts';
export type { SetSizes } from './explain/gene-sets.ts';
export { type GradientOptions, gradientTimesInput } from './explain/gradient-times-input.ts';
export { type GroupImportance, groupPermutation, type PermutationOptions } from './explain/group-permutation.ts';
export { type EnrichedSet, type Enrichment, type GseaOptions, gsea } from './explain/gsea.ts';
export { inSilicoMutagenesis, type MutagenesisOptions, type MutationEffects } from './explain/in-silico-mutagenesis.ts';
export { integratedGradients, type PathOptions } from './explain/integrated-gradients.ts';
export { interventionalShap, type ReferenceOptions } from './explain/interventional-shap.ts';
export { type KernelOptions, kernelShap } from './explain/kernel-shap.ts';
export { type LetterSlopes, letterSlopes } from './explain/letter-slopes.ts';
export { type LinearOptions, linearShap } from './explain/linear-shap.ts';
export { type MatchOptions, type MotifMatch, matchMotifs } from './explain/match-motifs.ts';
export {
  type DifferentialExpression,
  type ModeratedOptions,
  type ModeratedT,
  moderatedT,
} from './explain/moderated-t.ts';
export { type NearestCases, nearestCases } from './explain/nearest-cases.ts';
export {
  type Neighbourhood,
  type NeighbourhoodOptions,
  networkNeighbourhood,
} from './explain/network-neighbourhood.ts';
export { type OcclusionOptions, occlusion } from './explain/occlusion.ts';
export {
  type OverRepresentation,
  type OverRepresentedSet,
  overRepresentation,
} from './explain/over-representation.ts';
export { type PartialDependence, partialDependence } from './explain/partial-dependence.ts';
export { selectionStability } from './explain/selection-stability.ts';
// Explain: what a network looked at.
export {
  clusterSeqlets,
  findSeqlets,
  type LetterAttributions,
  type Seqlet,
  type SeqletMotif,
  type SeqletOptions,
} from './explain/seqlets.ts';
export { type SetAttributions, setAttributions } from './explain/set-attributions.ts';
export { type SetShare, type SetShares, setShares } from './explain/set-shares.ts';
export { type InteractionOptions, type Interactions, shapInteractions } from './explain/shap-interactions.ts';
export { treeShap } from './explain/tree-shap.ts';
export { type PrecisionWeights, voom } from './explain/voom.ts';
export { type AlignmentScoresOptions, alignmentScores } from './kernels/alignment-scores.ts';
export {
  type AlignmentScoring,
  type AlignmentScoringOptions,
  alignmentScoring,
} from './kernels/alignment-scoring.ts';
export { type GenotypeGram, type GenotypeGramOptions, genotypeGram } from './kernels/genotype-gram.ts';
export { type GramOptions, gramMatrix } from './kernels/gram.ts';
// Learn: a word, its parameters, its code on demand.
export { exportXgboost, importXgboost } from './learn/boosting/xgboost-json.ts';
export { learnerByWord, learners } from './learn/registry.ts';
export { type BrierDecomposition, brierDecomposition } from './metric/classification/brier-decomposition.ts';
export { calibrationIntercept } from './metric/classification/calibration-intercept.ts';
export { calibrationSlope } from './metric/classification/calibration-slope.ts';
// Scores.
export { adjustedRandIndex } from './metric/clustering/adjusted-rand-index.ts';
export { normalisedMutualInformation } from './metric/clustering/normalised-mutual-information.ts';
export { silhouette, silhouettes } from './metric/clustering/silhouette.ts';
export { trustworthiness } from './metric/clustering/trustworthiness.ts';
export type { Metric } from './metric/metric.ts';
export { defaultMetric, metricByName, metrics, metricsOf } from './metric/registry.ts';
export { numberCalibrationIntercept } from './metric/regression/number-calibration-intercept.ts';
export { numberCalibrationSlope } from './metric/regression/number-calibration-slope.ts';
export { type Scorer, type ScorerOptions, scorer } from './metric/scorer.ts';
export { withinStrata } from './metric/within-strata.ts';
export { type Alignment, type AlignmentOptions, alignment } from './numeric/alignment.ts';
export { type ContingencyTest, contingencyTest } from './numeric/association/contingency-test.ts';
export { type KruskalWallis, kruskalWallis } from './numeric/association/kruskal-wallis.ts';
export { type WelchT, welchT } from './numeric/association/welch-t.ts';
export { benjaminiHochberg } from './numeric/benjamini-hochberg.ts';
export { binomialLimits, binomialUpper } from './numeric/binomial-limits.ts';
// Calibration: maps of probabilities learned from rows that the model did not see; of survival curves too.
export type { CalibrationData, Calibrator } from './numeric/calibration/calibrator.ts';
export {
  applyCalibration,
  CALIBRATION_METHODS,
  type Calibration,
  type CalibrationMethod,
  fitCalibration,
} from './numeric/calibration/calibrators.ts';
export {
  type DirichletOptions,
  type DirichletState,
  dirichletCalibrator,
} from './numeric/calibration/dirichlet-calibrator.ts';
export { type IsotonicState, isotonicCalibrator } from './numeric/calibration/isotonic-calibrator.ts';
export { type IsotonicFit, isotonicAt, isotonicRegression } from './numeric/calibration/isotonic-regression.ts';
export { type SigmoidState, sigmoidCalibrator } from './numeric/calibration/sigmoid-calibrator.ts';
export { type TemperatureState, temperatureCalibrator } from './numeric/calibration/temperature-calibrator.ts';
// Structure without a target: components, trees, clusters and their number, pictures. The learners of clusters stand in the registry.
export { type Consensus, type ConsensusOptions, consensus, deltaAreas } from './numeric/consensus.ts';
export { type Dbscan, dbscan, kneeDistance } from './numeric/dbscan.ts';
export { type Gap, type GapOptions, gapChoice, gapStatistic } from './numeric/gap-statistic.ts';
export { gaussianMixture, type Mixture, type MixtureOptions } from './numeric/gaussian-mixture.ts';
export type { CovarianceKind, Gaussians } from './numeric/gaussians.ts';
export { type GenotypeLoadings, genotypeLoadings } from './numeric/genotype-loadings.ts';
export { type GenotypePca, genotypePca } from './numeric/genotype-pca.ts';
export { greatCircleKm, meanPlace, type Place } from './numeric/great-circle.ts';
export { hardyWeinbergExact } from './numeric/hardy-weinberg.ts';
export { holm } from './numeric/holm.ts';
export { type KMeans, type KMeansOptions, kMeans } from './numeric/k-means.ts';
export { optimalLeafOrder } from './numeric/leaf-order.ts';
export { cutTree, type LinkageMethod, linkage } from './numeric/linkage.ts';
export { type Pca, type PcaOptions, pca } from './numeric/pca.ts';
// Classical inference: least squares, logistic and Cox regression, survival curves and their comparison, distributions.
export {
  type CoefficientModel,
  type CoefficientTable,
  hasCoefficients,
} from './numeric/regression/coefficient-table.ts';
export type { RegressionData } from './numeric/regression/design.ts';
export {
  type LeastSquaresFit,
  type LinearPrediction,
  leastSquares,
  predictLeastSquares,
} from './numeric/regression/least-squares.ts';
export {
  type LogisticFit,
  type LogisticOptions,
  logisticRegression,
} from './numeric/regression/logistic-regression.ts';
export { rowDistances } from './numeric/row-distances.ts';
export { chiSquareCdf, chiSquareTail } from './numeric/special/chi-square.ts';
export { fCdf, fTail } from './numeric/special/f-distribution.ts';
export { normalCdf, normalQuantile, normalTail } from './numeric/special/normal.ts';
export { studentTCdf, studentTQuantile, studentTTail } from './numeric/special/student-t.ts';
export { breslowBaseline } from './numeric/survival/breslow-baseline.ts';
export type { ChiSquareTest, CoxFit } from './numeric/survival/cox-fit.ts';
export { type CoxOptions, coxLinearPredictor, coxRegression } from './numeric/survival/cox-regression.ts';
export {
  martingaleResiduals,
  type SchoenfeldResiduals,
  schoenfeldResiduals,
} from './numeric/survival/cox-residuals.ts';
export {
  type CurveOptions,
  kaplanMeier,
  type QuantileEstimate,
  type SurvivalCurve,
  survivalQuantile,
} from './numeric/survival/kaplan-meier.ts';
export { type LogRankTest, logRank } from './numeric/survival/log-rank.ts';
export { type HazardCurve, nelsonAalen } from './numeric/survival/nelson-aalen.ts';
export {
  type ProportionalHazardsTest,
  proportionalHazardsTest,
  type TimeTransform,
} from './numeric/survival/proportional-hazards-test.ts';
export type { CoxData, Ties } from './numeric/survival/risk-sets.ts';
export type { ObservationOptions, RiskTable } from './numeric/survival/risk-table.ts';
export {
  fitCoxRecalibration,
  fitHazardScale,
  recalibrateSurvival,
  type SurvivalCalibrationCurve,
  type SurvivalRecalibration,
  survivalCalibrationCurve,
} from './numeric/survival/survival-calibration.ts';
export { type Tsne, type TsneOptions, tsne } from './numeric/tsne.ts';
export { type Umap, type UmapOptions, umap } from './numeric/umap.ts';
// Prepare: steps fitted on training rows, applied to any.
export { defaultPrepare } from './prepare/defaults.ts';
export { type KMerOptions, type KMerScale, kMerCounts } from './prepare/k-mers.ts';
export { type FittedPipeline, fitPipeline, restorePipeline } from './prepare/pipeline.ts';
export { transformByWord, transforms } from './prepare/registry.ts';
export { createStep, parseStep, type Step } from './prepare/step.ts';
// Read: bytes → table → block or annotations; and write.
export {
  type ByteSource,
  blobSource,
  cutIntervals,
  type DelimitedTable,
  type FastaFile,
  type FileContent,
  type FileInspection,
  fastaIds,
  type GeneNames,
  geneNames,
  type HarmonisedGenes,
  harmoniseGenes,
  indexFasta,
  inferAlphabet,
  inferIdColumn,
  inferOrientation,
  inspectFile,
  isFasta,
  joinIds,
  looksRaw,
  memorySource,
  type ReaderEntry,
  type ReadFastaOptions,
  readers,
  readFai,
  readFasta,
  readFile,
  readTable,
  readWfdbMarks,
  reverseComplement,
  type SequenceBlock,
  type SequenceKind,
  type SequenceOptions,
  segmentsToGenes,
  sequencesOf,
  sequencesToBlock,
  tableToAnnotations,
  tableToBlock,
  type WfdbMark,
  writeDelimited,
} from './read/index.ts';
// Report: the record of a run, and the page made of it.
export { type LogoMotif, motifLogo } from './report/figures/motif-logo.ts';
export type { ReportInput } from './report/input.ts';
export type { LearnerResult, RunRecord } from './report/record.ts';
export { renderReport } from './report/render-report.ts';
// Sample: how rows are divided.
export { assertGroupsWhole, type FoldRows, foldRows, leaveOneGroupOut } from './sample/folds.ts';
export { groupsFrom } from './sample/groups.ts';
export { assertGroupsApart, assertSplits, type Split, sharedGroups } from './sample/split.ts';
export { makeSplits, type SplitPlan, type SplitSamples } from './sample/split-plan.ts';
export { strataOf } from './sample/strata.ts';
export { stratifiedGroupFolds } from './sample/stratified-group-folds.ts';
export { firstShare, stratifiedOrder } from './sample/stratified-order.ts';
export { simulateCohort } from './simulate/cohort.ts';
export { type DrugTruth, type SimulatedDrugPanel, simulateDrugPanel } from './simulate/drug-panel.ts';
export { type SimulatedFamilies, simulateFamilies } from './simulate/families.ts';
export { genotypeParams, type SimulatedGenotypes, simulateGenotypes } from './simulate/genotypes.ts';
export { type Leak, leaks } from './simulate/leaks.ts';
export type { LeakyStudy } from './simulate/planting.ts';
export { type SimulatedReads, simulateReads } from './simulate/reads.ts';
export { type SimulatedSequences, simulateSequenceFamilies } from './simulate/sequence-families.ts';
export { type SimulatedStudy, type StudyOptions, simulateStudy } from './simulate/study.ts';
export { type SimulatedSurvival, simulateSurvival } from './simulate/survival.ts';
export { type CheckOutcome, checkStudy } from './study/check-study.ts';
export type { HoldoutLedger } from './study/end-audit.ts';
export { exportOnnx } from './study/export/onnx.ts';
export { readLock, type StudyLock } from './study/lock.ts';
// Study: a file → a run folder, a model → predictions.
export { type ModelBundle, readModel, writeModel } from './study/model-file.ts';
export { parseStudy } from './study/parse-study.ts';
export { type Plan, type PlanEntry, planStudy } from './study/plan-study.ts';
export { newSamplesTable, predictSamples } from './study/predict.ts';
export { predictTargets, targetSamplesTable } from './study/predict-targets.ts';
export { type Replay, replayRun } from './study/replay.ts';
export { memoryFolder, type RunFolder } from './study/run-folder.ts';
export type { RunOptions } from './study/run-options.ts';
export { type RunOutcome, runStudy } from './study/run-study.ts';
export { runTasks, type TaskMeter, type TaskOutcome } from './study/run-tasks.ts';
export type { Study } from './study/study.ts';
export { studyFromTable } from './study/study-from-table.ts';
export { TASK_KINDS, type TaskInputs, type TaskKind } from './study/task.ts';
// Tables: matrices, blocks, annotations, targets, and the interfaces that extensions implement.
export {
  type AlleleMatch,
  type AlleleRelation,
  copiesAs,
  matchAlleles,
  type VariantList,
} from './table/allele-match.ts';
export { type Annotations, findColumn, takeAnnotationRows, textValues } from './table/annotations.ts';
export { BLOCK_KINDS, type Block, type BlockKind, takeBlockColumns, takeBlockRows } from './table/block.ts';
export type { Cohort } from './table/cohort.ts';
export type * from './table/contract.ts';
export { type BaselineHazard, survivalFromHazard } from './table/hazard-curves.ts';
export {
  columnOf,
  columnsOf,
  createMatrix,
  densified,
  density,
  type GenotypeMatrix,
  genotypeMatrix,
  isPacked,
  isSparse,
  type Matrix,
  matrixFromRows,
  type SparseMatrix,
  sparseMatrix,
  sparsified,
  takeColumns,
  takeRows,
} from './table/matrix.ts';
export type { PackedGenotypes } from './table/packed.ts';
export {
  type ClassPrediction,
  type ClusterPrediction,
  type NumberPrediction,
  type Prediction,
  poolPredictions,
  type RowPredictions,
  type SurvivalPrediction,
} from './table/prediction.ts';
export type { SparseColumns } from './table/sparse.ts';
export {
  type ClassTarget,
  classCounts,
  classTarget,
  type NoTarget,
  type NumberTarget,
  numberTarget,
  requireTask,
  type SurvivalTarget,
  survivalTarget,
  type Target,
  type Task,
  takeTargetRows,
} from './table/target.ts';
// Audit: rules that find leaks, each usable by itself, and a count of what they find and miss.
export { type AuditStudyResult, auditStudy } from './validate/audit/audit-study.ts';
export type { AuditFinding } from './validate/audit/finding.ts';
export { type AuditFacts, type AuditInput, auditInput } from './validate/audit/input.ts';
export type { AuditRule } from './validate/audit/rule.ts';
export { auditRules, runAudit } from './validate/audit/rules.ts';
// Validate: the nested search, calibration inside it, and intervals.
export {
  type CalibrateBy,
  type CalibrateOptions,
  type ChosenCalibration,
  chooseCalibration,
} from './validate/calibrate.ts';
export { type CalibrationRecord, calibrationRecord } from './validate/calibration-record.ts';
// Validate: what is decided with answers, and judged without a say in its own choice.
export { answersAtPrevalence, type PredictiveScores } from './validate/decisions/answers-at-prevalence.ts';
export { type BinaryScores, chooseThreshold, type ThresholdRule } from './validate/decisions/choose-threshold.ts';
export { conformalSets, conformalThresholds, crossConformalSets } from './validate/decisions/conformal-classes.ts';
export {
  conformalHalfWidth,
  crossConformalHalfWidths,
  type HeldOutNumbers,
} from './validate/decisions/conformal-interval.ts';
export { type CrossFittedThreshold, crossFittedThreshold } from './validate/decisions/cross-fitted-threshold.ts';
export { type DecideClassesOptions, decideClasses } from './validate/decisions/decide-classes.ts';
export { decideNumbers } from './validate/decisions/decide-numbers.ts';
export { decisionCurve, decisionCurveIntervals, type NetBenefit } from './validate/decisions/decision-curve.ts';
export type { DecisionSpec, Decisions } from './validate/decisions/decisions.ts';
export type { HeldOutClasses } from './validate/decisions/held-out.ts';
export { predictiveValues, type TestCharacter } from './validate/decisions/predictive-values.ts';
export { priorsAt, shiftPriors } from './validate/decisions/prior-shift.ts';
export { type RiskCoverage, riskCoverage } from './validate/decisions/risk-coverage.ts';
export { chowThreshold, type ErrorTarget, type Selection, selectAnswers } from './validate/decisions/select-answers.ts';
export {
  combinedDistances,
  type DistanceScale,
  distanceScale,
  fitTrainingSpace,
  type RawDistances,
  rawDistances,
  type TrainingSpace,
} from './validate/decisions/training-distance.ts';
export { type FoldCertificate, foldCertificates } from './validate/fold-certificate.ts';
// Validate: where groups come from.
export type { GroupCohort, GroupFinder, GroupProposal } from './validate/groups/finder.ts';
export { groupFinders } from './validate/groups/finders.ts';
export type { GrayImage } from './validate/groups/gray-image.ts';
export { type HomologyClusters, type HomologyOptions, homologyClusters } from './validate/groups/homology-clusters.ts';
export {
  hashDistance,
  type ImageHash,
  imageHash,
  similarPictures,
} from './validate/groups/image-hash.ts';
export { type RelatedPair, type Relatives, relatives } from './validate/groups/relatives.ts';
export { type GroupRules, proposeGroups, type SettledGroups, settleGroups } from './validate/groups/settle-groups.ts';
export type { Interval, IntervalMethod } from './validate/intervals.ts';
export { innerSplits, type OuterSplits, outerSplits } from './validate/outer-splits.ts';
export { prepareFold } from './validate/prepare-fold.ts';
export { type SearchResult, searchAndFit } from './validate/search.ts';
export type { SearchOptions } from './validate/search-options.ts';
// Validate: parts of a cohort.
export { type Division, divideColumn } from './validate/subgroups/divide-column.ts';
export { type Composition, meanComposition } from './validate/subgroups/mean-composition.ts';
export { type SubgroupOptions, type Subgroups, scoreSubgroups } from './validate/subgroups/score-subgroups.ts';
// Uncertainty: intervals, comparisons, the price of choosing, permutation, growth and sample size, each from weights on samples.
export { bcaInterval } from './validate/uncertainty/bca-interval.ts';
export { biasCorrectedChoice, type ChoiceOptions } from './validate/uncertainty/bias-corrected-choice.ts';
export { type BootstrapOptions, bootstrapIntervals } from './validate/uncertainty/bootstrap-intervals.ts';
export {
  type CompareOptions,
  type Comparison,
  type Contestant,
  compareLearners,
} from './validate/uncertainty/compare-learners.ts';
export { correctedResampledT, type DifferenceTest } from './validate/uncertainty/corrected-resampled-t.ts';
export { type FoldedRows, foldScores, testToTrain } from './validate/uncertainty/fold-scores.ts';
export { fitInversePowerLaw, type PowerLaw, powerLawAt } from './validate/uncertainty/inverse-power-law.ts';
export { jackknifeGroups } from './validate/uncertainty/jackknife-groups.ts';
export { type CurvePoint, type LearningCurve, learningCurve } from './validate/uncertainty/learning-curve.ts';
export { pairedBootstrap } from './validate/uncertainty/paired-bootstrap.ts';
export { percentileInterval } from './validate/uncertainty/percentile-interval.ts';
export { type PermutationTest, permutationTest } from './validate/uncertainty/permutation-test.ts';
export { type PermuteOptions, permutedRows } from './validate/uncertainty/permuted-rows.ts';
export { type SampleSize, type SampleSizeOptions, sampleSize } from './validate/uncertainty/sample-size.ts';
export {
  replicatesOf,
  type ScoredRows,
  type Statistic,
  statisticOf,
  testedGroups,
} from './validate/uncertainty/statistic.ts';
