// npm start: builds what is missing, simulates a cohort with known truth, runs the main job on it, and says what the run noticed.
// A second start finds the finished run and shows it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const data = join('runs', 'simulated', 'data');
const run = join('runs', 'simulated', 'run');
const command = join('dist', 'cli', 'main.js');

function node(...args) {
  const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(signal ? 130 : status);
}

function isBuilt() {
  const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : Number.NEGATIVE_INFINITY);
  const compiled = (name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name);
  const sources = readdirSync('src', { recursive: true })
    .filter(compiled)
    .map((name) => changed(join('src', name)));
  // The compiler writes its notes last, and only when there was something to write.
  const built = Math.max(changed(command), changed(join('dist', '.tsbuildinfo')));
  return existsSync(join('dist', 'kernels', 'cistron.wasm')) && built >= Math.max(...sources);
}

if (!isBuilt()) {
  console.log('building …');
  node(join('scripts', 'build.mjs'));
}
if (!existsSync(join(data, 'study.yaml'))) node(command, 'simulate', 'cohort', '--seed', '1', '--out', data);
node(command, 'run', join(data, 'study.yaml'), '--out', run);

const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const key = (samples) => [...samples].sort().join(' = ');
const hidden = json(data, 'truth.json').duplicates.map(({ samples }) => key(samples));
const finding = json(run, 'run.json').audit.find(({ rule }) => rule === 'duplicate-samples');
const found = new Set((finding?.evidence.strongest ?? []).map(({ samples }) => key(samples)));
const noticed = hidden.filter((pair) => found.has(pair)).length;
const others = found.size - noticed;
console.log(
  `\nthe simulation hid ${hidden.length} patients measured twice (${hidden.join(', ')}); the run found ${
    noticed === hidden.length ? 'both' : `${noticed} of them`
  }${others > 0 ? `, and ${others} pairs that are not there` : ''}`,
);
console.log(`open ${join(process.cwd(), run, 'report.html')}`);
if (noticed < hidden.length) process.exitCode = 1;
