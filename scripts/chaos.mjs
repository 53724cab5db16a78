// Runs that are killed (SIGKILL) at random moments, as a conductor or as single tasks, and gone on with: they must end with the files of a run that was
// left alone, and what was finished before a kill must not be computed again.
//   node scripts/chaos.mjs [runs, default 50] [seed, default 1]        after node scripts/build.mjs
// Prints one line a run, and a summary; exits 1 when one run came out otherwise.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/cli/main.js');
const runs = Number(process.argv[2] ?? 50);
const work = mkdtempSync(join(tmpdir(), 'cistron-chaos-'));
const random = randomFrom(Number(process.argv[3] ?? 1));

try {
  process.exitCode = (await main()) ? 0 : 1;
} finally {
  rmSync(work, { recursive: true });
}

async function main() {
  await cistron(['simulate', 'cohort', '--samples', '90', '--features', '150', '--out', join(work, 'data')]);
  const study = join(work, 'data/study.yaml');
  const head = readFileSync(study, 'utf8').replace(/^validate:[\s\S]*/m, '');
  const asked = 'validate: { outer: 3, inner: 3, seed: 1, permutation: { n: 4 }, learning-curve: [0.5, 1] }';
  writeFileSync(
    study,
    `${head}learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 20 } }, { forest: { trees: 200 } }]\n${asked}\n`,
  );
  const began = Date.now();
  const alone = join(work, 'alone');
  await cistron(['run', study, '--out', alone]);
  const lastMs = Date.now() - began;
  const wanted = endOf(alone);
  let kills = 0;
  let failures = 0;
  for (let r = 0; r < runs; r++) {
    const folder = join(work, `run-${r}`);
    const asTasks = r % 3 === 2;
    const problems = [];
    let times = 0;
    for (let finished = false; !finished; times++) {
      const before = resultsIn(folder);
      // After a few kills it is left to end.
      const killAfter = times < 3 ? random() * lastMs : undefined;
      const args = asTasks && times < 3 ? await taskArgs(study, folder) : ['run', study, '--out', folder];
      finished =
        (await cistron([...args, '--workers', String(1 + Math.floor(random() * 2))], killAfter)) && args[0] === 'run';
      const after = resultsIn(folder);
      for (const [name, inode] of before) if (after.get(name) !== inode) problems.push(`${name} was computed again`);
    }
    kills += times - 1;
    if (endOf(folder) !== wanted) problems.push('it ended with other files');
    if (problems.length > 0) failures++;
    console.log(
      `run ${r + 1} (${asTasks ? 'tasks' : 'conductor'}, stopped ${times - 1} times): ${problems.join('; ') || 'the same'}`,
    );
    rmSync(folder, { recursive: true });
  }
  console.log(`${runs} runs, stopped ${kills} times: ${runs - failures} the same, ${failures} not`);
  return failures === 0;
}

/** Some of the tasks that are left, all of them in order. */
async function taskArgs(study, folder) {
  const plan = JSON.parse(await output(['plan', study, '--out', folder, '--json']));
  const left = plan.tasks.filter(({ done }) => !done).map(({ id }) => id);
  return left.length > 0 ? ['task', folder, '--ids', left.join(',')] : ['run', folder];
}

/** Hash of what a run ends with: predictions, model, and every result but for the seconds that it took. */
function endOf(folder) {
  const hash = createHash('sha256');
  for (const name of ['predictions.tsv', 'model.cistron']) hash.update(readFileSync(join(folder, name)));
  const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'), (key, value) =>
    key === 'seconds' ? 0 : value,
  );
  hash.update(JSON.stringify(record));
  hash.update([...resultsIn(folder).keys()].join());
  return hash.digest('hex');
}

/** Finished results → inode: a result that is written again gets another. */
function resultsIn(folder) {
  try {
    const names = readdirSync(join(folder, 'tasks')).filter((name) => name.endsWith('.json'));
    return new Map(names.sort().map((name) => [name, statSync(join(folder, 'tasks', name)).ino]));
  } catch {
    return new Map();
  }
}

/** Whether it ended by itself. @throws when it failed. */
function cistron(args, killAfterMs) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(true);
      else if (signal === 'SIGKILL') resolve(false);
      else reject(new Error(`cistron ${args.join(' ')}: exit ${code}\n${said}`));
    });
  });
}

function output(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`cistron ${args.join(' ')}: exit ${code}`)),
    );
  });
}

/** Mulberry32: the moments of a seed can be had again, as far as the machine lets them. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
