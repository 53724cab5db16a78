import {
  type CalibrationState,
  type Calibrator,
  checkCalibrationData,
  leastProbability,
  logProbabilities,
  softmaxRows,
} from './calibrator.ts';
import { fitSlope } from './softmax-slope.ts';

export interface TemperatureState extends CalibrationState {
  readonly method: 'temperature';
  readonly nClasses: number;
  /** As `leastProbability`. */
  readonly least: number;
  /** 1/temperature, ≥ 0: below 1 the model was too sure of itself, above 1 not sure enough. */
  readonly slope: number;
}

/**
 * Temperature scaling: p' ∝ p^(1/T), one number for all classes. The most probable class stays the most probable, so accuracy and F1 do not change.
 * Cost O(n·nClasses) a step. Source: Guo et al. 2017, ICML, §4.2, with Platt's targets (`fitSlope`). Checked by the derivative at the solution.
 */
export const temperatureCalibrator: Calibrator<TemperatureState> = {
  method: 'temperature',
  doc: 'All probabilities made bolder or more timid by one number; no answer changes.',
  fit(data) {
    checkCalibrationData(data);
    const { probabilities, nClasses, truth, weights } = data;
    const least = leastProbability(data);
    return {
      method: 'temperature',
      nClasses,
      least,
      slope: fitSlope(logProbabilities(probabilities, nClasses, least), truth, weights),
    };
  },
  apply({ nClasses, least, slope }, probabilities) {
    const scores = new Float64Array(probabilities.length);
    logProbabilities(probabilities, nClasses, least).forEach((column, k) => {
      column.forEach((logP, i) => {
        scores[i * nClasses + k] = slope * logP;
      });
    });
    return softmaxRows(scores, nClasses);
  },
};
