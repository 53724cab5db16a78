// Simulated tables on disk: as text, and as raw columns that workers in any language map at once.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey, simulateCohort } from '../dist/index.js';
import { takeRows } from '../dist/table/matrix.js';
import { scratch } from './measure.mjs';

/** A block and its labels as a table: id, label, features. */
export function writeTable(path, { ids, features, matrix }, labels) {
  const lines = ids.map((id, i) => {
    const values = features.map((_, j) => matrix.data[j * matrix.nRows + i].toFixed(5));
    return `${id}\t${labels[i]}\t${values.join('\t')}`;
  });
  writeFileSync(path, `${['sample', 'label', ...features].join('\t')}\n${lines.join('\n')}\n`);
}

/** The shape of the cohort for the tree learners, and its folder: train and test rows, each as .f32 (column-major) and .codes (int32). */
export const wide = { train: 1000, test: 1000, features: 20_000, classes: 5 };

export function wideCohort() {
  const folder = scratch();
  if (existsSync(join(folder, 'shape.json'))) return folder;
  const { expression, sheet } = simulateCohort({
    ...{ samples: wide.train + wide.test, features: wide.features, classes: wide.classes },
    ...{ informative: 600, effect: 1.2, duplicates: 0, missing: 0, random: randomKey(1) },
  });
  const { values } = sheet.columns.find(({ name }) => name === 'subtype');
  const names = [...new Set(values)].sort();
  let from = 0;
  for (const name of ['train', 'test']) {
    const rows = Array.from({ length: wide[name] }, (_, i) => from + i);
    writeFileSync(join(folder, `${name}.f32`), takeRows(expression.matrix, rows).data);
    writeFileSync(
      join(folder, `${name}.codes`),
      Int32Array.from(rows, (i) => names.indexOf(values[i])),
    );
    from += wide[name];
  }
  writeFileSync(join(folder, 'shape.json'), `${JSON.stringify(wide)}\n`);
  return folder;
}

/** The train or test rows of a folder of `wideCohort`, as learners take them. */
export function readWide(folder, name) {
  const shape = JSON.parse(readFileSync(join(folder, 'shape.json'), 'utf8'));
  const X = { nRows: shape[name], nCols: shape.features, data: typed(Float32Array, join(folder, `${name}.f32`)) };
  const classes = Array.from({ length: shape.classes }, (_, k) => `class ${k}`);
  const target = { task: 'classification', classes, codes: typed(Int32Array, join(folder, `${name}.codes`)) };
  return { X, features: Array.from({ length: shape.features }, (_, j) => `g${j}`), target };
}

/** How often the likeliest class is the right one. */
export function accuracyOf({ probabilities, classes }, { codes }) {
  const right = codes.filter((code, i) => {
    const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
    return row.indexOf(Math.max(...row)) === code;
  });
  return right.length / codes.length;
}

function typed(Type, path) {
  const bytes = readFileSync(path);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}
