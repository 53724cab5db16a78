import { UnsupportedError } from '../../../../base/errors.ts';
import { add } from '../../../../graph/ops/add.ts';
import { cast } from '../../../../graph/ops/cast.ts';
import { mean } from '../../../../graph/ops/mean.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { neg } from '../../../../graph/ops/neg.ts';
import { reshape } from '../../../../graph/ops/reshape.ts';
import { slice } from '../../../../graph/ops/slice.ts';
import { readModel } from '../../../../graph/read-model.ts';
import { scalar, type Tensor } from '../../../../graph/tensor.ts';
import type { NetworkFacts } from '../../../../learn/neural/network-model.ts';
import { amongAll } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { hazardCurves } from '../curves.ts';

/** Any network over numbers: its own ONNX file, read again behind the prepared features. @throws {UnsupportedError} a network of letters. */
export const network: ModelConverter = ({ kind, json, arrays }, x) => {
  const { parts, outcome } = json as unknown as NetworkFacts;
  const inputs: Record<string, Tensor> = {};
  for (const { name, start0, end0, shape, letters, present } of parts) {
    if (letters) {
      const hint = 'without preparation and calibration it is exported as it is';
      throw new UnsupportedError({
        where: `model ${kind}`,
        problem: 'letters cannot stand behind prepared numbers',
        hint,
      });
    }
    inputs[name] = reshape(slice(x, 1, start0, end0), ['N', ...shape]);
    // A new sample has every block: who lacks one is predicted by Cistron.
    if (present) inputs[present] = add(mul(reshape(slice(x, 1, 0, 1), ['N']), scalar(0)), scalar(1));
  }
  const answer = Object.values(readModel(arrays.onnx as Uint8Array, { inputs, where: kind }).outputs)[0]!;
  const wide = (values: Tensor) => cast(values, 'float64');
  switch (outcome.task) {
    case 'classification': {
      const { classes, present } = outcome;
      return { task: 'classification', classes, probabilities: amongAll(wide(answer), present, classes.length) };
    }
    case 'regression':
      return { task: 'regression', values: reshape(wide(answer), ['N', 1]) };
    case 'survival': {
      if (outcome.form === 'hazards') {
        const risk = reshape(wide(mul(answer, scalar(outcome.slope))), ['N', 1]);
        return { task: 'survival', risk, curves: hazardCurves(arrays, risk) };
      }
      const risk = reshape(wide(neg(mean(answer, [1]))), ['N', 1]);
      return { task: 'survival', risk, curves: { times: arrays.times!, survival: wide(answer) } };
    }
  }
};
