// Writes simulated tables: as text, and as raw columns that a worker in any language reads at once.
import { existsSync, writeFileSync } from 'node:fs';
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
