import { ParamError } from './errors.ts';
import { nearest } from './nearest.ts';

/**
 * Parameters as data. From one table come the check, the study schema, the docs and the search space, so they cannot disagree.
 */
export type ParamSpec = NumberParam | ChoiceParam | BooleanParam | TextParam | ListParam;
interface Common {
  /** One sentence: meaning. */
  readonly doc: string;
  /** The one that a bare scalar sets: `top-variance: 5000`. At most one in a table. */
  readonly main?: boolean;
}
export interface NumberParam extends Common {
  readonly type: 'number' | 'integer';
  readonly default: number | string;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** Words allowed besides numbers, such as `auto`, `sqrt`. */
  readonly words?: readonly string[];
}
export interface ChoiceParam extends Common {
  readonly type: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}
export interface BooleanParam extends Common {
  readonly type: 'boolean';
  readonly default: boolean;
}
export interface TextParam extends Common {
  readonly type: 'text';
  /** The text is the path of a file, which the study reads, and what it holds: a number for each name, or edges between names. */
  readonly file?: 'numbers' | 'edges';
  /** The text is the name of a column of the sample sheet, which the study hands on with the block. */
  readonly annotation?: true;
  readonly default: string;
}
/** Several texts, such as names of features. In a study a text alone is a list of one, and a list of lists is searched over. */
export interface ListParam extends Common {
  readonly type: 'list';
  readonly default: readonly string[];
}
export type ParamTable = Readonly<Record<string, ParamSpec>>;
export type ParamValue = number | string | boolean | readonly string[];
export type ParamValues = Readonly<Record<string, ParamValue>>;

/** Values with every default filled in. @throws {ParamError} naming the parameter, its range and the nearest known name. */
export function checkParams(table: ParamTable, given: Readonly<Record<string, unknown>>, where: string): ParamValues {
  const values: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(table)) values[name] = spec.default;
  for (const [name, value] of Object.entries(given)) {
    // Not `table[name]` alone: the study may well hold a key such as 'constructor', which every object answers to.
    const spec = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!spec) {
      const near = nearest(name, Object.keys(table));
      const hint = near ? `did you mean '${near}'?` : `it takes: ${Object.keys(table).join(', ') || 'no parameters'}`;
      throw new ParamError({ where, problem: `unknown parameter '${name}'`, hint });
    }
    values[name] = checkParam(spec, value, `${where}.${name}`);
  }
  return values;
}

export function checkParam(spec: ParamSpec, value: unknown, where: string): ParamValue {
  const refuse = (rule: string): never => {
    throw new ParamError({
      where,
      problem: `must be ${rule}, got ${typeof value === 'number' ? value : JSON.stringify(value)}`,
    });
  };
  switch (spec.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse('true or false');
    case 'text':
      return typeof value === 'string' ? value : refuse('text');
    case 'list':
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : refuse('a list of texts');
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value)
        ? value
        : refuse(`one of ${spec.choices.join(', ')}`);
    default: {
      if (typeof value === 'string' && spec.words?.includes(value)) return value;
      const ok =
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (spec.type === 'number' || Number.isInteger(value)) &&
        value >= (spec.min ?? Number.NEGATIVE_INFINITY) &&
        value <= (spec.max ?? Number.POSITIVE_INFINITY);
      return ok ? value : refuse(rangeText(spec));
    }
  }
}

/** The allowed values in words: `a whole number from 1 to 10000, or sqrt`. */
export function rangeText(spec: NumberParam): string {
  const kind = spec.type === 'integer' ? 'a whole number' : 'a number';
  const { min, max } = spec;
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : '';
  return `${kind}${range}${spec.words ? `, or ${spec.words.join(', ')}` : ''}`;
}
