import { ConfigError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { TransformEntry } from '../table/contract.ts';
import { cleanSteps } from './clean-steps.ts';
import { encodeSteps } from './encode-steps.ts';
import { moleculeSteps } from './molecule-steps.ts';
import { normaliseSteps } from './normalise-steps.ts';
import { proteinSteps } from './protein-steps.ts';
import { reduceSteps } from './reduce-steps.ts';
import { scaleSteps } from './scale-steps.ts';
import { selectSteps } from './select-steps.ts';
import { sequenceSteps } from './sequence-steps.ts';
import { variantSteps } from './variant-steps.ts';

/**
 * Every preparation step, by what it is for, in the order of the docs: its word in the study file, its parameters, where its code is.
 * A new step is one file and one entry in the list of its kind.
 */
export const transforms: readonly TransformEntry[] = [
  ...cleanSteps,
  ...normaliseSteps,
  ...selectSteps,
  ...scaleSteps,
  ...variantSteps,
  ...reduceSteps,
  ...encodeSteps,
  ...moleculeSteps,
  ...proteinSteps,
  ...sequenceSteps,
];

/** @throws {ConfigError} no such step; names the nearest. */
export function transformByWord(word: string, where = 'prepare'): TransformEntry {
  const entry = transforms.find((candidate) => candidate.word === word);
  if (entry) return entry;
  const words = transforms.map((candidate) => candidate.word);
  const near = nearest(word, words);
  throw new ConfigError({
    where,
    problem: `unknown step '${word}'`,
    hint: near ? `did you mean '${near}'?` : `the steps are: ${words.join(', ')}`,
  });
}
