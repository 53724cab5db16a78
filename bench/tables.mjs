// Writes simulated tables: as text, and as raw columns that a worker in any language reads at once.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey, simulateCohort } from '../dist/index.js';
import { takeRows } from '../dist/table/matrix.js';
import { scratch } from './measure.mjs';
import { wide } from './wide.mjs';

/** A block and its labels as a table: id, label, features. */
export function writeTable(path, { ids, features, matrix }, labels) {
  const lines = ids.map((id, i) => {
    const values = features.map((_, j) => matrix.data[j * matrix.nRows + i].toFixed(5));
    return `${id}\t${labels[i]}\t${values.join('\t')}`;
  });
  writeFileSync(path, `${['sample', 'label', ...features].join('\t')}\n${lines.join('\n')}\n`);
}

/** The cohort of `wide`, written once; its folder. Train and test rows, each as .f32 (column-major) and .codes (int32). */
export function writeWide() {
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

/**
 * A standardised table of noise of which 50 features matter, with a number (R² about ¾) and a survival time (3 in 10 censored) for each
 * sample, written once; its folder.
 */
export function writeResponses(samples, features) {
  const folder = join(scratch(), `responses-${samples}x${features}`);
  if (existsSync(join(folder, 'shape.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  const draws = randomKey(1).stream();
  const X = new Float32Array(samples * features);
  const eta = new Float64Array(samples);
  for (let j = 0; j < features; j++) {
    const column = Float64Array.from({ length: samples }, () => draws.normal());
    const mean = column.reduce((sum, x) => sum + x, 0) / samples;
    const sd = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples);
    const effect = j < 50 ? draws.normal() : 0;
    for (let i = 0; i < samples; i++) {
      X[j * samples + i] = (column[i] - mean) / sd;
      eta[i] += effect * X[j * samples + i];
    }
  }
  const write = (name, values) => writeFileSync(join(folder, name), values);
  write('x.f32', X);
  write(
    'y.f64',
    eta.map((value) => value + 4 * draws.normal()),
  );
  write(
    'times.f64',
    eta.map((value) => -Math.log(1 - draws.uniform()) * Math.exp(-value / 4)),
  );
  write(
    'events.f64',
    eta.map(() => Number(draws.uniform() < 0.7)),
  );
  write('shape.json', `${JSON.stringify({ samples, features })}\n`);
  return folder;
}

/**
 * A sparse table of counts, each feature divided by its spread, of which 60 features matter, with a number (R² about ¾) and a class for each
 * sample, written once as compressed columns; its folder.
 */
export function writeSparse(samples, features, density) {
  const folder = join(scratch(), `sparse-${samples}x${features}-${density}`);
  if (existsSync(join(folder, 'shape.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  const draws = randomKey(1).stream();
  const columns = [];
  const eta = new Float64Array(samples);
  for (let j = 0; j < features; j++) {
    const own = [];
    for (let i = 0; i < samples; i++) if (draws.uniform() < density) own.push([i, 1 + draws.below(3)]);
    const full = new Float64Array(samples);
    for (const [i, x] of own) full[i] = x;
    const sd = spreadOf(full);
    const effect = j < 60 ? draws.normal() : 0;
    columns.push(own.map(([i, x]) => [i, x / sd]));
    for (const [i, x] of own) eta[i] += (effect * x) / sd;
  }
  const middle = [...eta].sort((a, b) => a - b)[samples >> 1];
  const write = (name, list) => writeFileSync(join(folder, name), list);
  write(
    'y.f64',
    eta.map((value) => value + 4 * draws.normal()),
  );
  write(
    'codes.i32',
    Int32Array.from(eta, (value) => Number(value + 2 * draws.normal() > middle)),
  );
  writeColumns(folder, samples, columns);
  return folder;
}

/** The standard deviation, 1 where it is 0. */
export function spreadOf(column) {
  const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
  return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) || 1;
}

/** Compressed columns. @param columns of each the rows and values that are kept. */
export function writeColumns(folder, samples, columns) {
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((own, j) => {
    starts[j + 1] = starts[j] + own.length;
  });
  const write = (name, list) => writeFileSync(join(folder, name), list);
  write('starts.i32', starts);
  write(
    'rows.i32',
    Int32Array.from(columns.flat(), ([i]) => i),
  );
  write(
    'values.f32',
    Float32Array.from(columns.flat(), ([, x]) => x),
  );
  write('shape.json', `${JSON.stringify({ samples, features: columns.length })}\n`);
}
