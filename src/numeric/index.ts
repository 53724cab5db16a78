/** Classical inference, survival, calibration of probabilities, structure without a target, distributions: what the library shows of this room. */
export { type Alignment, type AlignmentOptions, alignment } from './alignment.ts';
export { type ContingencyTest, contingencyTest } from './association/contingency-test.ts';
export { type KruskalWallis, kruskalWallis } from './association/kruskal-wallis.ts';
export { type WelchT, welchT } from './association/welch-t.ts';
export { benjaminiHochberg } from './benjamini-hochberg.ts';
export { binomialLimits, binomialUpper } from './binomial-limits.ts';
export type { CalibrationData, Calibrator } from './calibration/calibrator.ts';
export {
  applyCalibration,
  CALIBRATION_METHODS,
  type Calibration,
  type CalibrationMethod,
  fitCalibration,
} from './calibration/calibrators.ts';
export {
  type DirichletOptions,
  type DirichletState,
  dirichletCalibrator,
} from './calibration/dirichlet-calibrator.ts';
export { type IsotonicState, isotonicCalibrator } from './calibration/isotonic-calibrator.ts';
export { type IsotonicFit, isotonicAt, isotonicRegression } from './calibration/isotonic-regression.ts';
export { type SigmoidState, sigmoidCalibrator } from './calibration/sigmoid-calibrator.ts';
export { type TemperatureState, temperatureCalibrator } from './calibration/temperature-calibrator.ts';
export { type Consensus, type ConsensusOptions, consensus, deltaAreas } from './consensus.ts';
export { type Dbscan, dbscan, kneeDistance } from './dbscan.ts';
export { type Gap, type GapOptions, gapChoice, gapStatistic } from './gap-statistic.ts';
export { gaussianMixture, type Mixture, type MixtureOptions } from './gaussian-mixture.ts';
export type { CovarianceKind, Gaussians } from './gaussians.ts';
export { type GenotypeLoadings, genotypeLoadings } from './genotype-loadings.ts';
export { type GenotypePca, genotypePca } from './genotype-pca.ts';
export { greatCircleKm, meanPlace, type Place } from './great-circle.ts';
export { hardyWeinbergExact } from './hardy-weinberg.ts';
export { holm } from './holm.ts';
export { type KMeans, type KMeansOptions, kMeans } from './k-means.ts';
export { optimalLeafOrder } from './leaf-order.ts';
export { cutTree, type LinkageMethod, linkage } from './linkage.ts';
export { type Pca, type PcaOptions, pca } from './pca.ts';
export {
  type CoefficientModel,
  type CoefficientTable,
  hasCoefficients,
} from './regression/coefficient-table.ts';
export type { RegressionData } from './regression/design.ts';
export {
  type LeastSquaresFit,
  type LinearPrediction,
  leastSquares,
  predictLeastSquares,
} from './regression/least-squares.ts';
export {
  type LogisticFit,
  type LogisticOptions,
  logisticRegression,
} from './regression/logistic-regression.ts';
export { rowDistances } from './row-distances.ts';
export { chiSquareCdf, chiSquareTail } from './special/chi-square.ts';
export { fCdf, fTail } from './special/f-distribution.ts';
export { normalCdf, normalQuantile, normalTail } from './special/normal.ts';
export { studentTCdf, studentTQuantile, studentTTail } from './special/student-t.ts';
export { breslowBaseline } from './survival/breslow-baseline.ts';
export type { ChiSquareTest, CoxFit } from './survival/cox-fit.ts';
export { type CoxOptions, coxLinearPredictor, coxRegression } from './survival/cox-regression.ts';
export {
  martingaleResiduals,
  type SchoenfeldResiduals,
  schoenfeldResiduals,
} from './survival/cox-residuals.ts';
export {
  type CurveOptions,
  kaplanMeier,
  type QuantileEstimate,
  type SurvivalCurve,
  survivalQuantile,
} from './survival/kaplan-meier.ts';
export { type LogRankTest, logRank } from './survival/log-rank.ts';
export { type HazardCurve, nelsonAalen } from './survival/nelson-aalen.ts';
export {
  type ProportionalHazardsTest,
  proportionalHazardsTest,
  type TimeTransform,
} from './survival/proportional-hazards-test.ts';
export type { CoxData, Ties } from './survival/risk-sets.ts';
export type { ObservationOptions, RiskTable } from './survival/risk-table.ts';
export {
  fitCoxRecalibration,
  fitHazardScale,
  recalibrateSurvival,
  type SurvivalCalibrationCurve,
  type SurvivalRecalibration,
  survivalCalibrationCurve,
} from './survival/survival-calibration.ts';
export { type Tsne, type TsneOptions, tsne } from './tsne.ts';
export { type Umap, type UmapOptions, umap } from './umap.ts';
