import type { Context } from '../../base/context.ts';
import type { Model } from '../../table/contract.ts';

/** What a regression says of each of its terms; arrays are [terms]. Aliased terms have estimate 0 and NaN for the rest. */
export interface CoefficientTable {
  /** Names of the features; '(intercept)' first where there is one. */
  readonly terms: readonly string[];
  readonly estimates: Float64Array;
  readonly standardErrors: Float64Array;
  /** estimate / standard error: t, or z. */
  readonly statistics: Float64Array;
  /** Two-sided, that the coefficient is 0. */
  readonly p: Float64Array;
}

/** A model whose coefficients can be asked for, restored from a file or not. */
export interface CoefficientModel extends Model {
  coefficients(): CoefficientTable;
}

export function hasCoefficients(model: Model): model is CoefficientModel {
  return 'coefficients' in model;
}

/** Only finite numbers: a fact that could not be computed (an F without columns) is left out of the record. */
export function finiteFacts(facts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => Number.isFinite(value)));
}

/** `'a', 'b', 'c', …` for a message. */
export function namesOf(indices: readonly number[], features: readonly string[]): string {
  const shown = indices.slice(0, 5).map((j) => `'${features[j]}'`);
  return shown.join(', ') + (indices.length > shown.length ? ', …' : '');
}

/** Says which features got no coefficient because earlier ones, or the intercept, give the same. */
export function warnAliased(
  aliased: readonly number[],
  features: readonly string[],
  where: string,
  ctx: Pick<Context, 'warn'>,
): void {
  if (aliased.length === 0) return;
  ctx.warn({
    code: 'aliased-features',
    where,
    message: `${aliased.length} of ${features.length} features can be computed from others and got no coefficient: ${namesOf(aliased, features)}`,
  });
}
