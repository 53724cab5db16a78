import type { ClassPrediction, Prediction } from '../../src/table/prediction.ts';
import { requireTask } from '../../src/table/target.ts';

/** The prediction, which must be one of classes. */
export function classified(prediction: Prediction): ClassPrediction {
  return requireTask(prediction, 'classification', 'test');
}
