import { exp, log } from '../../base/elementary.ts';
import { ConfigError } from '../../base/errors.ts';
import { checkParams, type ParamValues } from '../../base/params.ts';
import type { RandomKey } from '../../base/random.ts';
import { learnerByWord } from '../../learn/registry.ts';
import type { LearnerEntry } from '../../table/contract.ts';
import type { CalibrateBy } from '../../validate/calibrate.ts';
import { CALIBRATE_WORDS } from './schema.ts';
import type { LearnerSpec } from './study.ts';

/** More settings than this are a slip of the pen, not a search. */
const MAX_CANDIDATES = 10_000;

/** A random search: how many settings, and where they are drawn from. */
export interface RandomSearch {
  readonly draws: number;
  readonly random: RandomKey;
}

/**
 * Reads one entry of `learners`: `forest`, `{ forest: { trees: [100, 500] } }`, `{ elastic-net: 0.5 }`, with `as: name` and
 * `balance: smote` and `calibrate: isotonic` beside it. A parameter given as a list is searched over, one that is itself a list when given as a
 * list of lists; those not named keep the default grid of the word, or their
 * default. In a random search a number may also be a range, `{ from: 0.01, to: 1, log: true }`; the settings are drawn here, once, so that
 * every fold compares the same ones.
 * @throws {ConfigError} no such learner or form. @throws {ParamError} a parameter unknown or out of range.
 */
export function parseLearner(entry: unknown, where: string, search?: RandomSearch): LearnerSpec {
  const { word, given, name, balance, calibrate } = split(entry, where);
  const registered = learnerByWord(word, where);
  const place = `${where}.${word}`;
  const axes = Object.entries({ ...registered.grid, ...namedParams(registered, given, place) }).map(
    ([param, value]): Axis => {
      const at = `${place}.${param}`;
      const takesList = Object.hasOwn(registered.params, param) && registered.params[param]!.type === 'list';
      return { param, values: takesList ? listValues(value) : axisValues(value, at, search !== undefined) };
    },
  );
  const size = axes.reduce((product, { values }) => product * (Array.isArray(values) ? values.length : Infinity), 1);
  if (!search && size > MAX_CANDIDATES) {
    throw new ConfigError({
      where: place,
      problem: `at most ${MAX_CANDIDATES} settings can be tried, got ${size}`,
      hint: 'validate: { search: { random: 50 } } draws some of them',
    });
  }
  const candidates = search && size > search.draws ? drawn(axes, search, name ?? word) : grid(axes);
  return {
    name: name ?? word,
    word,
    candidates: candidates.map((candidate) => withFiles(registered, checkParams(registered.params, candidate, place))),
    ...(balance ? { balance } : {}),
    ...(calibrate ? { calibrate } : {}),
  };
}

/** The same parameters. @throws {ConfigError} one that names a file is left empty. */
function withFiles({ word, params: table }: LearnerEntry, params: ParamValues): ParamValues {
  for (const [name, spec] of Object.entries(table)) {
    if (spec.type !== 'text' || !spec.file || params[name] !== '') continue;
    throw new ConfigError({
      where: `learners.${word}.${name}`,
      problem: 'must name a file, got none',
      hint: `write { ${word}: { ${name}: ${name}.tsv } }`,
    });
  }
  return params;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
}
/** A parameter and what may be tried of it. */
interface Axis {
  readonly param: string;
  readonly values: readonly unknown[] | Range;
}

/** Of a parameter that is itself a list: a list of lists is searched over, and a text alone is a list of one. */
function listValues(value: unknown): readonly unknown[] {
  const asList = (one: unknown) => (typeof one === 'string' ? [one] : one);
  const isSearched = Array.isArray(value) && value.length > 0 && value.every(Array.isArray);
  return isSearched ? value : [asList(value)];
}

function axisValues(value: unknown, where: string, ranges: boolean): readonly unknown[] | Range {
  if (Array.isArray(value)) {
    if (value.length > 0) return value;
    throw new ConfigError({ where, problem: 'an empty list leaves nothing to try' });
  }
  if (value === null || typeof value !== 'object' || !('from' in value)) return [value];
  const { from, to, log = false, ...rest } = value as Record<string, unknown>;
  const sound = typeof from === 'number' && typeof to === 'number' && from < to && typeof log === 'boolean';
  if (!sound || Object.keys(rest).length > 0 || (log && from <= 0)) {
    throw new ConfigError({
      where,
      problem: `a range must be { from: number, to: larger number, log: true or false }, above 0 when log, got ${JSON.stringify(value)}`,
    });
  }
  if (ranges) return { from, to, log };
  throw new ConfigError({
    where,
    problem: 'a range has no end of settings',
    hint: 'give a list, or draw: validate: { search: { random: 20 } }',
  });
}

function grid(axes: readonly Axis[]): Record<string, unknown>[] {
  let settings: Record<string, unknown>[] = [{}];
  for (const { param, values } of axes) {
    settings = settings.flatMap((setting) =>
      (values as readonly unknown[]).map((value) => ({ ...setting, [param]: value })),
    );
  }
  return settings;
}

/** Different settings, drawn one by one; whole numbers in a range that holds a whole number at both ends stay whole. */
function drawn(axes: readonly Axis[], { draws, random }: RandomSearch, name: string): Record<string, unknown>[] {
  const stream = random.at(name).stream();
  const seen = new Map<string, Record<string, unknown>>();
  // Few settings may be left to find: the number of tries is bounded.
  for (let tries = 0; seen.size < draws && tries < 100 * draws; tries++) {
    const setting = Object.fromEntries(
      axes.map(({ param, values }) => [
        param,
        'from' in values ? within(values, stream.uniform()) : values[stream.below(values.length)],
      ]),
    );
    seen.set(JSON.stringify(setting), setting);
  }
  return [...seen.values()];
}

function within({ from, to, log: onLog }: Range, share: number): number {
  const value = onLog ? from * exp(share * log(to / from)) : from + share * (to - from);
  return Number.isInteger(from) && Number.isInteger(to) && to - from >= 2 ? Math.round(value) : value;
}

interface Entry {
  readonly word: string;
  readonly given: unknown;
  readonly name?: string;
  readonly balance?: 'smote';
  readonly calibrate?: CalibrateBy;
}

function split(entry: unknown, where: string): Entry {
  if (typeof entry === 'string') return { word: entry, given: undefined };
  const { as, balance, calibrate, ...rest } = entry as Record<string, unknown>;
  const pairs = Object.entries(rest);
  const [pair] = pairs;
  if (!pair || pairs.length !== 1) {
    throw new ConfigError({
      where,
      problem: `a learner must be one word with its parameters, got ${JSON.stringify(entry)}`,
      hint: 'write forest, { forest: { trees: 200 } } or { forest: { … }, as: name }',
    });
  }
  if (as !== undefined && (typeof as !== 'string' || !/^[\w.-]+$/.test(as))) {
    throw new ConfigError({
      where,
      problem: `'as' must be a name of letters, digits, '-', '_' and '.', got ${JSON.stringify(as)}`,
    });
  }
  if (balance !== undefined && balance !== 'smote') {
    throw new ConfigError({ where, problem: `'balance' must be smote, got ${JSON.stringify(balance)}` });
  }
  const known = CALIBRATE_WORDS.find((calibrateBy) => calibrateBy === calibrate);
  if (calibrate !== undefined && !known) {
    const problem = `'calibrate' must be one of ${CALIBRATE_WORDS.join(', ')}, got ${JSON.stringify(calibrate)}`;
    throw new ConfigError({ where, problem });
  }
  return {
    word: pair[0],
    given: pair[1],
    ...(as === undefined ? {} : { name: as }),
    ...(balance ? { balance } : {}),
    ...(known ? { calibrate: known } : {}),
  };
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
