import { FormatError } from '../base/errors.ts';
import type { State, StateArray } from '../table/contract.ts';

type ArrayType<T extends StateArray> = { new (...args: never[]): T; readonly name: string };

/** A named array of a saved step. @throws {FormatError} absent or of another type. */
export function arrayOf<T extends StateArray>(state: State, name: string, type: ArrayType<T>): T {
  const array = state.arrays[name];
  if (array instanceof type) return array;
  throw new FormatError({
    where: `model, step ${state.kind}`,
    problem: `'${name}' must be a ${type.name}, got ${array === undefined ? 'nothing' : array.constructor.name}`,
    hint: 'the file was not written by this version of Cistron',
  });
}

/** A named number of a saved step. @throws {FormatError} absent or not a number. */
export function numberOf(state: State, name: string): number {
  const value = state.json[name];
  if (typeof value === 'number') return value;
  throw new FormatError({
    where: `model, step ${state.kind}`,
    problem: `'${name}' must be a number, got ${JSON.stringify(value)}`,
    hint: 'the file was not written by this version of Cistron',
  });
}

/** A named text of a saved step. @throws {FormatError} absent or not a text. */
export function textOf(state: State, name: string): string {
  const value = state.json[name];
  if (typeof value === 'string') return value;
  throw new FormatError({
    where: `model, step ${state.kind}`,
    problem: `'${name}' must be a text, got ${JSON.stringify(value)}`,
    hint: 'the file was not written by this version of Cistron',
  });
}

/** A named list of texts of a saved step. @throws {FormatError} absent or not a list of texts. */
export function textsOf(state: State, name: string): readonly string[] {
  const value = state.json[name];
  if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return value;
  throw new FormatError({
    where: `model, step ${state.kind}`,
    problem: `'${name}' must be a list of texts, got ${typeof value}`,
    hint: 'the file was not written by this version of Cistron',
  });
}
