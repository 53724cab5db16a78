import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../base/errors.ts';
import { survivalFromHazard } from '../../table/hazard-curves.ts';
import { breslowBaseline } from './breslow-baseline.ts';

const times = Float64Array.of(3, 1, 2, 2, 5, 4);
const events = Uint8Array.of(1, 1, 1, 0, 0, 1);

const expectClose = (got: Float64Array, wanted: Float64Array, digits: number) => {
  expect(got.length).toBe(wanted.length);
  for (const [at, value] of got.entries()) expect(value).toBeCloseTo(wanted[at]!, digits);
};

describe('breslowBaseline', () => {
  it('is the Nelson–Aalen estimate when every linear predictor is 0', () => {
    const { times: at, cumulativeHazard } = breslowBaseline(times, events, new Float64Array(6));
    expect([...at]).toEqual([1, 2, 3, 4]);
    const steps = [1 / 6, 1 / 5, 1 / 3, 1 / 2];
    steps.forEach((_, s) => {
      expect(cumulativeHazard[s]).toBeCloseTo(
        steps.slice(0, s + 1).reduce((a, b) => a + b),
        14,
      );
    });
  });

  it('moves by exp(−c) when c is added to every linear predictor, and the curves stay', () => {
    const eta = Float64Array.of(0.3, -1, 0.2, 2, 0, -0.4);
    const one = breslowBaseline(times, events, eta);
    const two = breslowBaseline(
      times,
      events,
      eta.map((v) => v + 3),
    );
    expectClose(
      two.cumulativeHazard.map((h) => h * Math.exp(3)),
      one.cumulativeHazard,
      12,
    );
    const moved = survivalFromHazard(
      two,
      eta.map((v) => v + 3),
    );
    expectClose(moved, survivalFromHazard(one, eta), 12);
  });

  it('counts a sample of weight 2 as two samples, and one of weight 0 not at all', () => {
    const eta = Float64Array.of(0.3, -1, 0.2, 2, 0, -0.4);
    const rows = [0, 0, 1, 2, 3, 5];
    const doubled = breslowBaseline(times, events, eta, Float64Array.of(2, 1, 1, 1, 0, 1));
    const spelled = breslowBaseline(
      Float64Array.from(rows, (i) => times[i]!),
      Uint8Array.from(rows, (i) => events[i]!),
      Float64Array.from(rows, (i) => eta[i]!),
    );
    expect(doubled.times).toEqual(spelled.times);
    expectClose(doubled.cumulativeHazard, spelled.cumulativeHazard, 14);
  });

  it('expects as many events as there are: Σ H₀(tᵢ)·exp(ηᵢ) over all samples', () => {
    const eta = Float64Array.of(0.3, -1, 0.2, 2, 0, -0.4);
    const baseline = breslowBaseline(times, events, eta);
    let expected = 0;
    eta.forEach((v, i) => {
      const s = baseline.times.findLastIndex((t) => t <= times[i]!);
      expected += s < 0 ? 0 : baseline.cumulativeHazard[s]! * Math.exp(v);
    });
    expect(expected).toBeCloseTo(4, 12);
  });

  it('is empty without events, and refuses arrays of unequal lengths', () => {
    const none = breslowBaseline(times, new Uint8Array(6), new Float64Array(6));
    expect([none.times.length, none.cumulativeHazard.length]).toEqual([0, 0]);
    expect(survivalFromHazard(none, new Float64Array(6)).length).toBe(0);
    expect(() => breslowBaseline(times, events, new Float64Array(5))).toThrow(ShapeError);
  });
});

describe('survivalFromHazard', () => {
  it('gives rows that fall from 1 towards 0, row-major, whatever the size of the predictor', () => {
    const baseline = breslowBaseline(times, events, new Float64Array(6));
    const curves = survivalFromHazard(baseline, Float64Array.of(-800, 0, 800));
    expect([...curves.subarray(0, 4)]).toEqual([1, 1, 1, 1]);
    expect([...curves.subarray(8)]).toEqual([0, 0, 0, 0]);
    for (let s = 0; s < 4; s++) expect(curves[4 + s]).toBeCloseTo(Math.exp(-baseline.cumulativeHazard[s]!), 14);
  });
});
