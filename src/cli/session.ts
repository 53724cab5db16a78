import { arch, cpus, platform } from 'node:os';
import type { Executor } from '../base/context.ts';
import { CancelledError, ParamError } from '../base/errors.ts';
import type { NetworkEngine } from '../base/network-engine.ts';
import { createEngine } from '../graph/engine.node.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { progressBar } from './progress-bar.ts';

/** What every command needs of the process: an end by Ctrl-C, a place for messages. */
export interface Watched {
  readonly signal: AbortSignal;
  /** For people, on stderr. */
  readonly say: (line: string) => void;
  readonly progress: (done: number, label: string) => void;
}

/** The same, with threads. */
export interface Session extends Watched {
  readonly executor: Executor;
  readonly networks: NetworkEngine;
}

export const versions = (): Record<string, string> => ({
  node: process.versions.node,
  platform: `${platform()} ${arch()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
});

/**
 * Runs a command with threads and a progress bar. The first Ctrl-C stops it in good order: results finished so far are kept;
 * a second one ends the process at once.
 * @param workers text of --workers; default all cores.
 */
export async function withSession<T>(workers: string | undefined, work: (session: Session) => Promise<T>): Promise<T> {
  const count = workers === undefined ? undefined : wholeNumber('--workers', workers, 1, 256);
  return withInterrupt(async (watched) => {
    const executor = await createExecutor(count);
    const networks = createEngine({ threads: executor.threads });
    try {
      return await work({ ...watched, executor, networks });
    } finally {
      await executor.close();
    }
  });
}

/** The same for a command that computes nothing. */
export async function withInterrupt<T>(work: (watched: Watched) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const bar = progressBar(process.stderr, () => performance.now());
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(130);
    bar.clear();
    process.stderr.write('stopping: finished parts are kept, run the same command again to go on\n');
    abort.abort(new CancelledError({ where: 'cistron', problem: 'stopped by Ctrl-C' }));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const say = (line: string) => {
    bar.clear();
    process.stderr.write(`${line}\n`);
  };
  try {
    return await work({ signal: abort.signal, say, progress: bar.show });
  } finally {
    bar.clear();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** @throws {ParamError} naming the option. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new ParamError({ where: option, problem: `must be a whole number from ${min} to ${max}, got '${text}'` });
  }
  return value;
}
