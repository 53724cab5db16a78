// The tables that boosting is timed on where samples are many: simulated once, as raw columns on disk. Two classes, and the log-odds
// behind them as the target of a regression.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/base/random.js';
import { scratch } from './measure.mjs';

export const tall = { train: 10_000, test: 10_000, features: 500, informative: 30 };

/** Writes train and test rows, each as .f32 (column-major), .codes (int32) and .values (float64); returns their folder. */
export function writeTall() {
  const folder = scratch();
  if (existsSync(join(folder, 'tall.json'))) return folder;
  for (const name of ['train', 'test']) {
    const n = tall[name];
    const draws = randomKey(7).at(name).stream();
    const X = new Float32Array(n * tall.features).map(() => draws.normal());
    const at = (i, j) => X[j * n + i];
    const score = Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < tall.informative; j += 3) {
        sum += 0.5 * at(i, j) + (at(i, j + 1) > 0.3 ? 0.6 : -0.3) + 0.4 * at(i, j + 1) * at(i, j + 2);
      }
      return sum;
    });
    writeFileSync(join(folder, `tall-${name}.f32`), X);
    writeFileSync(
      join(folder, `tall-${name}.values`),
      score.map((s) => s + draws.normal()),
    );
    writeFileSync(
      join(folder, `tall-${name}.codes`),
      Int32Array.from(score, (s) => Number(draws.uniform() < 1 / (1 + Math.exp(-s)))),
    );
  }
  writeFileSync(join(folder, 'tall.json'), `${JSON.stringify(tall)}\n`);
  return folder;
}

/** The train or test rows as learners take them. @param task 'classification' or 'regression'. */
export function readTall(folder, name, task) {
  const X = { nRows: tall[name], nCols: tall.features, data: typed(Float32Array, join(folder, `tall-${name}.f32`)) };
  const target =
    task === 'regression'
      ? { task, values: typed(Float64Array, join(folder, `tall-${name}.values`)) }
      : { task, classes: ['no', 'yes'], codes: typed(Int32Array, join(folder, `tall-${name}.codes`)) };
  return { X, features: Array.from({ length: tall.features }, (_, j) => `g${j}`), target };
}

function typed(Type, path) {
  const bytes = readFileSync(path);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}
