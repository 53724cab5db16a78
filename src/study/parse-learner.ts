import { ConfigError } from '../base/errors.ts';
import { checkParams, type ParamValues } from '../base/params.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { LearnerEntry } from '../table/contract.ts';
import type { LearnerSpec } from './study.ts';

/** More settings than this are a slip of the pen, not a search. */
const MAX_CANDIDATES = 10_000;

/**
 * Reads one entry of `learners`: `forest`, `{ forest: { n-trees: [100, 500] } }`, `{ elastic-net: 0.5 }`, with `as: name` beside it.
 * A parameter given as a list is searched over; those not named keep the default grid of the word, or their default.
 * @throws {ConfigError} no such learner or form. @throws {ParamError} a parameter unknown or out of range.
 */
export function parseLearner(entry: unknown, where: string): LearnerSpec {
  const { word, given, name } = split(entry, where);
  const registered = learnerByWord(word, where);
  const place = `${where}.${word}`;
  const lists = { ...registered.grid, ...namedParams(registered, given, place) };
  let candidates: Record<string, unknown>[] = [{}];
  for (const [param, value] of Object.entries(lists)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0)
      throw new ConfigError({ where: `${place}.${param}`, problem: 'an empty list leaves nothing to try' });
    candidates = candidates.flatMap((candidate) => values.map((one) => ({ ...candidate, [param]: one })));
    if (candidates.length > MAX_CANDIDATES)
      throw new ConfigError({
        where: place,
        problem: `at most ${MAX_CANDIDATES} settings can be tried, got ${candidates.length}`,
      });
  }
  return {
    name: name ?? word,
    word,
    candidates: candidates.map((candidate): ParamValues => checkParams(registered.params, candidate, place)),
  };
}

function split(entry: unknown, where: string): { word: string; given: unknown; name?: string } {
  if (typeof entry === 'string') return { word: entry, given: undefined };
  const { as, ...rest } = entry as Record<string, unknown>;
  const pairs = Object.entries(rest);
  const [pair] = pairs;
  if (!pair || pairs.length !== 1) {
    throw new ConfigError({
      where,
      problem: `a learner must be one word with its parameters, got ${JSON.stringify(entry)}`,
      hint: 'write forest, { forest: { n-trees: 200 } } or { forest: { … }, as: name }',
    });
  }
  if (as === undefined) return { word: pair[0], given: pair[1] };
  if (typeof as !== 'string' || !/^[\w.-]+$/.test(as)) {
    throw new ConfigError({
      where,
      problem: `'as' must be a name of letters, digits, '-', '_' and '.', got ${JSON.stringify(as)}`,
    });
  }
  return { word: pair[0], given: pair[1], name: as };
}

function namedParams(entry: LearnerEntry, given: unknown, where: string): Record<string, unknown> {
  if (given === undefined || given === null) return {};
  if (typeof given === 'object' && !Array.isArray(given)) return given as Record<string, unknown>;
  const main = Object.keys(entry.params).find((name) => entry.params[name]!.main);
  if (!main)
    throw new ConfigError({
      where,
      problem: `takes no single value, got ${JSON.stringify(given)}`,
      hint: `name the parameter: ${Object.keys(entry.params).join(', ')}`,
    });
  return { [main]: given };
}
