import type { StudyFile } from './schema.ts';
import type { ValidateSpec } from './study.ts';

/** Shares of the training samples when the study says no more than `true`. */
const SHARES = [0.2, 0.4, 0.6, 0.8, 1];

/** What the study asks to know of the uncertainty beyond intervals; nothing that it does not ask for. */
export function parseUncertainty(
  validate: NonNullable<StudyFile['validate']>,
): Pick<ValidateSpec, 'permutation' | 'learningCurve' | 'power'> {
  const { permutation, 'learning-curve': curve, power } = validate;
  const { n, learner, within } = typeof permutation === 'object' ? permutation : { n: permutation };
  return {
    ...(n
      ? {
          permutation: {
            n,
            ...(learner === undefined ? {} : { learner }),
            ...(within === undefined ? {} : { within }),
          },
        }
      : {}),
    ...(curve ? { learningCurve: curve === true ? SHARES : [...new Set(curve)].sort((a, b) => a - b) } : {}),
    ...(power ? { power: power === true ? 0.8 : power } : {}),
  };
}
