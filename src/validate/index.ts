/** Audit, groups, nested search, decisions, parts of a cohort, uncertainty: what the library shows of this room. */
export { type AuditStudyResult, auditStudy } from './audit/audit-study.ts';
export type { AuditFinding } from './audit/finding.ts';
export { type AuditFacts, type AuditInput, auditInput } from './audit/input.ts';
export type { AuditRule } from './audit/rule.ts';
export { auditRules, runAudit } from './audit/rules.ts';
export {
  type CalibrateBy,
  type CalibrateOptions,
  type ChosenCalibration,
  chooseCalibration,
} from './calibrate.ts';
export { type CalibrationRecord, calibrationRecord } from './calibration-record.ts';
export { answersAtPrevalence, type PredictiveScores } from './decisions/answers-at-prevalence.ts';
export { type BinaryScores, chooseThreshold, type ThresholdRule } from './decisions/choose-threshold.ts';
export { conformalSets, conformalThresholds, crossConformalSets } from './decisions/conformal-classes.ts';
export {
  conformalHalfWidth,
  crossConformalHalfWidths,
  type HeldOutNumbers,
} from './decisions/conformal-interval.ts';
export { type CrossFittedThreshold, crossFittedThreshold } from './decisions/cross-fitted-threshold.ts';
export { type DecideClassesOptions, decideClasses } from './decisions/decide-classes.ts';
export { decideNumbers } from './decisions/decide-numbers.ts';
export { decisionCurve, decisionCurveIntervals, type NetBenefit } from './decisions/decision-curve.ts';
export type { DecisionSpec, Decisions } from './decisions/decisions.ts';
export type { HeldOutClasses } from './decisions/held-out.ts';
export { predictiveValues, type TestCharacter } from './decisions/predictive-values.ts';
export { priorsAt, shiftPriors } from './decisions/prior-shift.ts';
export { type RiskCoverage, riskCoverage } from './decisions/risk-coverage.ts';
export { chowThreshold, type ErrorTarget, type Selection, selectAnswers } from './decisions/select-answers.ts';
export {
  combinedDistances,
  type DistanceScale,
  distanceScale,
  fitTrainingSpace,
  type RawDistances,
  rawDistances,
  type TrainingSpace,
} from './decisions/training-distance.ts';
export { type FoldCertificate, foldCertificates } from './fold-certificate.ts';
export type { GroupCohort, GroupFinder, GroupProposal } from './groups/finder.ts';
export { groupFinders } from './groups/finders.ts';
export type { GrayImage } from './groups/gray-image.ts';
export { type HomologyClusters, type HomologyOptions, homologyClusters } from './groups/homology-clusters.ts';
export {
  hashDistance,
  type ImageHash,
  imageHash,
  similarPictures,
} from './groups/image-hash.ts';
export { type RelatedPair, type Relatives, relatives } from './groups/relatives.ts';
export { type GroupRules, proposeGroups, type SettledGroups, settleGroups } from './groups/settle-groups.ts';
export type { Interval, IntervalMethod } from './intervals.ts';
export { innerSplits, type OuterSplits, outerSplits } from './outer-splits.ts';
export { prepareFold } from './prepare-fold.ts';
export { type SearchResult, searchAndFit } from './search.ts';
export type { SearchOptions } from './search-options.ts';
export { type Division, divideColumn } from './subgroups/divide-column.ts';
export { type Composition, meanComposition } from './subgroups/mean-composition.ts';
export { type SubgroupOptions, type Subgroups, scoreSubgroups } from './subgroups/score-subgroups.ts';
export { bcaInterval } from './uncertainty/bca-interval.ts';
export { biasCorrectedChoice, type ChoiceOptions } from './uncertainty/bias-corrected-choice.ts';
export { type BootstrapOptions, bootstrapIntervals } from './uncertainty/bootstrap-intervals.ts';
export {
  type CompareOptions,
  type Comparison,
  type Contestant,
  compareLearners,
} from './uncertainty/compare-learners.ts';
export { correctedResampledT, type DifferenceTest } from './uncertainty/corrected-resampled-t.ts';
export { type FoldedRows, foldScores, testToTrain } from './uncertainty/fold-scores.ts';
export { fitInversePowerLaw, type PowerLaw, powerLawAt } from './uncertainty/inverse-power-law.ts';
export { jackknifeGroups } from './uncertainty/jackknife-groups.ts';
export { type CurvePoint, type LearningCurve, learningCurve } from './uncertainty/learning-curve.ts';
export { pairedBootstrap } from './uncertainty/paired-bootstrap.ts';
export { percentileInterval } from './uncertainty/percentile-interval.ts';
export { type PermutationTest, permutationTest } from './uncertainty/permutation-test.ts';
export { type PermuteOptions, permutedRows } from './uncertainty/permuted-rows.ts';
export { type SampleSize, type SampleSizeOptions, sampleSize } from './uncertainty/sample-size.ts';
export {
  replicatesOf,
  type ScoredRows,
  type Statistic,
  statisticOf,
  testedGroups,
} from './uncertainty/statistic.ts';
