import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, expect, test } from 'vitest';
import { exampleCompared } from '../../../test/support/compared-runs.ts';
import { exampleInput } from '../../../test/support/report-input.ts';
import { exampleClustering } from '../../../test/support/report-input-clustering.ts';
import { exampleExplained } from '../../../test/support/report-input-explained.ts';
import { exampleExploration } from '../../../test/support/report-input-exploration.ts';
import { exampleRegression } from '../../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../../test/support/report-input-survival.ts';
import { exampleTargets } from '../../../test/support/report-input-targets.ts';
import { exampleUncertainty } from '../../../test/support/report-input-uncertainty.ts';
import { exampleLocations } from '../../../test/support/report-locations.ts';
import { withDecisions } from '../../../test/support/with-decisions.ts';
import { requireTask } from '../../table/target.ts';
import { judgeRanking } from '../../validate/decisions/judge-ranking.ts';
import type { ReportInput } from '../input.ts';
import { assaysSaved } from './assays-saved.ts';
import { aucOverTime } from './auc-over-time.ts';
import { calibrationOfSurvival } from './calibration-of-survival.ts';
import { classDistributions } from './class-distributions.ts';
import { compositionByGroup } from './composition-by-group.ts';
import { confusion } from './confusion.ts';
import { decisionCurves } from './decision-curves.ts';
import { driverBars } from './driver-bars.ts';
import { driverBeeswarm } from './driver-beeswarm.ts';
import { driverDependence } from './driver-dependence.ts';
import { driversMap } from './drivers-map.ts';
import { effectsByEvidence } from './effects-by-evidence.ts';
import { errorsByPrediction } from './errors-by-prediction.ts';
import type { Figure } from './figure.ts';
import { geneNetwork } from './gene-network.ts';
import { groupsByColumn } from './groups-by-column.ts';
import { heatMap } from './heat-map.ts';
import { learningCurve } from './learning-curve.ts';
import { metricsAgainstBaseline } from './metrics-against-baseline.ts';
import { metricsByRun } from './metrics-by-run.ts';
import { motifLogo } from './motif-logo.ts';
import { motifMatch } from './motif-match.ts';
import { nomogram } from './nomogram.ts';
import { permutedScores } from './permuted-scores.ts';
import { powerBySize } from './power-by-size.ts';
import { precisionRecall } from './precision-recall.ts';
import { predictedAgainstMeasured } from './predicted-against-measured.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';
import { riskCoverage } from './risk-coverage.ts';
import { roc } from './roc.ts';
import { sampleMap } from './sample-map.ts';
import { signatureCurve } from './signature-curve.ts';
import { silhouettes } from './silhouettes.ts';
import { subgroupPerformance } from './subgroup-performance.ts';
import { survivalOfRiskGroups } from './survival-of-risk-groups.ts';
import { targetsAgainstBaseline } from './targets-against-baseline.ts';
import { topFeatures } from './top-features.ts';
import { kindsOf, typicalCase } from './typical-case.ts';
import { worldMap } from './world-map.ts';
import { zeroAndMissing } from './zero-and-missing.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
type Draw = (input: ReportInput, document: Document) => Figure | null;
const drawn: Record<string, Figure> = {};
const kept = (input: ReportInput, figures: Readonly<Record<string, Draw>>) => {
  for (const [name, draw] of Object.entries(figures)) drawn[name] = draw(input, document)!;
};

beforeAll(async () => {
  const classes = withDecisions(exampleInput(), { reject: { maxError: 0.05 }, prevalence: { Basal: 0.15 } });
  kept(classes, { metricsAgainstBaseline, confusion, roc, precisionRecall, reliabilityDiagram, sampleMap });
  kept(classes, { topFeatures, riskCoverage, subgroupPerformance, compositionByGroup });
  drawn.decisionCurves = decisionCurves(classes, document)[0]!;
  kept(exampleUncertainty(), { learningCurve, permutedScores, powerBySize });
  const explored = await exampleExploration();
  kept(explored, { heatMap, effectsByEvidence, classDistributions, zeroAndMissing });
  const explained = exampleExplained();
  kept(explained, { driverBars, driverBeeswarm, driverDependence, signatureCurve, geneNetwork });
  drawn.typicalCase = typicalCase(explained, kindsOf(explained)[0]!, document)!;
  kept({ ...explained, driversMap: explored.exploration!.heatMap! }, { driversMap });
  const numbers = exampleRegression();
  const { values } = requireTask(numbers.target, 'regression', 'test');
  const ranking = judgeRanking(values, values.toReversed(), { best: 0.1, good: 'low' });
  const decisions = { learner: numbers.record.chosen, ranking };
  kept({ ...numbers, record: { ...numbers.record, decisions } }, { assaysSaved });
  kept(numbers, { predictedAgainstMeasured, errorsByPrediction });
  kept(exampleSurvival(), { survivalOfRiskGroups, aucOverTime, calibrationOfSurvival, nomogram });
  kept(exampleClustering(), { silhouettes, groupsByColumn });
  const { record } = exampleTargets();
  drawn.targetsAgainstBaseline = targetsAgainstBaseline(record, document)!;
  drawn.worldMap = worldMap({ ...record, locations: exampleLocations }, document)!;
  drawn.metricsByRun = metricsByRun(exampleCompared(), document)!;
  const shares = [1, 0, 0, 0, 0, 0.5, 0.5, 0];
  drawn.motifLogo = motifLogo({ title: 'a motif', shares })!;
  const known = { motif: 'known', offset: 0, overlap: 2, strand: '+' as const, score: 1.9, p: 0.04, q: 0.08, shares };
  drawn.motifMatch = motifMatch('a motif', { seqlets: 9, shares, matches: [known] })!;
});

test('no figure is forgotten here', () => {
  const folder = import.meta.dirname;
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const figures = sources.flatMap((file) =>
    Array.from(
      readFileSync(join(folder, file), 'utf8').matchAll(
        /^export function (\w+)\((?:(?!\n\}\n)[\s\S])*?\): Figure(?:\[\]| \| null)? \{$/gm,
      ),
      ([, name]) => name!,
    ),
  );
  expect(Object.keys(drawn).toSorted()).toEqual(figures.toSorted());
});

/** Numbers of the alternative text that a reader reckons from the points of the table, instead of reading them there. */
const RECKONED: Readonly<Record<string, number>> = {
  roc: 5, // areas under the curves
  precisionRecall: 5, // average precision of each class
  predictedAgainstMeasured: 2, // R² and RMSE, each with two limits, of which some are met by chance
  geneNetwork: 2, // edges expected, and their p
  typicalCase: 3, // steps, from where each starts and ends
  effectsByEvidence: 7, // the rate of 0.05, and "p < 0.001"
  motifLogo: 1, // bits of all places
  motifMatch: 2, // score and p, of the sentence
  driverDependence: 1, // correlation
  survivalOfRiskGroups: 1, // log-rank p
};

test('the table of each figure has what the figure shows: the numbers that its alternative text names', () => {
  const missed = Object.entries(drawn).map(([name, { alt, data }]) => {
    const cells = data.rows.flat().filter((value): value is number => typeof value === 'number');
    const numbers = alt.replaceAll('−', '-').match(/-?\d[\d,]*\.\d+/g) ?? [];
    const absent = numbers.filter((text) => {
      const half = 0.51 * 10 ** -text.split('.')[1]!.length;
      const value = Number(text.replaceAll(',', ''));
      return !cells.some((cell) => Math.abs(cell - value) <= half || Math.abs(100 * cell - value) <= half);
    });
    return [name, absent.length > (RECKONED[name] ?? 0) ? absent : []];
  });
  expect(missed.filter(([, absent]) => absent!.length > 0)).toEqual([]);
});

test('each table is whole: a name and a value in every column, the same number of cells in every row', () => {
  for (const [name, { data }] of Object.entries(drawn)) {
    expect(data.rows.length, name).toBeGreaterThan(1);
    expect(data.columns.length, name).toBeGreaterThan(1);
    expect([...new Set(data.rows.map((row) => row.length))], name).toEqual([data.columns.length]);
    data.columns.forEach((column, c) => {
      const values = data.rows.filter((row) => typeof row[c] === 'string' || Number.isFinite(row[c]));
      expect(values.length, `${name}: ${column}`).toBeGreaterThan(0);
    });
  }
});
