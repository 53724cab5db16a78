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
export function scaleInWords(scale: Scale, { target }: StudySummary): string {
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

/** What an output is called: a class, the target, the risk. */
export function outputInWords(output: string, { task, target }: StudySummary): string {
  return task === 'regression' && output === 'value' ? target : output;
}

/** A number beside an axis: as few digits as it needs. */
export function tickInWords(x: number): string {
  return String(Number(x.toPrecision(3))).replace('-', '−');
}
