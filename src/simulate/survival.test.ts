import { describe, expect, test } from 'vitest';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { coxRegression } from '../numeric/survival/cox-regression.ts';
import { columnOf } from '../table/matrix.ts';
import { type SurvivalOptions, simulateSurvival } from './survival.ts';

const make = (options: Omit<SurvivalOptions, 'random'>, seed = 1) =>
  simulateSurvival({ ...options, random: randomKey(seed) });

describe('a simulated cohort with survival', () => {
  test.each([
    { censoring: 0, shape: 1 },
    { censoring: 0.4, shape: 1.2 },
    { censoring: 0.8, shape: 0.7 },
  ])('the share censored is the one asked, and the true risk reaches the limit of concordance: %o', (options) => {
    const { truth } = make({ samples: 20_000, features: 5, ...options });
    // Standard errors: of a share 0.0035, of a concordance below 0.004 with 4,000 events.
    expect(Math.abs(truth.censored.here - options.censoring)).toBeLessThan(0.012);
    expect(Math.abs(truth.cIndex.here - truth.cIndex.limit)).toBeLessThan(0.012);
  });

  test('Cox regression recovers the log hazard ratios within its standard errors', () => {
    const { block, target, truth } = make({ samples: 4000, features: 8 });
    const columns = block.features.map((_, j) => columnOf(block.matrix, j));
    const { coefficients, standardErrors } = coxRegression({ columns, ...target });
    const z = block.features.map(
      (name, j) => (coefficients[j]! - (truth.logHazardRatios[name] ?? 0)) / standardErrors[j]!,
    );
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(3.5);
    expect(Math.max(...standardErrors)).toBeLessThan(0.03);
    expect(Object.values(truth.logHazardRatios).sort()).toEqual([-0.5, -0.5, 0.5, 0.5, 0.5]);
  });

  test('half of the patients of average risk have had their event by the median; hazards without spread leave a coin', () => {
    const { target, truth } = make({ samples: 20_000, features: 1, informative: 0, censoring: 0, median: 70 });
    expect(target.times.filter((time) => time < 70).length / 20_000).toBeCloseTo(0.5, 1.7);
    expect(truth.cIndex).toEqual({ limit: 0.5, here: 0.5 });
    expect(truth.observedUpTo).toBeNull();
  });

  test('without censoring the limit is the mean of the logistic function of the distance, E σ(|η₁ − η₂|)', () => {
    // By the trapezoid rule on the difference, N(0, 2·spread²) with spread 0.5·√5.
    const sd = Math.sqrt(2 * 1.25);
    let sum = 0;
    let total = 0;
    for (let z = -8; z <= 8; z += 0.001) {
      const weight = Math.exp((-z * z) / 2);
      sum += weight / (1 + Math.exp(-Math.abs(sd * z)));
      total += weight;
    }
    expect(make({ censoring: 0 }).truth.cIndex.limit).toBeCloseTo(sum / total, 3);
  });

  test('the same bits for the same key; more informative features than there are is refused', () => {
    expect(make({ samples: 50 }, 3)).toEqual(make({ samples: 50 }, 3));
    expect(make({ samples: 50 }, 3).target.times).not.toEqual(make({ samples: 50 }, 4).target.times);
    expect(() => make({ features: 3, informative: 4 })).toThrow(ParamError);
  });
});
