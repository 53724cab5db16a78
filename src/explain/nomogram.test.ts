import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { simulateSurvival } from '../simulate/survival.ts';
import type { Block } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import { hazardPrediction, type Prediction } from '../table/prediction.ts';
import { axisValues } from './axis-values.ts';
import { type Nomogram, nomogram } from './nomogram.ts';

const { block } = simulateSurvival({ samples: 200, features: 3, informative: 0, random: randomKey(1) });
const counts = columnOf(block.matrix, 0);
counts.forEach((x, i) => {
  counts[i] = Math.max(0, Math.round(20 * x));
});
const stages = columnOf(block.matrix, 2);
stages.forEach((x, i) => {
  stages[i] = x < -0.5 ? 0 : x < 0.5 ? 1 : 2;
});
const clinical: Block = {
  ...block,
  kind: 'clinical',
  features: ['nodes', 'age', 'stage'],
  levels: [null, null, ['I', 'II', 'III']],
};

const BASELINE = { times: Float64Array.of(10, 20, 30), cumulativeHazard: Float64Array.of(0.1, 0.2, 0.5) };
const STAGE = [0.4, 0, 1.1];
const hazards =
  (risk: (row: readonly number[]) => number) =>
  async ([given]: readonly Block[]): Promise<Prediction> => {
    const { nRows, nCols } = given!.matrix;
    const rows = Array.from({ length: nRows }, (_, i) =>
      Array.from({ length: nCols }, (_, j) => columnOf(given!.matrix, j)[i]!),
    );
    return hazardPrediction(BASELINE, Float64Array.from(rows, risk));
  };
/** A logarithm, a slope downwards and words. */
const additive = hazards(([nodes, age, stage]) => 0.5 * Math.log2(1 + nodes!) - 0.3 * age! + STAGE[stage!]!);

const pointsOf = ({ variables }: Nomogram, feature: string, label: string) =>
  variables.find((one) => one.feature === feature)!.marks.find((mark) => mark.label === label)!.points;

test('points added by hand give the risk and survival of the model', async () => {
  const found = (await nomogram([clinical], additive, [5, 20, 30]))!;
  // Nothing has happened by 5.
  expect(found.times).toEqual([
    { time: 20, hazard: 0.2 },
    { time: 30, hazard: 0.5 },
  ]);
  expect(found.worst).toBeLessThan(1e-6);
  const { variables, riskAtZero, riskPerPoint, mostPoints } = found;
  expect(Math.max(...variables.flatMap(({ marks }) => marks.map(({ points }) => points)))).toBeCloseTo(100, 9);
  for (const { marks } of variables) expect(Math.min(...marks.map(({ points }) => points))).toBeCloseTo(0, 9);
  const tops = variables.map(({ marks }) => Math.max(...marks.map(({ points }) => points)));
  expect(mostPoints).toBeCloseTo(
    tops.reduce((sum, points) => sum + points, 0),
    9,
  );
  for (const nodes of ['0', '10', '20']) {
    for (const age of ['-1', '2']) {
      for (const [code, stage] of ['I', 'II', 'III'].entries()) {
        const total = pointsOf(found, 'nodes', nodes) + pointsOf(found, 'age', age) + pointsOf(found, 'stage', stage);
        const risk = 0.5 * Math.log2(1 + Number(nodes)) - 0.3 * Number(age) + STAGE[code]!;
        expect(riskAtZero + riskPerPoint * total).toBeCloseTo(risk, 6);
      }
    }
  }
});

test('a model whose parts do not add up, one without a common baseline, and one of many variables have none', async () => {
  expect(
    await nomogram(
      [clinical],
      hazards(([nodes, age]) => 0.1 * nodes! * age!),
      [20],
    ),
  ).toBeNull();
  expect(
    await nomogram(
      [clinical],
      hazards(() => 0.3),
      [20],
    ),
  ).toBeNull();
  const curves = async (given: readonly Block[]): Promise<Prediction> => {
    const { cumulativeHazard: _, ...rest } = (await additive(given)) as Prediction & { cumulativeHazard?: unknown };
    return rest as Prediction;
  };
  expect(await nomogram([clinical], curves, [20])).toBeNull();
  expect(
    await nomogram(
      Array.from({ length: 5 }, () => clinical),
      additive,
      [20],
    ),
  ).toBeNull();
});

test('a scale shows all of few values, else round ones of its range, small powers too where it is skewed', () => {
  expect(axisValues(Float32Array.of(1, 3, 2, 2, Number.NaN, 3))).toEqual([1, 2, 3]);
  expect(axisValues(Float32Array.from({ length: 100 }, (_, i) => 30 + i / 2))).toEqual([40, 50, 60, 70]);
  const skewed = axisValues(Float32Array.from({ length: 1000 }, (_, i) => (i < 300 ? 0 : (i - 300) ** 2 / 245)));
  expect(skewed).toEqual(expect.arrayContaining([0, 20, 50, 100, 500, 1000]));
  const nodes = axisValues(Float32Array.from({ length: 500 }, (_, i) => Math.floor((i * i * i) / 6_250_000)));
  expect(nodes).toEqual(expect.arrayContaining([0, 1, 2, 5, 10]));
  expect(nodes.every(Number.isInteger)).toBe(true);
  expect(axisValues(Float32Array.of(Number.NaN))).toEqual([]);
});
