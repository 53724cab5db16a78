import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const main = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/cli/main.js');

/**
 * Starts `cistron …`, by this Node unless another is named. `over` is told of its end: true when it ended by itself, false when it was killed. @throws when it failed, with what it said.
 */
export function startCistron(args, node = process.execPath) {
  const child = spawn(node, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
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
    kill,
    over: new Promise((resolve, reject) => {
      child.on('close', (code, signal) => {
        process.off('exit', kill);
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
export const cistron = (args, node) => startCistron(args, node).over;
