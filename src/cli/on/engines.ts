import { availableParallelism } from 'node:os';
import { ParamError } from '../../base/errors.ts';
import { wholeNumber } from '../session.ts';
import type { ElsewhereFlags } from '../words/run.ts';
import type { Elsewhere } from './elsewhere.ts';
import { CLUSTER_JOBS } from './pending-jobs.ts';
import { slurmArrayEngine } from './slurm-array.ts';
import { snakemakeEngine } from './snakemake.ts';

const LATENCY_SECONDS = 60;
const POLL_MS = 2000;

/** What the flags of `run` say of where tasks are done; undefined: in this process. @throws {ParamError} flags that do not go together. */
export function elsewhereFrom(flags: ElsewhereFlags): Elsewhere | undefined {
  const { on, profile, grain, latencyWait, workers } = flags;
  if (profile !== undefined && on !== 'snakemake')
    throw new ParamError({ where: '--profile', problem: 'goes with --on snakemake' });
  if (on === undefined || on === 'local') {
    const extra = grain !== undefined ? '--grain' : latencyWait !== undefined ? '--latency-wait' : undefined;
    if (extra) throw new ParamError({ where: extra, problem: 'goes with --on snakemake or --on slurm-array' });
    return undefined;
  }
  const grainSeconds = grain === undefined ? CLUSTER_JOBS.grainSeconds : wholeNumber('--grain', grain, 0, 86_400);
  const late = latencyWait === undefined ? LATENCY_SECONDS : wholeNumber('--latency-wait', latencyWait, 0, 3600);
  const threads = workers === undefined ? CLUSTER_JOBS.threads : wholeNumber('--workers', workers, 1, 256);
  const cores = availableParallelism();
  const polling = { everyMs: POLL_MS, lateMs: 1000 * late };
  if (on === 'slurm-array')
    return { engine: slurmArrayEngine(polling), grainSeconds, slots: CLUSTER_JOBS.slots, threads };
  const slots = profile === undefined ? Math.max(1, Math.floor(cores / threads)) : CLUSTER_JOBS.slots;
  return { engine: snakemakeEngine(profile, cores, late), grainSeconds, slots, threads };
}
