/**
 * The error family. Every error that Cistron raises on purpose is one of these; each carries the exit code of the command.
 * The text reads `where: rule, got value; what to do`, the parts stay apart as typed fields so that a page or a script can use them.
 */
export interface ErrorDetail {
  /** Where it happened: `file:line:column`, a function, a key of the study. */
  readonly where: string;
  /** The rule that was broken, and the value that broke it. */
  readonly problem: string;
  /** What the user can do about it. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

export abstract class CistronError extends Error {
  abstract readonly tag: string;
  abstract readonly exitCode: number;
  readonly where: string;
  readonly problem: string;
  readonly hint: string | undefined;

  constructor(detail: ErrorDetail) {
    super(`${detail.where}: ${detail.problem}${detail.hint ? `; ${detail.hint}` : ''}`, { cause: detail.cause });
    this.where = detail.where;
    this.problem = detail.problem;
    this.hint = detail.hint;
  }

  override get name(): string {
    return this.tag;
  }
}

/** A parameter outside its declared range, or unknown. Exit 2. */
export class ParamError extends CistronError {
  readonly tag = 'ParamError';
  readonly exitCode = 2;
}
/** A study file or command line that cannot be understood. Exit 2. */
export class ConfigError extends CistronError {
  readonly tag = 'ConfigError';
  readonly exitCode = 2;
}
/** Two shapes that do not fit together. Exit 3. */
export class ShapeError extends CistronError {
  readonly tag = 'ShapeError';
  readonly exitCode = 3;
}
/** Values that cannot be used as asked: one class, text among numbers, no shared ids. Exit 3. */
export class DataError extends CistronError {
  readonly tag = 'DataError';
  readonly exitCode = 3;
}
/** A file that breaks its own format: truncated, ragged, wrong magic. Exit 3. */
export class FormatError extends CistronError {
  readonly tag = 'FormatError';
  readonly exitCode = 3;
}
/** A file, column or id that is not there. Exit 3. */
export class NotFoundError extends CistronError {
  readonly tag = 'NotFoundError';
  readonly exitCode = 3;
}
/** Something this build or this machine cannot do, a folder that cannot be written. Exit 4. */
export class UnsupportedError extends CistronError {
  readonly tag = 'UnsupportedError';
  readonly exitCode = 4;
}
/** A server that cannot be reached, or that does not answer as it should, after all retries. Exit 4. */
export class NetworkError extends CistronError {
  readonly tag = 'NetworkError';
  readonly exitCode = 4;
}
/** Arithmetic that broke down: diverged, singular. Exit 5. */
export class NumericError extends CistronError {
  readonly tag = 'NumericError';
  readonly exitCode = 5;
}
/** A hash that does not match: damaged or altered file. Exit 6. */
export class IntegrityError extends CistronError {
  readonly tag = 'IntegrityError';
  readonly exitCode = 6;
}
/** The audit found leakage and refused the study. Exit 7. */
export class LeakageError extends CistronError {
  readonly tag = 'LeakageError';
  readonly exitCode = 7;
}
/** The user stopped it. Exit 130. */
export class CancelledError extends CistronError {
  readonly tag = 'CancelledError';
  readonly exitCode = 130;
}

/** Throws a CancelledError when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal, where: string): void {
  if (signal.aborted) throw new CancelledError({ where, problem: 'cancelled', cause: signal.reason });
}
