// The cohort that the tree learners are timed on, as raw columns on disk. Imports little, so that a worker's memory is the learner's.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const wide = { train: 1000, test: 1000, features: 20_000, classes: 5 };

/** The train or test rows of the folder that `writeWide` (tables.mjs) made, as learners take them. */
export function readWide(folder, name) {
  const X = { nRows: wide[name], nCols: wide.features, data: typed(Float32Array, join(folder, `${name}.f32`)) };
  const classes = Array.from({ length: wide.classes }, (_, k) => `class ${k}`);
  const target = { task: 'classification', classes, codes: typed(Int32Array, join(folder, `${name}.codes`)) };
  return { X, features: Array.from({ length: wide.features }, (_, j) => `g${j}`), target };
}

/** How often the likeliest class is the right one. */
export function accuracyOf({ probabilities, classes }, { codes }) {
  const right = codes.filter((code, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return row.indexOf(Math.max(...row)) === code;
  });
  return right.length / codes.length;
}

/** The numbers of a raw file, without a copy. */
export function typed(Type, path) {
  const bytes = readFileSync(path);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}

/** Peak resident memory of this process so far, MiB. getrusage would count what the parent had when it was forked. */
export function peakMemory() {
  const account = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/VmHWM:\s+(\d+)/.exec(account)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}
