import { describe, expect, test } from 'vitest';
import golden from '../../../test/golden/survival-calibration.json' with { type: 'json' };
import { DataError, ShapeError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import {
  fitCoxRecalibration,
  fitHazardScale,
  recalibrateSurvival,
  survivalCalibrationCurve,
} from './survival-calibration.ts';

describe(`against R survival ${golden.versions.survival}, to 1e-7`, () => {
  test.each(golden.cases.map((one, c) => [c, one] as const))('calibration curve, case %i', (_, one) => {
    const found = survivalCalibrationCurve(
      Float64Array.from(one.predicted),
      Float64Array.from(one.times),
      Uint8Array.from(one.events),
      one.time,
      { knots: one.knots as 3 | 4 | 5 },
    );
    expect(Math.max(...found.observed.map((p, i) => Math.abs(p - one.observed[i]!)))).toBeLessThan(1e-7);
    for (const name of ['ici', 'e50', 'e90', 'eMax', 'slope', 'slopeError'] as const) {
      expect(Math.abs(found[name] - one[name]), name).toBeLessThan(1e-7);
    }
  });

  test('hazard scale, by glm with an offset', () => {
    const { hazard, events, weights, factor } = golden.scale;
    const fit = fitHazardScale(Float64Array.from(hazard), Uint8Array.from(events), Float64Array.from(weights));
    expect(Math.abs(fit.factor - factor)).toBeLessThan(1e-9);
  });
});

describe('recalibrateSurvival', () => {
  const stream = randomKey(8).stream();
  const n = 600;
  const score = Float64Array.from({ length: n }, () => stream.normal());
  const death = score.map((s) => -Math.log(1 - stream.uniform()) / Math.exp(s - 1));
  const censor = score.map(() => 8 * stream.uniform());
  const times = death.map((t, i) => Math.min(t, censor[i]!) + 0.001);
  const events = Uint8Array.from(death, (t, i) => Number(t <= censor[i]!));
  const curveTimes = Float64Array.from({ length: 60 }, (_, t) => 0.1 * (t + 1));
  /** Hazards three times too low, and twice too bold in the score. */
  const survival = Float64Array.from({ length: n * 60 }, (_, at) =>
    Math.exp((-curveTimes[at % 60]! * Math.exp(2 * score[Math.floor(at / 60)]! - 1)) / 3),
  );
  const gapAt = (curves: Float64Array, t: number, part: (s: number) => boolean) => {
    const own = [...score.keys()].filter((i) => part(score[i]!));
    const curve = kaplanMeier(
      Float64Array.from(own, (i) => times[i]!),
      Uint8Array.from(own, (i) => events[i]!),
    );
    const seen = curve.survival[curve.times.filter((time) => time <= curveTimes[t]!).length - 1]!;
    return own.reduce((sum, i) => sum + curves[i * 60 + t]!, 0) / own.length - seen;
  };

  test('one factor makes as many events expected as were seen', () => {
    const own = times.map((time, i) => time * Math.exp(2 * score[i]! - 1) * (1 / 3));
    const { factor } = fitHazardScale(own, events);
    expect(own.reduce((sum, h) => sum + factor * h, 0)).toBeCloseTo(
      events.reduce((sum, e) => sum + e, 0),
      9,
    );
    const mended = recalibrateSurvival({ method: 'scale', factor }, curveTimes, survival);
    expect(mended[77]).toBeCloseTo(survival[77]! ** factor, 12);
  });

  test('Cox recalibration finds the slope and puts low and high risks where Kaplan–Meier sees them', () => {
    const t = 14;
    const at = Float64Array.from(score, (_, i) => survival[i * 60 + t]!);
    const fit = fitCoxRecalibration(at, times, events, curveTimes[t]!);
    expect(Math.abs(fit.slope - 0.5)).toBeLessThan(0.06);
    const mended = recalibrateSurvival(fit, curveTimes, survival);
    for (const part of [(s: number) => s < -0.5, (s: number) => Math.abs(s) <= 0.5, (s: number) => s > 0.5]) {
      expect(Math.abs(gapAt(mended, t, part))).toBeLessThan(0.04);
    }
    expect(Math.abs(gapAt(survival, t, (s) => s < -0.5))).toBeGreaterThan(0.1);
    for (let k = 1; k < mended.length; k++) if (k % 60 > 0) expect(mended[k]!).toBeLessThanOrEqual(mended[k - 1]!);
  });

  test('refuses what it cannot learn from', () => {
    expect(() => fitHazardScale(new Float64Array(3), new Uint8Array(3))).toThrow(DataError);
    expect(() => survivalCalibrationCurve(new Float64Array(n), times, events, 1)).toThrow(DataError);
    expect(() => survivalCalibrationCurve(score.subarray(1), times, events, 1)).toThrow(ShapeError);
  });
});
