import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('slurm.sh', import.meta.url));

/** Which of the programs are not on this machine, or why else there can be no Slurm on it. */
export function missing(programs: readonly string[]): string[] {
  const absent = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  const needsRoot = programs.includes('slurmctld') && process.getuid?.() !== 0;
  return needsRoot ? [...absent, 'root'] : absent;
}

export const SLURM = ['slurmctld', 'slurmd', 'munged', 'sbatch'];

export interface Loopback {
  /** What waits or runs, as text. */
  queue(): string;
  /** Whether a job runs on the node. */
  busy(node: 'node1' | 'node2'): boolean;
  /** The node vanishes, with what runs on it. */
  kill(node: 'node1' | 'node2'): void;
  stop(): void;
}

/** A controller and two nodes of one core on this machine. Sets SLURM_CONF of this process. */
export function startLoopback(): Loopback {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-slurm-'));
  execFileSync(script, ['start', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.env.SLURM_CONF = join(folder, 'slurm.conf');
  return {
    queue: () => execFileSync('squeue', ['--noheader', '--array', '--states=PENDING,RUNNING'], { encoding: 'utf8' }),
    busy: (node) =>
      execFileSync('squeue', ['--noheader', '--states=RUNNING', '--nodelist', node], { encoding: 'utf8' }).trim() !==
      '',
    kill: (node) => void execFileSync(script, ['kill', folder, node]),
    stop() {
      execFileSync(script, ['stop', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
