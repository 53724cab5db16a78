// What the numbers were measured on: processor, cores, memory, versions of the peers, how busy the machine was.
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { PYTHON } from './measure.mjs';

const answer = (command, args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : '';
};

/** { name: version } of everything timed here that is installed. */
function peerVersions() {
  const python = `
import importlib
for name in ("sklearn", "xgboost", "pandas", "numpy", "scipy"):
    try: print(name, importlib.import_module(name).__version__)
    except ImportError: pass`;
  const r = `cat(sprintf("R %s\\n", getRversion())); for (p in c("glmnet", "ranger", "survival"))
    if (requireNamespace(p, quietly = TRUE)) cat(sprintf("%s %s\\n", p, packageVersion(p)))`;
  const lines = `${answer(PYTHON, ['-c', python])}\n${answer('Rscript', ['-e', r])}`.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.replace('sklearn', 'scikit-learn').split(' ')));
}

export function machineFacts() {
  return {
    processor: cpus()[0].model.trim(),
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    peers: peerVersions(),
  };
}

/** Processes waiting for a core, mean over the last minute: above the cores, times are too long. */
export const load = () => Number(loadavg()[0].toFixed(1));
