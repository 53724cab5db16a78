// Joins the labels and sequences of the primer into one table: runs/dna-motif.tsv.
//   node studies/dna-motif/make-table.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const lines = (name) =>
  gunzipSync(readFileSync(join(root, '../shared/data/05_dna_sequences', name)))
    .toString()
    .trim()
    .split('\n');
const labels = lines('primer_labels.txt.gz');
const rows = lines('primer_sequences.txt.gz').map(
  (sequence, i) => `s${i + 1}\t${sequence}\t${labels[i] === '1' ? 'bound' : 'free'}`,
);
mkdirSync(join(root, 'runs'), { recursive: true });
writeFileSync(join(root, 'runs/dna-motif.tsv'), `id\tsequence\tlabel\n${rows.join('\n')}\n`);
