// Simulates the sequences: runs/gene-family/sequences.tsv.
//   node studies/gene-family/make-table.mjs                       the study's own
//   node studies/gene-family/make-table.mjs --class-divergence 0.3    another, with any flag of cistron simulate families
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const shape =
  '--classes 5 --families 40 --members 15 --length 600 --divergence 0.15 --class-divergence 0.5 --indels 0.01 --reversed 0.5';
const given = process.argv[1] === fileURLToPath(import.meta.url) ? process.argv.slice(2) : [];
const args = ['simulate', 'families', ...shape.split(' '), '--out', join(root, 'runs/gene-family'), ...given];
const { status } = spawnSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { stdio: 'inherit' });
if (status !== 0) throw new Error('cistron simulate families did not end well');
