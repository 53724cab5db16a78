import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { CistronError, ConfigError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import type { ParamValues } from '../../base/params.ts';
import { randomKey } from '../../base/random.ts';
import { metricByName } from '../../metric/registry.ts';
import { parseStep } from '../../prepare/step.ts';
import { readerByWord } from '../../read/index.ts';
import type { Task } from '../../table/target.ts';
import { renameFiles, renameLearnerFiles } from '../cohort/named-files.ts';
import { ignoredGroups } from './parse-groups.ts';
import { parseLearner } from './parse-learner.ts';
import { checkBlock, checkSamples, withClassColumn } from './parse-samples.ts';
import { checkTargets, targetKeys } from './parse-targets.ts';
import { parseUncertainty } from './parse-uncertainty.ts';
import { parseReport } from './report-spec.ts';
import { KNOWN_KEYS, type StudyFile, studySchema } from './schema.ts';
import { type BlockSpec, MISTAKES, type Study, targetName, type ValidateSpec } from './study.ts';
import { parseRowFilter } from './where.ts';

export interface ParseOptions {
  /** How relative paths become paths that can be opened; default: left as they are. */
  readonly resolve?: (path: string) => string;
  /** Apply the overrides under `quick`. */
  readonly quick?: boolean;
  /** Overrides `validate.seed`. */
  readonly seed?: number;
  /** Overrides `validate.leaky`: every mistake. */
  readonly leaky?: boolean;
}

/** What a study that names no learners tries, as far as they serve its task: two linear, two of trees; three that find groups. */
export const DEFAULT_LEARNERS = [
  ...['elastic-net', 'linear-svm', 'forest', 'boosting'],
  ...['k-means', 'hierarchical', 'consensus'],
] as const;

type Path = readonly (string | number)[];

/**
 * Reads a study file (YAML or JSON) into a study ready to run.
 * @param name the file, as errors should call it.
 * @throws {ConfigError} naming file:line:column, the rule, the value, and the nearest known key or word.
 */
export function parseStudy(text: string, name: string, options: ParseOptions = {}): Study {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new ConfigError({ where: `${name}:${line}:${col}`, problem: `is not valid YAML: ${broken.message}` });
  }
  const at = (path: Path, key?: string) => {
    const offset = offsetOf(document, path, key);
    if (offset === undefined) return name;
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  let plain: unknown = document.toJS();
  if (options.quick && isObject(plain) && isObject(plain.quick)) plain = merge(plain, plain.quick);
  const parsed = studySchema.safeParse(plain);
  if (!parsed.success) {
    const { issues } = parsed.error;
    // A misspelt key is also a missing one: the misspelling says more.
    throw schemaError(issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!, plain, at);
  }
  return toStudy(parsed.data, at, options);
}

/** @throws {ConfigError} naming the nearest format. */
function formatOf(word: string, where: string): string {
  return located(where, () => readerByWord(word, 'format').word);
}

function toStudy(
  file: StudyFile,
  at: (path: Path) => string,
  { resolve = (path) => path, seed, ...asked }: ParseOptions,
): Study {
  file = withClassColumn(file);
  const { samples, validate = {} } = file;
  checkSamples(file, at);
  checkTargets(file, asked.leaky === true, at);
  const list = (names: string | string[] | undefined) => (names === undefined ? [] : [names].flat());
  const blocks = Object.entries(file.blocks).map(([blockName, block]): [string, BlockSpec] => {
    checkBlock(blockName, block, samples.file, at);
    const prepare = block.prepare?.map((step, k) =>
      located(at(['blocks', blockName, 'prepare', k]), () => renameFiles(parseStep(step, 'prepare'), resolve)),
    );
    return [
      blockName,
      {
        kind: block.kind ?? 'numeric',
        ...(block.kind || block.from ? {} : { kindOfFile: true }),
        ...(typeof block.file === 'string' ? { file: resolve(block.file) } : {}),
        ...(typeof block.file === 'object'
          ? { files: Object.fromEntries(Object.entries(block.file).map(([name, path]) => [name, resolve(path)])) }
          : {}),
        ...(block.format === undefined ? {} : { format: formatOf(block.format, at(['blocks', blockName, 'format'])) }),
        ...(block.read ? { read: block.read as ParamValues } : {}),
        ...(block.key === undefined ? {} : { key: block.key }),
        ...(block.optional === undefined ? {} : { optional: block.optional }),
        ...(block.rows ? { rows: block.rows } : {}),
        ...(block.columns ? { columns: list(block.columns) } : {}),
        ...(prepare ? { prepare } : {}),
      },
    ];
  });
  const seedUsed = seed ?? validate.seed ?? 1;
  const draws = typeof validate.search === 'object' ? validate.search.random : undefined;
  const drawn = draws === undefined ? undefined : { draws, random: randomKey(seedUsed).at('settings') };
  const learners = (file.learners ?? DEFAULT_LEARNERS).map((entry, k) =>
    located(at(['learners', k]), () => renameLearnerFiles(parseLearner(entry, 'learners', drawn), resolve)),
  );
  const twice = learners.find((learner, k) => learners.findIndex((other) => other.name === learner.name) !== k);
  if (twice) {
    throw new ConfigError({
      where: at(['learners']),
      problem: `two learners are called '${twice.name}'`,
      hint: `tell them apart: { ${twice.word}: { … }, as: another-name }`,
    });
  }
  const { where } = samples;
  if (where !== undefined) located(at(['samples', 'where']), () => parseRowFilter(where, 'where'));
  const task = declaredTask(file, at);
  const { metric } = validate;
  const leaky = asked.leaky ? MISTAKES : validate.leaky;
  const uncertainty = parseUncertainty(validate);
  const permuted = uncertainty.permutation?.learner;
  if (permuted !== undefined && !learners.some(({ name }) => name === permuted)) {
    throw new ConfigError({
      where: at(['validate', 'permutation', 'learner']),
      problem: `must be a learner of the study, got '${permuted}'`,
      hint: `its learners are: ${learners.map(({ name }) => name).join(', ')}`,
    });
  }
  if (metric !== undefined) located(at(['validate', 'metric']), () => metricByName(metric, 'metric', task));
  return {
    title:
      file.title ??
      `${targetName({ ...samples, target: undefined, ...targetKeys(samples) })} from ${Object.keys(file.blocks).join(' and ')}`,
    ...(task ? { task } : {}),
    samples: {
      file: samples.file === undefined ? `blocks.${samples.from}` : resolve(samples.file),
      ...(samples.from === undefined ? {} : { from: samples.from }),
      ...targetKeys(samples),
      ...(samples.survival === undefined ? {} : { survival: samples.survival }),
      annotations: list(samples.annotations).map(resolve),
      group: list(samples.group),
      confounders: list(samples.confounders),
      ...(samples.id === undefined ? {} : { id: samples.id }),
      ...(samples.weight === undefined ? {} : { weight: samples.weight }),
      ...(samples.where === undefined ? {} : { where: samples.where }),
      ...(samples.positive === undefined ? {} : { positive: String(samples.positive) }),
    },
    blocks: Object.fromEntries(blocks),
    learners,
    ...(file.learners ? {} : { defaultLearners: true }),
    validate: {
      outer: outerSpec(validate.outer, resolve),
      inner: validate.inner ?? 4,
      ...(validate.pairs
        ? {
            pairs: {
              rows: validate.pairs.rows,
              columns: validate.pairs.columns,
              holdOut: validate.pairs['hold-out'],
            },
          }
        : {}),
      repeats: validate.repeats ?? 1,
      seed: seedUsed,
      search: typeof validate.search === 'object' ? 'random' : (validate.search ?? 'grid'),
      rule: validate.rule ?? 'best',
      calibrate: validate.calibrate ?? 'auto',
      groups: validate.groups ?? 'inferred',
      ...(leaky ? { leaky: [...new Set(leaky)] } : {}),
      ignoreGroups: ignoredGroups(validate['ignore-groups'], at),
      homology: validate.homology ?? 0.5,
      ...(metric === undefined ? {} : { metric }),
      ...uncertainty,
    },
    audit: { accept: file.audit?.accept ?? [] },
    report: parseReport(file.report, resolve),
  };
}

function outerSpec(
  outer: NonNullable<StudyFile['validate']>['outer'],
  resolve: (path: string) => string,
): ValidateSpec['outer'] {
  if (outer === undefined) return 5;
  if (typeof outer !== 'object' || !('external' in outer)) return outer;
  const { id, target, survival, where, file } = outer.external.samples;
  return {
    external: {
      samples: {
        file: resolve(file),
        ...(id === undefined ? {} : { id }),
        ...(target === undefined ? {} : { target }),
        ...(survival === undefined ? {} : { survival }),
        ...(where === undefined ? {} : { where }),
      },
      blocks: Object.fromEntries(
        Object.entries(outer.external.blocks ?? {}).map(([name, block]) => [
          name,
          { file: resolve(block.file), ...(block.rows ? { rows: block.rows } : {}) },
        ]),
      ),
    },
  };
}

/** The task, when the file settles it. @throws {ConfigError} target and survival do not fit it, or each other. */
function declaredTask({ task, samples }: StudyFile, at: (path: Path) => string): Task | undefined {
  const { target, survival } = samples;
  const wrong = (problem: string, hint: string): never => {
    throw new ConfigError({ where: at(['samples']), problem, hint });
  };
  if (target !== undefined && survival !== undefined) {
    wrong('target and survival exclude each other', 'leave one of them out');
  }
  if (survival !== undefined) {
    if (task !== undefined && task !== 'survival') wrong(`survival does not go with task: ${task}`, 'name a target');
    return 'survival';
  }
  if (task === 'survival') wrong('task: survival needs its columns', 'add survival: { time: …, event: … }');
  if (target !== undefined && task === 'clustering') {
    wrong(
      `a target does not go with task: clustering, got target: ${target}`,
      'leave it out: groups are compared with every text column of the sheet that names 2 to 50 groups',
    );
  }
  if (target === undefined && task !== 'clustering') {
    wrong('nothing to predict', 'name a target, or survival: { time: …, event: … }');
  }
  return task;
}

/** Puts the place in the file in front of an error raised by a registry. */
function located<T>(place: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof CistronError)) throw error;
    throw new ConfigError({
      where: `${place}: ${error.where}`,
      problem: error.problem,
      hint: error.hint,
      cause: error,
    });
  }
}

function schemaError(issue: z.core.$ZodIssue, plain: unknown, at: (path: Path, key?: string) => string): ConfigError {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = KNOWN_KEYS[generic(path)] ?? [];
    const near = nearest(key, known);
    return new ConfigError({
      where: at(path, key),
      problem: `unknown key '${key}'`,
      hint: near ? `did you mean '${near}'?` : `the keys here are: ${known.join(', ')}`,
    });
  }
  const value = path.reduce<unknown>(
    (node, key) => (node as Record<string | number, unknown> | undefined)?.[key],
    plain,
  );
  if (value === undefined) {
    const near = path.length > 1 ? ` in '${path.slice(0, -1).join('.')}'` : '';
    return new ConfigError({
      where: at(path.slice(0, -1)),
      problem: `the key '${path.at(-1) ?? 'cistron'}' is missing${near}`,
    });
  }
  const rule = issue.message.startsWith('must') ? issue.message : `is not valid (${issue.message})`;
  return new ConfigError({ where: at(path), problem: `'${path.join('.')}' ${rule}, got ${JSON.stringify(value)}` });
}

/** `blocks.rna` → `blocks.*`: the place without the names that users choose. */
function generic(path: Path): string {
  return path.map((part, k) => (typeof part === 'number' || (k === 1 && path[0] === 'blocks') ? '*' : part)).join('.');
}

/** Offset of the value at a path, or of one key in the map there; the nearest enclosing thing when it is not in the text. */
function offsetOf(document: Document, path: Path, key?: string): number | undefined {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => String(item.key) === key);
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    if (range) return range[0];
  }
  const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
  if (range) return range[0];
  return path.length > 0 ? offsetOf(document, path.slice(0, -1)) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** `over` wins; maps are merged key by key, everything else is replaced. */
function merge(under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const out = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const before = out[key];
    out[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return out;
}
