// Calibrators and measures of calibration, against scikit-learn, R glm and R survival.
import { calibrationIntercept } from '../../dist/metric/classification/calibration-intercept.js';
import { calibrationSlope } from '../../dist/metric/classification/calibration-slope.js';
import { isotonicAt, isotonicRegression } from '../../dist/numeric/calibration/isotonic-regression.js';
import { fitSigmoid } from '../../dist/numeric/calibration/sigmoid.js';
import { fitHazardScale, survivalCalibrationCurve } from '../../dist/numeric/survival/survival-calibration.js';
import { apart, golden } from './support.mjs';

export const title = 'Calibration';

const floats = (values) => (values ? Float64Array.from(values) : undefined);
const largest = (differences) => Math.max(...differences);

export function rows() {
  return [...calibrators(), ...lines(), ...survival()];
}

function calibrators() {
  const { isotonic, sigmoid, versions } = golden('calibration');
  const reference = `scikit-learn ${versions['scikit-learn']}`;
  const data = (cases) => `${cases.length} simulated cases, ties and weights too`;
  return [
    {
      ...{ work: 'isotonic regression', reference, data: data(isotonic), compared: 'values at 45 places' },
      difference: largest(
        isotonic.map((one) => {
          const fit = isotonicRegression(floats(one.x), floats(one.y), floats(one.weights));
          return apart(
            one.at.map((at) => isotonicAt(fit, at)),
            one.predicted,
          );
        }),
      ),
      tolerance: 1e-12,
    },
    {
      ...{ work: 'sigmoid of scores', reference, data: data(sigmoid), compared: 'slope, offset' },
      difference: largest(
        sigmoid.map((one) => {
          const { slope, offset } = fitSigmoid(floats(one.decisions), one.positive, floats(one.weights));
          return apart([slope, offset], [one.slope, one.offset]);
        }),
      ),
      tolerance: 1e-4,
    },
  ];
}

function lines() {
  const { cases, three, versions } = golden('calibration-line');
  const inputs = [
    ...cases.map(({ truth, probabilities, weights }) => ({
      truth: Int32Array.from(truth),
      probabilities: Float64Array.from(probabilities.flatMap((p) => [1 - p, p])),
      ...{ nClasses: 2, weights: floats(weights) },
    })),
    { truth: Int32Array.from(three.truth), probabilities: floats(three.probabilities), nClasses: 3 },
  ];
  const row = (metric, key, of) => ({
    ...{ work: metric.name, reference: `R ${versions.R} ${of}`, compared: 'value' },
    data: `${inputs.length} simulated cases, weights and three classes too`,
    difference: apart(
      inputs.map((input) => metric.compute(input)),
      [...cases, three].map((one) => one[key]),
    ),
    tolerance: 1e-9,
  });
  return [row(calibrationSlope, 'slope', 'glm'), row(calibrationIntercept, 'intercept', 'glm with offset')];
}

function survival() {
  const { cases, scale, versions } = golden('survival-calibration');
  const reference = `R ${versions.R} survival ${versions.survival}`;
  const curves = cases.map((one) => {
    const { predicted, times, events, time, knots } = one;
    const found = survivalCalibrationCurve(floats(predicted), floats(times), Uint8Array.from(events), time, { knots });
    const names = ['ici', 'e50', 'e90', 'eMax', 'slope', 'slopeError'];
    return Math.max(
      apart(found.observed, one.observed),
      apart(
        names.map((name) => found[name]),
        names.map((name) => one[name]),
      ),
    );
  });
  const { factor } = fitHazardScale(floats(scale.hazard), Uint8Array.from(scale.events), floats(scale.weights));
  return [
    {
      ...{
        work: 'smooth calibration of survival',
        reference,
        data: `${cases.length} simulated cases of up to 300 samples`,
      },
      ...{ compared: 'curve, ICI, E50, E90, slope', difference: largest(curves), tolerance: 1e-7 },
    },
    {
      ...{
        work: 'observed over expected events',
        reference: `R ${versions.R} glm with offset`,
        data: 'simulated, 80 samples',
      },
      ...{ compared: 'factor', difference: apart([factor], [scale.factor]), tolerance: 1e-9 },
    },
  ];
}
