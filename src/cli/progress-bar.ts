/** Where progress is shown: stderr. */
export interface ProgressTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 24;
const REDRAW_MS = 80;
/** Off a terminal, a line for each tenth of the work, and none within this time of the last. */
const LINE_MS = 2000;

/**
 * A bar with the time that remains, drawn in place on a terminal; plain lines elsewhere.
 * @param now clock in milliseconds.
 */
export function progressBar(
  target: ProgressTarget,
  now: () => number,
): { show(done: number, label: string): void; clear(): void } {
  const began = now();
  let drawn = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastTenth = 0;
  const clear = () => {
    if (drawn) target.write('\r\u001b[K');
    drawn = false;
  };
  return {
    clear,
    show(done, label) {
      const at = now();
      const remaining = done > 0.02 && done < 1 ? `${duration(((at - began) * (1 - done)) / done)} left` : '';
      if (target.isTTY) {
        if (at - lastAt < REDRAW_MS && done < 1) return;
        lastAt = at;
        const filled = Math.round(WIDTH * done);
        const line = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.floor(100 * done)).padStart(3)} %  ${remaining.padEnd(12)} ${label}`;
        target.write(`\r\u001b[K${line.slice(0, (target.columns ?? 80) - 1)}`);
        drawn = true;
        return;
      }
      const tenth = Math.floor(done * 10);
      if (tenth <= lastTenth || (at - lastAt < LINE_MS && done < 1)) return;
      lastTenth = tenth;
      lastAt = at;
      target.write(`${Math.floor(100 * done)} % ${label}${remaining ? `, ${remaining}` : ''}\n`);
    },
  };
}

/** `45 s`, `3 min 10 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
