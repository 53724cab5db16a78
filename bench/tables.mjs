// Writes a simulated block and its labels as a table: id, label, features.
import { writeFileSync } from 'node:fs';

export function writeTable(path, { ids, features, matrix }, labels) {
  const lines = ids.map((id, i) => {
    const values = features.map((_, j) => matrix.data[j * matrix.nRows + i].toFixed(5));
    return `${id}\t${labels[i]}\t${values.join('\t')}`;
  });
  writeFileSync(path, `${['sample', 'label', ...features].join('\t')}\n${lines.join('\n')}\n`);
}
