import { CistronError } from '../base/errors.ts';

/** Prints what went wrong, in one sentence unless --debug, and sets the exit code of its kind. */
export function reportError(error: unknown, debug: boolean): void {
  if (error instanceof CistronError) {
    process.exitCode = error.exitCode;
    process.stderr.write(`cistron: ${error.message}\n`);
    if (debug) process.stderr.write(`${error.stack}\n${error.cause instanceof Error ? error.cause.stack : ''}\n`);
    return;
  }
  process.exitCode = 1;
  const text = error instanceof Error ? (debug ? error.stack : error.message) : String(error);
  process.stderr.write(
    `cistron: unexpected: ${text}\nThis is a bug: please report it with the command${debug ? '' : ' and what --debug adds'}.\n`,
  );
}
