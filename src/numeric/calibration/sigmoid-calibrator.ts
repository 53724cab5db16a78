import {
  type CalibrationState,
  type Calibrator,
  checkCalibrationData,
  leastProbability,
  logOdds,
  modelledClasses,
  normaliseRows,
} from './calibrator.ts';
import { fitSigmoid, sigmoid } from './sigmoid.ts';

export interface SigmoidState extends CalibrationState {
  readonly method: 'sigmoid';
  readonly nClasses: number;
  /** As `leastProbability`. */
  readonly least: number;
  /** As in `Sigmoid`, of the log odds of the class: of the second of two classes, [1]; of each of more against the rest, [nClasses]. */
  readonly slopes: Float64Array;
  readonly offsets: Float64Array;
}

/**
 * Platt scaling of the log odds: p' = 1/(1 + exp(slope·ln(p/(1 − p)) + offset)); slope −1 and offset 0 leave everything as it is. With more
 * than two classes one sigmoid for each against the rest, then divided by their sum: the most probable class may change.
 * Cost O(n·nClasses) a step, a dozen steps. Source: Platt 1999; Lin, Lin & Weng 2007 (`fitSigmoid`); Zadrozny & Elkan 2002, KDD, for many classes.
 * Checked against scikit-learn `_SigmoidCalibration` on the same log odds.
 */
export const sigmoidCalibrator: Calibrator<SigmoidState> = {
  method: 'sigmoid',
  doc: 'A sigmoid of the log odds of each class: two numbers a class.',
  fit(data) {
    checkCalibrationData(data);
    const { probabilities, nClasses, truth, weights } = data;
    const least = leastProbability(data);
    const fits = modelledClasses(nClasses).map((k) =>
      fitSigmoid(
        logOdds(probabilities, nClasses, least, k),
        Array.from(truth, (code) => code === k),
        weights,
      ),
    );
    return {
      method: 'sigmoid',
      nClasses,
      least,
      slopes: Float64Array.from(fits, ({ slope }) => slope),
      offsets: Float64Array.from(fits, ({ offset }) => offset),
    };
  },
  apply({ nClasses, least, slopes, offsets }, probabilities) {
    const out = new Float64Array(probabilities.length);
    modelledClasses(nClasses).forEach((k, m) => {
      const map = { slope: slopes[m]!, offset: offsets[m]! };
      logOdds(probabilities, nClasses, least, k).forEach((odds, i) => {
        out[i * nClasses + k] = sigmoid(map, odds);
        if (nClasses === 2) out[i * 2] = 1 - out[i * 2 + 1]!;
      });
    });
    return nClasses === 2 ? out : normaliseRows(out, nClasses);
  },
};
