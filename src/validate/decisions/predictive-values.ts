import { ParamError } from '../../base/errors.ts';

export interface TestCharacter {
  /** Share of those with the condition who are called so, 0 … 1. */
  readonly sensitivity: number;
  /** Share of those without it who are not called so, 0 … 1. */
  readonly specificity: number;
  /** Share of those tested who have the condition, 0 … 1. */
  readonly prevalence: number;
}

/**
 * What a call is worth where a condition is as frequent as stated (Bayes' rule):
 * PPV = se·π / (se·π + (1 − sp)(1 − π)), NPV = sp(1 − π) / (sp(1 − π) + (1 − se)π).
 * Sensitivity and specificity travel from the study to the clinic, if the patients are of the same kind; predictive values do not, since a
 * study seldom has as many healthy people as the clinic.
 * @returns `ppv`, of those called the share that have it, and `npv`, of the others the share that do not; NaN where nobody is called so.
 * @throws {ParamError} a share outside 0 … 1. NaN is let through.
 * Source: Altman & Bland 1994, BMJ 309:102. Checked: .78, .73 at .078 give .196 and .975.
 */
export function predictiveValues(test: TestCharacter): { readonly ppv: number; readonly npv: number } {
  for (const [name, share] of Object.entries(test)) {
    if (share < 0 || share > 1)
      throw new ParamError({ where: `predictiveValues.${name}`, problem: `must be from 0 to 1, got ${share}` });
  }
  const { sensitivity, specificity, prevalence } = test;
  const truePositive = sensitivity * prevalence;
  const falsePositive = (1 - specificity) * (1 - prevalence);
  const trueNegative = specificity * (1 - prevalence);
  const falseNegative = (1 - sensitivity) * prevalence;
  return {
    ppv: truePositive / (truePositive + falsePositive),
    npv: trueNegative / (trueNegative + falseNegative),
  };
}
