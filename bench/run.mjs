// npm run bench [name…]: runs the benchmarks of this folder one after the other and prints one table with ratios peer/ours.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const helpers = new Set(['run.mjs', 'measure.mjs', 'tables.mjs', 'wide.mjs', 'tall.mjs']);
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter(
  (file) =>
    file.endsWith('.mjs') &&
    !helpers.has(file) &&
    !file.endsWith('.worker.mjs') &&
    (wanted.length === 0 || wanted.includes(file.replace('.mjs', ''))),
);

const rows = files.flatMap((file) => {
  process.stderr.write(`${file} …\n`);
  const { stdout, status } = spawnSync(process.execPath, [join(here, file)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
  if (status !== 0) process.stderr.write(`${file} ended with ${status}\n`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{"work"'))
    .map((line) => JSON.parse(line));
});

const seconds = (s) => (s >= 100 ? s.toFixed(0) : s.toPrecision(3));
const lines = rows.flatMap(({ work, ours, peers, note }) =>
  Object.entries(peers).map(
    ([name, peer]) =>
      `| ${work} | ${seconds(ours.seconds)} s, ${Math.round(ours.peakMiB)} MiB | ${name} ${seconds(peer.seconds)} s, ${Math.round(peer.peakMiB)} MiB | ${(peer.seconds / ours.seconds).toFixed(1)} × | ${note} |`,
  ),
);
process.stdout.write(
  [
    `Node ${process.versions.node}, ${cpus()[0].model.trim()}, ${availableParallelism()} cores, 2 threads each; medians, contenders in turn.`,
    '',
    '| work | Cistron | peer | ratio | note |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n'),
);
