// Writes the responses as one row for each pair of a cell line and a drug: runs/drug-pairs.tsv.
//   node studies/drug-response/make-table.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const table = gunzipSync(readFileSync(join(root, '../shared/data/03_drug_response/ln_ic50.tsv.gz'))).toString();
const [head, ...rows] = table
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));
const pairs = rows.flatMap(([line, ...values]) =>
  values.flatMap((value, d) => (value === '' ? [] : [`${line}|${head[d + 1]}\t${line}\t${head[d + 1]}\t${value}`])),
);
mkdirSync(join(root, 'runs'), { recursive: true });
writeFileSync(join(root, 'runs/drug-pairs.tsv'), `pair\tline\tdrug\tln_ic50\n${pairs.join('\n')}\n`);
