import { readdirSync, readFileSync } from 'node:fs';
import { main } from '../cluster/cistron.mjs';

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
