import {
  type CalibrationState,
  type Calibrator,
  checkCalibrationData,
  modelledClasses,
  normaliseRows,
} from './calibrator.ts';
import { doubts } from './doubts.ts';
import { isotonicAt, isotonicRegression } from './isotonic-regression.ts';

export interface IsotonicState extends CalibrationState {
  readonly method: 'isotonic';
  readonly nClasses: number;
  /** Where the points of each class end in `x` and `y`: of the second of two classes, [1]; of each of more, [nClasses]. */
  readonly ends: Int32Array;
  /** Probabilities in and out, as in `IsotonicFit`, class after class. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Isotonic regression of the class on its probability: any rising map, which needs many rows to learn (hundreds a class). With more than two
 * classes one for each against the rest, then divided by their sum; a row that every map sends to 0 becomes even. Equal probabilities are common
 * after it, so ranks lose. Targets are Platt's (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2): no row gets 0 or 1 from a handful of neighbours.
 * Cost O(n log n) a class. Source: Zadrozny & Elkan 2002, KDD. Checked against scikit-learn `IsotonicRegression` on the same targets.
 */
export const isotonicCalibrator: Calibrator<IsotonicState> = {
  method: 'isotonic',
  doc: 'Any rising map of the probabilities of each class; needs many samples.',
  fit(data) {
    checkCalibrationData(data);
    const { probabilities, nClasses, truth, weights } = data;
    const fits = modelledClasses(nClasses).map((k) => {
      const own = truth.map((code) => Number(code === k));
      const [low, high] = doubts(own, 2, weights) as unknown as [number, number];
      return isotonicRegression(
        Float64Array.from(truth, (_, i) => probabilities[i * nClasses + k]!),
        Float64Array.from(own, (is) => (is ? 1 - high : low)),
        weights,
      );
    });
    let end = 0;
    return {
      method: 'isotonic',
      nClasses,
      ends: Int32Array.from(fits, ({ x }) => (end += x.length)),
      x: Float64Array.from(fits.flatMap(({ x }) => [...x])),
      y: Float64Array.from(fits.flatMap(({ y }) => [...y])),
    };
  },
  apply({ nClasses, ends, x, y }, probabilities) {
    const out = new Float64Array(probabilities.length);
    modelledClasses(nClasses).forEach((k, m) => {
      const from = m === 0 ? 0 : ends[m - 1]!;
      const map = { x: x.subarray(from, ends[m]), y: y.subarray(from, ends[m]) };
      for (let row = 0; row < out.length; row += nClasses) {
        out[row + k] = isotonicAt(map, probabilities[row + k]!);
        if (nClasses === 2) out[row] = 1 - out[row + 1]!;
      }
    });
    return nClasses === 2 ? out : normaliseRows(out, nClasses);
  },
};
