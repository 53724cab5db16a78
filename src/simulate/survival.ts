import { exp, log } from '../base/elementary.ts';
import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey } from '../base/random.ts';
import { cIndex } from '../metric/survival/c-index.ts';
import type { Block } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { type SurvivalTarget, survivalTarget } from '../table/target.ts';
import { numberedNames } from './people.ts';
import { censoringSpan, expectedConcordance } from './survival-limits.ts';

export const survivalParams = {
  samples: { type: 'integer', default: 500, min: 10, max: 1e6, doc: 'Patients.' },
  features: {
    type: 'integer',
    default: 100,
    min: 1,
    max: 1e6,
    doc: 'Measurements of each, independent of each other.',
  },
  informative: { type: 'integer', default: 5, min: 0, doc: 'Measurements that the hazard depends on.' },
  effect: {
    type: 'number',
    default: 0.5,
    min: 0,
    max: 5,
    doc: 'Size of the log hazard ratio of each of them, for one standard deviation; signs alternate.',
  },
  censoring: {
    type: 'number',
    default: 0.4,
    min: 0,
    max: 0.95,
    doc: 'Share of the patients whose observation is expected to end before their event.',
  },
  shape: {
    type: 'number',
    default: 1.2,
    min: 0.1,
    max: 10,
    doc: 'Of the Weibull hazard: above 1 it rises with time, below 1 it falls, 1 is constant.',
  },
  median: {
    type: 'number',
    default: 1000,
    min: 1e-6,
    max: 1e9,
    unit: 'days',
    doc: 'Time by which half of the patients of average risk have had their event.',
  },
} as const satisfies ParamTable;

export type SurvivalOptions = { readonly [name in keyof typeof survivalParams]?: number } & {
  readonly random: RandomKey;
};

export interface SimulatedSurvival {
  /** Kind numeric: standard normal, [samples, features]. */
  readonly block: Block;
  /** Times in days. */
  readonly target: SurvivalTarget;
  readonly truth: SurvivalTruth;
}

/** What was put into the cohort, and what can be got out of it. */
export interface SurvivalTruth {
  /** Log hazard ratios by feature; those not named are 0. */
  readonly logHazardRatios: Readonly<Record<string, number>>;
  /** H₀(t) = (t / scale)^shape. */
  readonly baseline: { readonly shape: number; readonly scale: number };
  /** Observation ends at a time uniform between 0 and this; null: never. */
  readonly observedUpTo: number | null;
  readonly censored: { readonly expected: number; readonly here: number };
  /** Concordance of the true risk: `limit` over all such cohorts, which no model beats but by luck, and in the patients `here`. */
  readonly cIndex: { readonly limit: number; readonly here: number };
}

/**
 * Patients with survival times of known hazards: h(t | x) = h₀(t)·e^{βx}, h₀ of a Weibull distribution, so that a time is
 * scale·(−log u · e^{−βx})^{1/shape}. Observation ends at a uniform time, as of patients who enter a study at a steady pace and are followed to one day;
 * its span is solved for from the share to be censored. Features are standard normal, so the spread of βx is effect·√informative.
 * @returns the same bits for the same options and key. @throws {ParamError} an option out of range; `informative` above `features`.
 * Cost O(samples · features). Source: Bender, Augustin & Blettner 2005, Stat Med 24, 1713. Checked: the true risk reaches the limit, Cox regression
 * recovers the ratios (`survival.test.ts`).
 */
export function simulateSurvival({ random, ...options }: SurvivalOptions): SimulatedSurvival {
  const table = { ...survivalParams, informative: { ...survivalParams.informative, max: options.features ?? 100 } };
  const p = checkParams(table, options, 'simulateSurvival') as Record<keyof typeof survivalParams, number>;
  const features = numberedNames('X', p.features);
  const ids = numberedNames('P', p.samples);
  const matrix = createMatrix(p.samples, p.features);
  features.forEach((_, j) => {
    const stream = random.at('feature', j).stream();
    const column = columnOf(matrix, j);
    for (let i = 0; i < p.samples; i++) column[i] = Number(stream.normal().toFixed(4)); // as a file keeps it
  });

  const chosen = random.at('informative').stream().shuffle(Int32Array.from(features.keys())).slice(0, p.informative);
  const ratios = Array.from(chosen, (j, k) => [j, k % 2 === 0 ? p.effect : -p.effect] as const);
  const risks = new Float64Array(p.samples);
  for (const [j, beta] of ratios)
    columnOf(matrix, j).forEach((x, i) => {
      risks[i]! += beta * x;
    });

  const scale = p.median / power(Math.LN2, 1 / p.shape);
  const hazards = { spread: p.effect * Math.sqrt(p.informative), shape: p.shape };
  const span = censoringSpan(hazards, p.censoring); // in units of scale
  const stream = random.at('times').stream();
  const times = new Float64Array(p.samples);
  const events = new Uint8Array(p.samples);
  risks.forEach((risk, i) => {
    const event = power(-log(1 - stream.uniform()) * exp(-risk), 1 / p.shape);
    const end = span * (1 - stream.uniform());
    times[i] = scale * Math.min(event, end);
    events[i] = Number(event <= end);
  });
  const target = survivalTarget(times, events, 'simulateSurvival');
  const none = { curveTimes: new Float64Array(), survival: new Float64Array() };
  return {
    block: { name: 'measurements', kind: 'numeric', ids, features, matrix },
    target,
    truth: {
      logHazardRatios: Object.fromEntries(ratios.map(([j, beta]) => [features[j]!, beta])),
      baseline: { shape: p.shape, scale },
      observedUpTo: Number.isFinite(span) ? scale * span : null,
      censored: { expected: p.censoring, here: 1 - events.reduce((sum, event) => sum + event, 0) / p.samples },
      cIndex: { limit: expectedConcordance(hazards, span), here: cIndex.compute({ times, events, risks, ...none }) },
    },
  };
}

function power(base: number, exponent: number): number {
  return base === 0 ? 0 : exp(exponent * log(base));
}
