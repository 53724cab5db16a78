import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/cli/main.js');

/**
 * Starts `cistron …`. `over` is told of its end: true when it ended by itself, false when it was killed. @throws when it failed, with what it said.
 */
export function startCistron(args) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const started = {
    /** Undefined while it runs. */
    end: undefined,
    kill: () => child.kill('SIGKILL'),
    over: new Promise((resolve, reject) => {
      child.on('close', (code, signal) => {
        started.end = { code, signal };
        if (code === 0) resolve({ byItself: true, stdout, stderr });
        else if (signal === 'SIGKILL') resolve({ byItself: false, stdout, stderr });
        else reject(new Error(`cistron ${args.join(' ')}: exit ${code ?? signal}\n${stderr}`));
      });
    }),
  };
  // Looked at when it is awaited; until then a failure is no unhandled one.
  started.over.catch(() => {});
  return started;
}

/** The same to its end. */
export const cistron = (args) => startCistron(args).over;

/** Processes that do tasks of a run now: `{ pid, node }`, `node` being the one of Slurm that they are on. */
export function taskProcesses(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [words, environment] = [stringsOf(pid, 'cmdline'), stringsOf(pid, 'environ')];
      const at = words.indexOf(main);
      if (at < 0 || words[at + 1] !== 'task' || words[at + 2] !== folder) return [];
      const node = environment.find((line) => line.startsWith('SLURMD_NODENAME='))?.split('=')[1];
      return [{ pid: Number(pid), node }];
    });
}

/** Of a process that may be gone by now. */
function stringsOf(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
