import type { AnnotationColumn } from '../../table/annotations.ts';
import { refuse, type Token } from './where-tokens.ts';

/** What a row filter, or a part of it, means: tied to the columns of a sheet it becomes a test of its rows. */
export type Rule = (find: (name: Token) => AnnotationColumn) => Test;
export type Test = (i: number) => boolean;

type Cell = string | number | null;
/** One side of a comparison. */
interface Side {
  readonly type: 'number' | 'text';
  readonly at: (i: number) => Cell;
}

export const COMPARISONS: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** False where a side is missing. @param sign a key of COMPARISONS. */
export function comparison(left: Token, sign: string, right: Token): Rule {
  const holds = COMPARISONS[sign]!;
  return (find) => {
    const [a, b] = sidesOf(left, right, find);
    return (i) => {
      const x = a.at(i);
      const y = b.at(i);
      return x !== null && y !== null && holds(x, y);
    };
  };
}

/** Whether a column is (or is not) one of the values; false where it is missing. */
export function membership(column: Token, items: readonly Token[], negated: boolean): Rule {
  return (find) => {
    const values = new Set(items.map((item) => sidesOf(column, item, find)[1].at(0)));
    const { at } = sideOf(column, find);
    return (i) => {
      const x = at(i);
      return x !== null && values.has(x) !== negated;
    };
  };
}

export function negation(rule: Rule): Rule {
  return (find) => {
    const test = rule(find);
    return (i) => !test(i);
  };
}

export function every(rules: readonly Rule[]): Rule {
  return (find) => {
    const tests = rules.map((rule) => rule(find));
    return (i) => tests.every((test) => test(i));
  };
}

export function some(rules: readonly Rule[]): Rule {
  return (find) => {
    const tests = rules.map((rule) => rule(find));
    return (i) => tests.some((test) => test(i));
  };
}

function sideOf(token: Token, find: (name: Token) => AnnotationColumn): Side {
  if (token.kind === 'number') {
    const value = Number(token.value);
    return { type: 'number', at: () => value };
  }
  if (token.kind === 'text') return { type: 'text', at: () => token.value };
  const column = find(token);
  if (column.type === 'text') return { type: 'text', at: (i) => column.values[i]! };
  return { type: 'number', at: (i) => (Number.isNaN(column.values[i]!) ? null : column.values[i]!) };
}

/** Both sides of a comparison. @throws {ConfigError} one is text and the other numbers. */
function sidesOf(left: Token, right: Token, find: (name: Token) => AnnotationColumn): [Side, Side] {
  const [a, b] = [sideOf(left, find), sideOf(right, find)];
  if (a.type === b.type) return [a, b];
  if (left.kind === 'name' && right.kind === 'name') {
    const [text, number] = a.type === 'text' ? [left, right] : [right, left];
    const problem = `column '${text.value}' holds text, column '${number.value}' numbers`;
    throw refuse(right, problem, 'compare columns of one type');
  }
  const [column, fixed] = left.kind === 'name' ? [left, right] : [right, left];
  if (fixed.kind === 'number') {
    const problem = `column '${column.value}' holds text, got the number ${fixed.written}`;
    throw refuse(fixed, problem, `write '${fixed.written}' to compare text`);
  }
  const isNumber = fixed.value.trim() !== '' && !Number.isNaN(Number(fixed.value));
  const hint = isNumber ? `write ${fixed.value} without quotes` : 'write a number';
  throw refuse(fixed, `column '${column.value}' holds numbers, got the text ${fixed.written}`, hint);
}
