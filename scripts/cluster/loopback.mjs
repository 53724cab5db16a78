// A Slurm of this machine's own, for tests and for the harnesses that need a cluster: see slurm.sh.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('slurm.sh', import.meta.url));

export const SLURM = ['slurmctld', 'slurmd', 'munged', 'sbatch'];
export const NODES = ['node1', 'node2'];

export function missing(programs) {
  const absent = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  const needsRoot = programs.includes('slurmctld') && process.getuid?.() !== 0;
  return needsRoot ? [...absent, 'root'] : absent;
}

export function startLoopback() {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-slurm-'));
  execFileSync(script, ['start', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.env.SLURM_CONF = join(folder, 'slurm.conf');
  const told = (program, ...words) => execFileSync(program, ['--noheader', ...words], { encoding: 'utf8' });
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    execFileSync(script, ['stop', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  const doTo = (verb) => (node) => void execFileSync(script, [verb, folder, node]);
  return {
    queue: () => told('squeue', '--array', '--states=PENDING,RUNNING'),
    busy: (node) => told('squeue', '--states=RUNNING', '--nodelist', node).trim() !== '',
    idle: () => /^idle\nidle$/.test(told('sinfo', '--Node', '--format=%t').trim()),
    vanish: doTo('vanish'),
    crash: doTo('crash'),
    strike: doTo('strike'),
    revive: doTo('revive'),
    stop,
  };
}
