import type { Scale } from '../explain/attribution.ts';
import type { StudySummary } from './record.ts';

const UNITS: Readonly<Record<Exclude<Scale, 'target'>, string>> = {
  probability: 'probability',
  'log-odds': 'log-odds',
  'log-rate': 'log rate',
  'log-hazard': 'log hazard',
  risk: 'risk score',
  standardised: 'standard deviations of the answer',
  mortality: 'expected events',
  'cumulative-hazard': 'cumulative hazard',
};

/** The unit that attributions are in. */
export function scaleInWords(scale: Scale, { target }: Pick<StudySummary, 'target'>): string {
  return scale === 'target' ? `units of ${target}` : UNITS[scale];
}

/** What one more unit means, as a sentence for a reader who wants to know; empty where the unit says it. */
export function unitSentence(scale: Scale): string {
  switch (scale) {
    case 'log-odds':
      return '+0.7 on the scale of log-odds about doubles the odds, −0.7 about halves them.';
    case 'log-hazard':
      return '+0.7 on the scale of the log hazard about doubles the hazard, −0.7 about halves it.';
    case 'log-rate':
      return '+0.7 on the scale of the log rate about doubles the expected count, −0.7 about halves it.';
    case 'mortality':
      return 'The unit is the number of events that would be expected if everyone were like this sample.';
    default:
      return '';
  }
}

/** Of several outputs on the scale of log-odds, what they are measured from; empty of others. */
export function centredInWords(scale: Scale, outputs: readonly string[]): string {
  if (scale !== 'log-odds' || outputs.length < 2) return '';
  return ' before softmax, each class less the mean of all, since only differences between classes matter';
}

/** What an output is called: a class, the target, the risk. */
export function outputInWords(output: string, { task, target }: Pick<StudySummary, 'task' | 'target'>): string {
  return task === 'regression' && output === 'value' ? target : output;
}

/** A number beside an axis: as few digits as it needs. */
export function tickInWords(x: number): string {
  return String(Number(x.toPrecision(3))).replace('-', '−');
}

const METHODS: Readonly<Record<string, string>> = {
  'tree-shap':
    'Shapley values of trees, exact, with the shares of the training samples in each leaf as background (Lundberg et al. 2020)',
  'interventional-shap': 'Shapley values of trees against training samples, exact (Lundberg et al. 2020)',
  'linear-shap':
    'the coefficient times the distance of the value from its training mean, which for a linear model is the Shapley value',
  'correlated-linear-shap': 'Shapley values of a linear model with the correlation of the features taken into account',
  'kernel-shap':
    'Shapley values estimated from answers to samples of which features were replaced by those of training samples (Lundberg & Lee 2017)',
  'integrated-gradients': 'integrated gradients from the training mean (Sundararajan et al. 2017)',
  'gradient-times-input': 'gradient times input',
  'smooth-grad': 'gradient times input, mean of copies with noise (Smilkov et al. 2017)',
  occlusion: 'the change of the answer when a part is covered',
};

/** How attributions were found, with its source. @param method registry word. */
export function methodInWords(method: string): string {
  return METHODS[method] ?? method;
}
