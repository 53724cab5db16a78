import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/concordance.json' with { type: 'json' };
import { randomKey } from '../../base/random.ts';
import { cIndex } from './c-index.ts';
import { calibrationError } from './calibration-error.ts';
import { integratedBrier } from './integrated-brier.ts';
import { partialLikelihood } from './partial-likelihood.ts';
import type { SurvivalInput } from './survival-metric.ts';
import { tdAuc } from './td-auc.ts';

const NO_CURVES = { curveTimes: new Float64Array(), survival: new Float64Array() };

/** Written by test/golden/concordance.R; the versions are in the file. */
describe(`c-index against R survival ${golden.versions.survival}, to 1e-12`, () => {
  test.each(golden.cases)('$name', ({ times, events, risks, strata, weights, expected }) => {
    const value = cIndex.compute({
      ...NO_CURVES,
      times: Float64Array.from(times),
      events: Uint8Array.from(events),
      risks: Float64Array.from(risks),
      strata: Int32Array.from(strata),
      weights: Float64Array.from(weights),
    });
    expect(Math.abs(value - expected)).toBeLessThan(1e-12);
  });
});

/** Few different times and values, so that ties are common; survival falls from time to time. */
function example(seed: number, n = 40): SurvivalInput & { readonly weights: Float64Array } {
  const draws = randomKey(seed).stream();
  const times = Float64Array.from({ length: n }, () => 1 + draws.below(8));
  const events = Uint8Array.from({ length: n }, () => draws.below(3) % 2);
  const curveTimes = Float64Array.of(1, 2, 3, 5, 6, 7);
  const survival = new Float64Array(n * curveTimes.length);
  for (let i = 0; i < n; i++) {
    let s = 1;
    for (let t = 0; t < curveTimes.length; t++) {
      s *= 1 - draws.below(4) / 10;
      survival[i * curveTimes.length + t] = s;
    }
  }
  const risks = Float64Array.from({ length: n }, () => draws.below(5));
  const weights = Float64Array.from({ length: n }, () => draws.below(3));
  return { times, events, risks, curveTimes, survival, weights };
}

/** A sample of weight w written out as w samples. */
function writtenOut(input: SurvivalInput & { readonly weights: Float64Array }): SurvivalInput {
  const rows = [...input.weights].flatMap((w, i) => Array<number>(w).fill(i));
  const width = input.curveTimes.length;
  return {
    times: Float64Array.from(rows, (i) => input.times[i]!),
    events: Uint8Array.from(rows, (i) => input.events[i]!),
    risks: Float64Array.from(rows, (i) => input.risks[i]!),
    curveTimes: input.curveTimes,
    survival: Float64Array.from(rows.flatMap((i) => [...input.survival.subarray(i * width, (i + 1) * width)])),
  };
}

/** P(uncensored) beyond t, or up to t; of equal times the events come first. */
function uncensored({ times, events }: SurvivalInput, t: number, before: boolean): number {
  let g = 1;
  for (const u of [...new Set(times)].sort((a, b) => a - b)) {
    if (before ? u >= t : u > t) break;
    const censored = [...times].filter((time, i) => time === u && events[i] === 0).length;
    const atRisk = [...times].filter((time, i) => time > u || (time === u && events[i] === 0)).length;
    if (atRisk > 0) g *= 1 - censored / atRisk;
  }
  return g;
}

describe.each([1, 2, 3, 4])('by the definitions, sample by sample (example %i)', (seed) => {
  const weighted = example(seed);
  const input = writtenOut(weighted);
  const { times, events, curveTimes, survival } = input;
  const at = (i: number, t: number) => survival[i * curveTimes.length + t]!;

  test('integrated-brier', () => {
    const scores = [...curveTimes].flatMap((time, t) => {
      const g = uncensored(input, time, false);
      if (g === 0) return [];
      const parts = [...times].map((own, i) => {
        if (own > time) return (1 - at(i, t)) ** 2 / g;
        return events[i] === 1 ? at(i, t) ** 2 / uncensored(input, own, true) : 0;
      });
      return [parts.reduce((a, b) => a + b) / parts.length];
    });
    let area = 0;
    for (let t = 1; t < scores.length; t++)
      area += ((curveTimes[t]! - curveTimes[t - 1]!) * (scores[t]! + scores[t - 1]!)) / 2;
    const expected = area / (curveTimes[scores.length - 1]! - curveTimes[0]!);
    expect(integratedBrier.compute(input)).toBeCloseTo(expected, 12);
    expect(integratedBrier.compute(weighted)).toBeCloseTo(expected, 12);
  });

  test('td-auc', () => {
    const time = 4; // between two times of the curves: those of 3 hold
    let won = 0;
    let pairs = 0;
    times.forEach((own, i) => {
      if (own > time || events[i] !== 1) return;
      times.forEach((other, j) => {
        if (other <= time) return;
        const weight = 1 / uncensored(input, own, true);
        pairs += weight;
        won += weight * (at(i, 2) < at(j, 2) ? 1 : at(i, 2) === at(j, 2) ? 0.5 : 0);
      });
    });
    expect(tdAuc(time).compute(input)).toBeCloseTo(won / pairs, 12);
    expect(tdAuc(time).compute(weighted)).toBeCloseTo(won / pairs, 12);
  });

  test('partial-likelihood', () => {
    const { risks } = input;
    const terms = [...times].flatMap((time, i) =>
      events[i] === 1
        ? [Math.log([...risks].reduce((sum, r, j) => sum + (times[j]! >= time ? Math.exp(r) : 0), 0)) - risks[i]!]
        : [],
    );
    const expected = terms.reduce((a, b) => a + b) / terms.length;
    expect(partialLikelihood.compute(input)).toBeCloseTo(expected, 10);
    expect(partialLikelihood.compute(weighted)).toBeCloseTo(expected, 10);
  });
});

test('a model that knows the times is perfect, and one that knows nothing is at a half', () => {
  const times = Float64Array.of(1, 2, 3, 4);
  const events = Uint8Array.of(1, 1, 0, 1);
  const curveTimes = Float64Array.of(1, 2, 3);
  const survival = Float64Array.from([...times].flatMap((own) => [...curveTimes].map((t) => Number(own > t))));
  const input = { times, events, risks: times.map((t) => -t), curveTimes, survival };
  expect(cIndex.compute(input)).toBe(1);
  expect(tdAuc(2).compute(input)).toBe(1);
  expect(cIndex.compute({ ...input, risks: new Float64Array(4) })).toBe(0.5);
  expect(tdAuc(2).compute({ ...input, survival: new Float64Array(12).fill(0.5) })).toBe(0.5);
});

describe('calibration-error', () => {
  const input = example(12, 120);

  test('is the distance of Kaplan–Meier from the mean prediction in groups of like predictions, by the definition', () => {
    const t = 5;
    const column = input.curveTimes.indexOf(t);
    const own = (i: number) => input.survival[i * input.curveTimes.length + column]!;
    const order = [...input.times.keys()].filter((i) => input.weights[i]! > 0).sort((a, b) => own(a) - own(b));
    const total = order.reduce((sum, i) => sum + input.weights[i]!, 0);
    const nGroups = Math.min(10, Math.floor(total / 20));
    const below = (v: number) => order.filter((i) => own(i) < v).reduce((sum, i) => sum + input.weights[i]!, 0);
    const equal = (v: number) => order.filter((i) => own(i) === v).reduce((sum, i) => sum + input.weights[i]!, 0);
    let sum = 0;
    for (let g = 0; g < nGroups; g++) {
      const rows = order.filter((i) => Math.floor((nGroups * (below(own(i)) + equal(own(i)) / 2)) / total) === g);
      const mass = rows.reduce((all, i) => all + input.weights[i]!, 0);
      let alive = 1;
      for (const time of [1, 2, 3, 4, 5]) {
        const risk = rows.filter((i) => input.times[i]! >= time).reduce((all, i) => all + input.weights[i]!, 0);
        const died = rows
          .filter((i) => input.times[i] === time && input.events[i] === 1)
          .reduce((all, i) => all + input.weights[i]!, 0);
        if (risk > 0) alive *= 1 - died / risk;
      }
      const mean = rows.reduce((all, i) => all + input.weights[i]! * own(i), 0) / mass;
      if (mass > 0) sum += mass * Math.abs(alive - mean);
    }
    expect(nGroups).toBeGreaterThan(2);
    expect(calibrationError(t).compute(input)).toBeCloseTo(sum / total, 12);
  });

  test('counts a weight as copies, and is undefined before the curves and beyond all observation', () => {
    const weighted = calibrationError(3).compute(input);
    expect(weighted).toBeCloseTo(calibrationError(3).compute(writtenOut(input)), 12);
    expect(calibrationError(0.5).compute(input)).toBeNaN();
    const { weights: _, ...plain } = input;
    const censored = { ...plain, events: new Uint8Array(120) };
    expect(calibrationError(100).compute(censored)).toBeNaN();
  });
});
