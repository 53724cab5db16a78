import type { Context } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import type { Model, View } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';

/** What a model says of rows, as numbers that can be explained. */
export interface PredictedOutputs extends Pick<Attribution, 'outputs' | 'scale'> {
  /** [nOutputs, nRows] */
  readonly values: Float64Array;
}

/** Probabilities of the classes, the value, or the risk as the model predicts them. @throws {UnsupportedError} clusters. */
export async function predictedOutputs(model: Model, data: View, ctx: Context): Promise<PredictedOutputs> {
  const said = await model.predict(data, ctx);
  switch (said.task) {
    case 'classification': {
      const K = said.classes.length;
      const n = said.probabilities.length / K;
      const values = Float64Array.from(
        said.probabilities,
        (_, at) => said.probabilities[(at % n) * K + Math.floor(at / n)]!,
      );
      return { outputs: said.classes, scale: 'probability', values };
    }
    case 'regression':
      return { outputs: ['value'], scale: 'target', values: said.values };
    case 'survival':
      return { outputs: ['risk'], scale: 'risk', values: said.risks };
    case 'clustering':
      throw new UnsupportedError({ where: 'explain', problem: 'clusters have no output to explain' });
  }
}
