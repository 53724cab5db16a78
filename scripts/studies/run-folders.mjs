import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const RUNS = join('runs', 'studies');

/** Hash of the built program: a run knows its data and study again, but not a change of the code. */
export function hashOfProgram(folder = 'dist') {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|wasm)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Where a study runs with this program: an edit of the study, but for its first comment, or of the program is another folder. */
function folderOf({ name, file }, { seed, quick, program }) {
  const text = readFileSync(file, 'utf8').replace(/^(#.*\n)*/, '');
  const key = createHash('sha256').update(`${program} ${quick} ${text}`).digest('hex').slice(0, 8);
  return join(RUNS, name, `${quick ? 'quick-' : ''}${seed}-${key}`);
}

/**
 * Runs a study by the built command, as a user would. The command itself goes on with an interrupted run and shows a finished one.
 * @returns the exit status.
 */
export function runStudy(study, options) {
  if (study.maker) spawnSync(process.execPath, [study.maker], { stdio: 'inherit' });
  const out = folderOf(study, options);
  const args = ['dist/cli/main.js', 'run', study.file, '--seed', String(options.seed), '--out', out];
  if (options.quick) args.push('--quick');
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 130;
}

/**
 * The finished run of a study with a seed: of this program and study file, else the newest of another, marked as `earlier`.
 * @returns {{ record: object, seed: number, earlier: boolean } | undefined}
 */
export function findRun(study, options) {
  const own = join(folderOf(study, options), 'run.json');
  if (existsSync(own)) return { record: readRun(own), seed: options.seed, earlier: false };
  const folder = join(RUNS, study.name);
  if (!existsSync(folder)) return undefined;
  const start = `${options.quick ? 'quick-' : ''}${options.seed}-`;
  const [newest] = readdirSync(folder)
    .map((name) => join(folder, name, 'run.json'))
    .filter((path) => path.startsWith(join(folder, start)) && existsSync(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest && { record: readRun(newest), seed: options.seed, earlier: true };
}

const readRun = (path) => JSON.parse(readFileSync(path, 'utf8'));
