import { NetworkError, throwIfCancelled } from '../base/errors.ts';
import type { Network } from './network.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** A server that asks for more patience than this is told of instead. */
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;

/** A failure that may pass: the connection broke, the server is busy. Never leaves this room. */
export class PassingFailure extends Error {
  /** How long the server asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** The attempt got somewhere before it failed: retries are counted anew. */
  readonly progressed: boolean;

  constructor(
    problem: string,
    { retryAfterMs, progressed = false, cause }: { retryAfterMs?: number; progressed?: boolean; cause?: unknown } = {},
  ) {
    super(problem, { cause });
    this.retryAfterMs = retryAfterMs;
    this.progressed = progressed;
  }
}

/**
 * Makes attempts until one succeeds: after the k-th failure in a row it waits 1 s · 2ᵏ⁻¹, at most a minute, times a random number in
 * 0.5 … 1 so that many clients do not come back together; or as long as the server asks (Retry-After).
 * @param where what errors call it. @throws {NetworkError} the retries are used up. @throws {CancelledError}
 * Anything but a PassingFailure is thrown on at once.
 */
export async function withRetries<T>(network: Network, where: string, attempt: () => Promise<T>): Promise<T> {
  let failures = 0;
  for (;;) {
    throwIfCancelled(network.signal, where);
    try {
      return await attempt();
    } catch (error) {
      throwIfCancelled(network.signal, where);
      if (!(error instanceof PassingFailure)) throw error;
      failures = error.progressed ? 1 : failures + 1;
      const patience = error.retryAfterMs ?? 0;
      if (failures > network.retries || patience > LONGEST_RETRY_AFTER_MS) {
        const tried = failures === 1 ? 'once' : `${failures} times`;
        throw new NetworkError({
          where,
          problem: `${error.message} (tried ${tried})`,
          hint:
            patience > LONGEST_RETRY_AFTER_MS
              ? `the server asks to wait ${Math.ceil(patience / 60_000)} minutes; run the same command then`
              : 'check the connection and run the same command again: what is there is kept',
          cause: error.cause,
        });
      }
      const wait = Math.max(patience, backOffMs(failures, network.random()));
      network.say(`${where}: ${error.message}; again in ${(wait / 1000).toFixed(1)} s`);
      await network.sleep(wait, network.signal);
    }
  }
}

/** @param failures in a row, from 1. @param uniform in [0, 1). */
export function backOffMs(failures: number, uniform: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + uniform / 2);
}

/** Header Retry-After: seconds, or an HTTP date (RFC 9110 §10.2.3). Undefined when absent or neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
