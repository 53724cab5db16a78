/** What a download may use of the world: handed in, so that tests neither wait nor roll dice. */
export interface Network {
  /** How often a request is sent again after it failed for a reason that may pass. */
  readonly retries: number;
  /** Resolves after the time, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). Only waiting times hang on it. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** For people: what is tried again, and why. */
  readonly say: (line: string) => void;
}

/** The world as it is. */
export function realNetwork(signal: AbortSignal, say: (line: string) => void, retries = 5): Network {
  return { retries, sleep: sleepFor, random: Math.random, now: Date.now, signal, say };
}

function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
