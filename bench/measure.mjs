// What the benchmarks share: whole processes timed from outside, ours and the peers' in turn, medians, peak memory.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's own python: another python on the PATH does not see its packages. */
export const PYTHON = '/usr/bin/python3';

/** A folder for generated data, kept between runs. */
export function scratch() {
  const folder = join(tmpdir(), 'cistron-bench');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Runs a command to its end. A worker prints one JSON object as its last line: { seconds, … }, the time of the work alone.
 * @returns {Promise<{ wallSeconds: number, peakMiB: number, seconds?: number }>} what it printed, its wall time and its peak memory.
 */
export function timed(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, {
      env: { ...process.env, OMP_NUM_THREADS: '2', OPENBLAS_NUM_THREADS: '2', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, highWater(child.pid));
    }, 50);
    child.stdout.on('data', (text) => {
      out += text;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) return reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      let printed = {};
      try {
        printed = JSON.parse(out.trim().split('\n').at(-1));
      } catch {}
      resolve({ wallSeconds: (performance.now() - began) / 1000, peakMiB: peak, ...printed });
    });
  });
}

/** Peak resident memory so far, MiB, from the kernel's own account. */
function highWater(pid) {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return 0;
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Times several contenders in turn, A B C A B C …, so that a machine that grows slower does so for all. ROUNDS in the environment makes it
 * fewer.
 * @param contenders name → () => Promise of `timed`. @param most how often.
 * @returns name → { seconds (median), peakMiB (median), rounds, … of the last }.
 */
export async function inTurn(contenders, most) {
  const rounds = Math.min(most, Number(process.env.ROUNDS ?? most));
  const runs = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let r = 0; r < rounds; r++) for (const [name, run] of Object.entries(contenders)) runs[name].push(await run());
  return Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [
      name,
      {
        ...all.at(-1),
        seconds: median(all.map((one) => one.seconds ?? one.wallSeconds)),
        peakMiB: median(all.map((one) => one.peakMiB)),
        rounds,
      },
    ]),
  );
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** One row of the table: ours against each peer. Printed as JSON, read by run.mjs. */
export function printRow(work, results, note = '') {
  const { ours, ...peers } = results;
  process.stdout.write(`${JSON.stringify({ work, ours, peers, note })}\n`);
}

/** A line for another table than that of contenders: 'growth', 'ablation' or 'tasks'. Read by run.mjs. */
export function printFact(kind, fact) {
  process.stdout.write(`${JSON.stringify({ [kind]: fact })}\n`);
}
