import * as errors from './errors.ts';
import { CistronError, type ErrorDetail } from './errors.ts';

/** An error as data, for another thread to throw. */
export type PlainError =
  | ({ readonly tag: string; readonly stack: string | undefined } & Omit<ErrorDetail, 'cause'>)
  | { readonly text: string; readonly stack: string | undefined };

/** The class of an error of the family does not survive the way between threads, so its name is sent. What caused it is left out. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof CistronError) {
    const { tag, where, problem, hint, stack } = error;
    return { tag, where, problem, hint, stack };
  }
  return error instanceof Error
    ? { text: error.message, stack: error.stack }
    : { text: String(error), stack: undefined };
}

/** An error of the same class, text and stack. */
export function fromPlainError(plain: PlainError): Error {
  const error = 'tag' in plain ? new FAMILY[plain.tag]!(plain) : new Error(plain.text);
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}

type Family = new (detail: ErrorDetail) => CistronError;
const FAMILY = errors as unknown as Readonly<Record<string, Family>>;
