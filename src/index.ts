/** The library door: what runs in Node and in a browser alike. Threads, files and folders of Node are in `cistron/node`. */

// Ground: errors with exit codes, parameters as data, random streams, what every fit is handed.
export type { Context, Executor } from './base/context.ts';
export * from './base/errors.ts';
export { checkParams, type ParamSpec, type ParamTable, type ParamValue, type ParamValues } from './base/params.ts';
export { type RandomKey, type RandomStream, randomKey } from './base/random.ts';
export { VERSION } from './base/version.ts';
export type { Warning } from './base/warning.ts';
export * from './explain/index.ts';
// Kernels with a face of their own.
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
// Scores.
export { type BrierDecomposition, brierDecomposition } from './metric/classification/brier-decomposition.ts';
export { calibrationIntercept } from './metric/classification/calibration-intercept.ts';
export { calibrationSlope } from './metric/classification/calibration-slope.ts';
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
export * from './numeric/index.ts';
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
// Simulate: cohorts with known truth.
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
// Study: a file → a run folder, a model → predictions.
export { type CheckOutcome, checkStudy } from './study/audit/check-study.ts';
export type { HoldoutLedger } from './study/audit/end-audit.ts';
export { parseStudy } from './study/file/parse-study.ts';
export type { Study } from './study/file/study.ts';
export { studyFromTable } from './study/file/study-from-table.ts';
export { exportOnnx } from './study/model/export/onnx.ts';
export { type ModelBundle, readModel, writeModel } from './study/model/model-file.ts';
export { newSamplesTable, predictSamples } from './study/model/predict.ts';
export { predictTargets, targetSamplesTable } from './study/model/predict-targets.ts';
export { readLock, type StudyLock } from './study/run/lock.ts';
export { type Plan, type PlanEntry, planStudy } from './study/run/plan-study.ts';
export { type Replay, replayRun } from './study/run/replay.ts';
export { memoryFolder, type RunFolder } from './study/run/run-folder.ts';
export type { RunOptions } from './study/run/run-options.ts';
export { type RunOutcome, runStudy } from './study/run/run-study.ts';
export { runTasks, type TaskMeter, type TaskOutcome } from './study/run/run-tasks.ts';
export { TASK_KINDS, type TaskInputs, type TaskKind } from './study/tasks/task.ts';
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
// Of the two that bear this name, the other is what steps tell of the columns they keep (`table/contract.ts`).
export type { Selection } from './validate/decisions/select-answers.ts';
export * from './validate/index.ts';
