import { execFileSync } from 'node:child_process';
import { cistron } from '../cluster/cistron.mjs';
import { SLURM } from '../cluster/loopback.mjs';

/** A way to run a study: `go` runs `args`, which name the study, into the folder `out`, or gives the hashes of what it ended with itself. */
const run = (name, more, needs = [], node = undefined) => ({
  name,
  needs,
  async go({ args, out }) {
    await cistron(['run', ...args, '--out', out, ...more], node);
  },
});

/** What all others are compared with. */
export const REFERENCE = run('2 threads', ['--workers', '2']);

const oneByOne = {
  name: 'tasks one at a time',
  needs: [],
  async go({ args, out }) {
    const { stdout } = await cistron(['plan', ...args, '--out', out, '--json']);
    for (const { id } of JSON.parse(stdout).tasks) await cistron(['task', out, id, '--workers', '1']);
    await cistron(['run', out]);
  },
};

const chromium = {
  name: 'Chromium',
  needs: ['chromium'],
  async go(study) {
    const { hashesInChromium } = await import('./chromium.mjs');
    return hashesInChromium(study);
  },
};

/** @param nodes binaries of other versions of Node. */
export function waysWith(nodes) {
  return [
    run('1 thread', ['--workers', '1']),
    run('4 threads', ['--workers', '4']),
    oneByOne,
    run('Snakemake locally', ['--on', 'snakemake', '--latency-wait', '2'], ['snakemake']),
    run(
      'Snakemake on Slurm',
      ['--on', 'snakemake', '--profile', 'slurm', '--latency-wait', '5'],
      ['snakemake', ...SLURM],
    ),
    run('Slurm arrays', ['--on', 'slurm-array', '--latency-wait', '5'], SLURM),
    ...nodes.map((node) => run(`Node ${versionOf(node)}`, ['--workers', '2'], [], node)),
    chromium,
  ];
}

export const versionOf = (node) => execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
