// Studies run by everything that can run them: predictions and models must have the same bytes.
//   node scripts/same-bits.mjs [studies, default: simulated small-round-blue survival-multimodal] [--quick] [--ways 'Slurm arrays,Chromium']
//     [--node PATH]... [--write]                after npm run build
// `--node` names binaries of other versions of Node. What this machine lacks is told and left out; Slurm is one of this machine's own on loopback, see
// cluster/slurm.sh. Prints a line a run; `--write` keeps them in scripts/same-bits/results.json and writes the table in docs/scaling.md. Exits 1 when one differs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cistron } from './cluster/cistron.mjs';
import { missing, SLURM, startLoopback } from './cluster/loopback.mjs';
import { endHashes, firstOther } from './same-bits/hashes.mjs';
import { keepRun, writeTable } from './same-bits/record.mjs';
import { REFERENCE, waysWith } from './same-bits/ways.mjs';
import { listStudies, pickStudies } from './studies/list-studies.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    ways: { type: 'string' },
    node: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
process.env.CI = 'true'; // Snakemake then looks at its jobs without pauses of ten seconds

const SIMULATED = 'simulated';
const names = positionals.length > 0 ? positionals : [SIMULATED, 'small-round-blue', 'survival-multimodal'];
const all = waysWith(values.node);
const wanted = values.ways?.split(',') ?? all.map(({ name }) => name);
const unknown = wanted.find((name) => !all.some((way) => way.name === name));
if (unknown !== undefined) throw new Error(`--ways: ${all.map(({ name }) => name).join(', ')}, got '${unknown}'`);
const ways = all.filter(({ name, needs }) => {
  if (!wanted.includes(name)) return false;
  const lacking = missing(needs);
  if (lacking.length > 0) console.log(`skipped: ${name}, since this machine has no ${lacking.join(', ')}`);
  return lacking.length === 0;
});

const work = mkdtempSync(join(tmpdir(), 'cistron-same-bits-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const loopback = ways.some(({ needs }) => needs.includes(SLURM[0])) ? startLoopback() : undefined;
try {
  for (const name of names) {
    const run = await runOf(name);
    if (values.write) writeTable(keepRun(run));
    if (run.ways.some(({ other }) => other)) process.exitCode = 1;
  }
} finally {
  loopback?.stop();
}

/** @returns what a study ended with, and of each way whether it ended with that too. */
async function runOf(name) {
  const study = await studyCalled(name);
  const done = [];
  const hashes = await ended(study, REFERENCE);
  console.log(
    `${study.name}, ${REFERENCE.name}: ${Object.values(hashes)[0].slice(0, 16)}, ${Object.keys(hashes).length} files`,
  );
  for (const way of ways) {
    const began = Date.now();
    const found = await ended(study, way);
    const other = firstOther(hashes, found);
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`${study.name}, ${way.name}: ${other ? `${other} differs` : 'the same'} (${seconds} s)`);
    done.push({ way: way.name, ...(other ? { other } : {}), seconds });
  }
  return { study: study.name, hashes, ways: done };
}

async function ended(study, way) {
  const out = join(work, 'run');
  const hashes = (await way.go({ ...study, out })) ?? endHashes(out);
  rmSync(out, { recursive: true, force: true });
  return hashes;
}

async function studyCalled(name) {
  if (name === SIMULATED) {
    const folder = join(work, SIMULATED);
    await cistron(['simulate', 'cohort', '--samples', '120', '--features', '400', '--out', folder]);
    const file = join(folder, 'study.yaml');
    return { name, file, quick: false, args: [file] };
  }
  const [{ file }] = pickStudies(listStudies(), [name]);
  const { quick } = values;
  return { name: quick ? `${name}, quick` : name, file, quick, args: [file, ...(quick ? ['--quick'] : [])] };
}
