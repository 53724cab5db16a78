import { ConfigError } from '../base/errors.ts';
import { checkParams, type ParamValues } from '../base/params.ts';
import type { Resources, Transform } from '../table/contract.ts';
import { transformByWord } from './registry.ts';

/** One line of a study's `prepare`, with every parameter filled in. */
export interface Step {
  readonly word: string;
  readonly params: ParamValues;
}

/**
 * Reads one entry of a `prepare` list: `standardize`, `{ log2: { offset: 1 } }`, or `{ top-variance: 5000 }`, where the scalar sets the
 * main parameter. @param where the key it stands under, for the error.
 * @throws {ConfigError} no such step, or not of these forms. @throws {ParamError} a parameter unknown or out of range.
 */
export function parseStep(entry: unknown, where: string): Step {
  const [word, given] = typeof entry === 'string' ? [entry, null] : pairOf(entry, where);
  const { params: table } = transformByWord(word, where);
  const at = `${where}.${word}`;
  if (given === null || given === undefined) return { word, params: checkParams(table, {}, at) };
  if (typeof given === 'object' && !Array.isArray(given)) return { word, params: checkParams(table, { ...given }, at) };
  const main = Object.keys(table).find((name) => table[name]!.main);
  if (!main) {
    throw new ConfigError({
      where: at,
      problem: `takes no value, got ${JSON.stringify(given)}`,
      hint: `write '${word}' alone`,
    });
  }
  return { word, params: checkParams(table, { [main]: given }, at) };
}

/** The step behind the words, its code loaded. @param resources files that its parameters name, already read. */
export async function createStep(step: Step, resources: Resources = {}): Promise<Transform> {
  const { create } = await transformByWord(step.word).load();
  return create(step.params, resources);
}

function pairOf(entry: unknown, where: string): [string, unknown] {
  const pairs = entry !== null && typeof entry === 'object' && !Array.isArray(entry) ? Object.entries(entry) : [];
  const pair = pairs[0];
  if (pair && pairs.length === 1) return pair;
  throw new ConfigError({
    where,
    problem: `a step must be a word or one word with its parameters, got ${JSON.stringify(entry)}`,
    hint: 'write standardize, { top-variance: 5000 } or { log2: { offset: 1 } }',
  });
}
