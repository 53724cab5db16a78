import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cistron } from '../../src/cli/cistron.ts';
import { writeDelimited } from '../../src/read/write.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own to run the command in, as a user would: relative paths, nothing of ours around. */
export interface Place {
  readonly path: string;
  /** Runs `cistron …` to its end. */
  cistron(...words: readonly string[]): Answer;
  /**
   * The same in this process, from `src/`, without the second that a cold start takes: for what is said and written, where streams, signals and the end
   * of a process are not what is tested. One at a time.
   */
  called(...words: readonly string[]): Promise<Answer>;
  /** The same without holding up this process, which may have to answer it. */
  started(...words: readonly string[]): Promise<Answer>;
  /** Starts `cistron …`, sends it Ctrl-C as soon as `when` holds, and waits for its end. */
  interrupted(words: readonly string[], when: () => boolean): Promise<Answer>;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  bytes(name: string): Uint8Array;
  /** Names in a folder, sorted; undefined when there is none. */
  list(name: string): string[] | undefined;
  remove(): void;
}

/** Streams, folder and exit code of this process are lent to the command, and are as before at its end. */
async function calledIn(folder: string, words: readonly string[]): Promise<Answer> {
  const { stdout, stderr, exitCode } = process;
  const before = { folder: process.cwd(), stdout: stdout.write, stderr: stderr.write };
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) => (text: string | Uint8Array) => {
    said[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    return true;
  };
  process.chdir(folder);
  process.exitCode = undefined;
  stdout.write = into('stdout');
  stderr.write = into('stderr');
  try {
    await cistron(words);
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    stdout.write = before.stdout;
    stderr.write = before.stderr;
    process.exitCode = exitCode;
    process.chdir(before.folder);
  }
}

export function makePlace(): Place {
  if (!existsSync(main)) throw new Error('the command is not built: run npm run build first');
  const path = mkdtempSync(join(tmpdir(), 'cistron-test-'));
  const at = (name: string) => join(path, name);
  const setting = { cwd: path, env: { ...process.env, NO_COLOR: '1' } };
  const interrupted: Place['interrupted'] = (words, when) => {
    const child = spawn(process.execPath, [main, ...words], { ...setting, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const watch = setInterval(() => {
      if (!when()) return;
      clearInterval(watch);
      child.kill('SIGINT');
    }, 2);
    return new Promise((resolve) => {
      child.on('close', (code) => {
        clearInterval(watch);
        resolve({ code, stdout, stderr });
      });
    });
  };
  return {
    path,
    cistron(...words) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
        ...setting,
        encoding: 'utf8',
        timeout: 50_000,
      });
      return { code: status, stdout, stderr };
    },
    called: (...words) => calledIn(path, words),
    started: (...words) => interrupted(words, () => false),
    interrupted,
    write: (name, content) => writeFileSync(at(name), content),
    read: (name) => readFileSync(at(name), 'utf8'),
    bytes: (name) => readFileSync(at(name)),
    list: (name) => (existsSync(at(name)) ? readdirSync(at(name)).sort() : undefined),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A table as rows of cells, the header first. */
export type Cells = readonly (readonly string[])[];

export const parseCells = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
export const cellsText = (cells: Cells) => writeDelimited(cells);

/** A copy with one cell changed; line and column counted from 1, as in messages. */
export const withCell = (cells: Cells, line: number, column: number, text: string): string[][] =>
  cells.map((row, i) => row.map((cell, j) => (i === line - 1 && j === column - 1 ? text : cell)));

/** Table with the target beside the measurements, from what `simulate cohort` wrote. */
export function joinTarget(expression: Cells, sheet: Cells): string[][] {
  const column = sheet[0]!.indexOf('subtype');
  const label = new Map(sheet.map((row) => [row[0], row[column]!]));
  return expression.map(([id, ...values]) => [id!, label.get(id)!, ...values]);
}

/** A study of one small table that runs in a second. */
export const smallStudy = (file: string, { samples = '', validate = '', learners = '' } = {}) => `cistron: 1
samples: { file: ${file}, id: sample, target: subtype${samples} }
blocks: { expression: { from: samples, kind: expression } }
learners: ${learners || '[{ elastic-net: { l1-ratio: [0.5], path-length: 6 } }]'}
validate: { outer: 3, inner: 3, seed: 1${validate} }
`;
