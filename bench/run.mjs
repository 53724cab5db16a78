// npm run bench -- [name…] [--goals] [--write]: runs benchmarks of this folder one after the other and prints a table of ratios peer/ours.
// Without names all that compare with peers, or with --goals those rows that have a goal (some 25 minutes); growth, ablation and tasks by name. --write keeps medians,
// machine and date in bench/results and renders docs/benchmarks.md. ROUNDS=1 in the environment for a quick look.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goalFiles } from './goals.mjs';
import { load, machineFacts } from './machine.mjs';
import { render, time } from './render.mjs';

const here = import.meta.dirname;
const helpers = new Set([
  'run',
  'measure',
  'tables',
  'wide',
  'tall',
  'goals',
  'machine',
  'render',
  'neural-nets',
  'pages',
  'large-file',
]);
const apart = new Set(['growth', 'ablation', 'tasks']); // no peers
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [write, goalsOnly] = ['--write', '--goals'].map((option) => options.includes(option));
const known = readdirSync(here)
  .filter((file) => file.endsWith('.mjs') && !file.endsWith('.worker.mjs'))
  .map((file) => file.replace('.mjs', ''))
  .filter((name) => !helpers.has(name));
const unknown = [
  ...named.filter((name) => !known.includes(name)),
  ...options.filter((o) => !['--write', '--goals'].includes(o)),
];
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark or option: ${unknown.join(', ')}; there are ${known.join(', ')}, --goals, --write\n`,
  );
  process.exit(2);
}
const wanted = known.filter((name) =>
  named.length > 0 ? named.includes(name) : goalsOnly ? goalFiles.includes(name) : !apart.has(name),
);

const machine = machineFacts();
const facts = wanted.flatMap((name) => {
  process.stderr.write(`${name} …\n`);
  const [began, before] = [performance.now(), load()];
  const { stdout, status } = spawnSync(process.execPath, [join(here, `${name}.mjs`)], {
    encoding: 'utf8',
    env: goalsOnly ? { ...process.env, GOALS: '1' } : process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
  if (status !== 0) process.stderr.write(`${name} ended with ${status}\n`);
  const found = stdout
    .split('\n')
    .filter((line) => /^\{"(work|growth|ablation|tasks)"/.test(line))
    .map((line) => JSON.parse(line));
  if (write && status === 0 && found.length > 0) {
    mkdirSync(join(here, 'results'), { recursive: true });
    const minutes = (performance.now() - began) / 60_000;
    const about = {
      command: `npm run bench -- ${name}${goalsOnly ? ' --goals' : ''}`,
      date: new Date().toISOString().slice(0, 10),
      machine,
    };
    const result = { ...about, load: { before, after: load() }, minutes, facts: found };
    writeFileSync(join(here, 'results', `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
    render();
  }
  return found;
});

const lines = facts
  .filter(({ work }) => work)
  .flatMap(({ work, ours, peers, note }) =>
    Object.entries(peers).map(
      ([name, peer]) =>
        `| ${work} | ${time(ours.seconds)}, ${Math.round(ours.peakMiB)} MiB | ${name} ${time(peer.seconds)}, ${Math.round(peer.peakMiB)} MiB | ${(peer.seconds / ours.seconds).toFixed(1)} × | ${note} |`,
    ),
  );
const others = facts.filter(({ work }) => !work).map((fact) => JSON.stringify(fact));
process.stdout.write(
  [
    `Node ${machine.node}, ${machine.processor}, ${machine.cores} cores, 2 threads each; medians, contenders in turn.`,
    '',
    ...(lines.length > 0 ? ['| work | Cistron | peer | ratio | note |', '|---|---|---|---|---|', ...lines] : []),
    ...others,
    '',
  ].join('\n'),
);
