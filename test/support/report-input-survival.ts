import { randomKey } from '../../src/base/random.ts';
import type { OutOfFold, ReportInput } from '../../src/report/input.ts';
import type { SurvivalTarget } from '../../src/table/target.ts';
import { plainFolds } from './plain-folds.ts';
import { exampleInput } from './report-input.ts';
import { scoresOf } from './report-input-regression.ts';

const N = 520;
/** Years at which half of the patients of mean risk have had the event. */
const HALF = 2600;

/** A made-up run of 520 patients observed for up to eleven years, beside `exampleInput`: times and events instead of classes. */
export function exampleSurvival(seed = 1): ReportInput {
  const base = exampleInput(seed);
  const random = randomKey(seed).at('example', 'survival').stream();
  const known = Float64Array.from({ length: N }, () => random.normal());
  const latent = known.map((z) => HALF * (-Math.log(1 - random.uniform()) / Math.LN2) * Math.exp(-0.9 * z));
  const ends = known.map(() => 200 + 3800 * random.uniform());
  const times = latent.map((time, i) => Math.max(1, Math.ceil(Math.min(time, ends[i]!))));
  const events = Uint8Array.from(latent, (time, i) => Number(time <= ends[i]!));
  const target: SurvivalTarget = { task: 'survival', times, events };
  const folds = Int32Array.from(known, (_, i) => i % 5);
  const curveTimes = Float64Array.from({ length: 60 }, (_, t) => 60 * (t + 1));
  const curves = (risks: Float64Array, slope: number) =>
    Float64Array.from({ length: N * curveTimes.length }, (_, at) => {
      const t = curveTimes[at % curveTimes.length]!;
      return 0.5 ** ((t / HALF) * Math.exp(slope * risks[Math.floor(at / curveTimes.length)]!));
    });
  const predictions = [['cox', 0.6, 0.75] as const, ['forest', 0.9, 0.4] as const].map(
    ([learner, noise, slope]): OutOfFold => {
      const risks = known.map((z) => z + noise * random.normal());
      const survival = curves(risks, slope);
      // Each fold's model has a zero of its own.
      const shifted = risks.map((risk, i) => risk + 0.8 * folds[i]!);
      return { learner, folds, prediction: { task: 'survival', risks: shifted, times: curveTimes, survival } };
    },
  );
  const everyone = { task: 'survival', risks: new Float64Array(N), times: curveTimes } as const;
  const points = Array.from(known, (z) => [5 * z + 12 * random.normal(), 10 * random.normal()] as const);
  return {
    ...base,
    target,
    predictions,
    ids: points.map((_, i) => `TCGA-KX-${String(1000 + i)}`),
    map: {
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
      explained: [0.141, 0.068],
    },
    nomogram: {
      variables: [
        {
          feature: 'age',
          marks: [40, 50, 60, 70, 80].map((value) => ({ label: String(value), value, points: value - 40 })),
        },
        { feature: 'grade', marks: ['G1', 'G2', 'G3'].map((label, value) => ({ label, value, points: 50 * value })) },
        {
          feature: 'treated',
          marks: [1, 0].map((value) => ({ label: String(value), value, points: 25 * (1 - value) })),
        },
      ],
      riskAtZero: -1.5,
      riskPerPoint: 0.02,
      mostPoints: 165,
      times: [
        { time: 365, hazard: 0.1 },
        { time: 1826, hazard: 0.5 },
      ],
      worst: 2e-8,
    },
    reproduce: {
      ...base.reproduce!,
      command:
        'cistron run --table kidney.tsv.gz --time days_to_death_or_contact --event death --id patient_id --seed 1',
    },
    record: {
      ...base.record,
      study: {
        title: 'Survival with a clear cell carcinoma of the kidney',
        task: 'survival',
        target: 'days to death',
        classes: [],
        metric: 'c-index',
        seed: 1,
        outer: 5,
        inner: 4,
        repeats: 1,
        id: 'patient_id',
        group: 'patient_id',
        samples: { survival: { time: 'days', event: 'death' } },
      },
      data: { ...base.record.data, samples: N },
      folds: plainFolds(5, 520),
      warnings: base.record.warnings.slice(1),
      baselines: [
        {
          name: 'kaplan-meier',
          metrics: scoresOf(target, { ...everyone, survival: curves(everyone.risks, 0) }, folds, 0),
        },
      ],
      results: predictions.map(({ learner, prediction }, i) => ({
        learner,
        metrics: scoresOf(target, prediction, folds, 0.035),
        seconds: i === 0 ? 2.9 : 14.2,
        settings: [0, 1, 2, 3, 4].map((): Record<string, number> => (i === 0 ? {} : { trees: 500 })),
      })),
      chosen: 'cox',
    },
  };
}
