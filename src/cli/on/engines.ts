import { availableParallelism } from 'node:os';
import { ParamError } from '../../base/errors.ts';
import { wholeNumber } from '../session.ts';
import type { Elsewhere } from './elsewhere.ts';
import { slurmArrayEngine } from './slurm-array.ts';
import { snakemakeEngine } from './snakemake.ts';

/** Where `run --on` can have tasks done. */
export const PLACES = ['local', 'snakemake', 'slurm-array'] as const;

export interface ElsewhereFlags {
  readonly on?: string;
  readonly profile?: string;
  readonly grain?: string;
  readonly workers?: string;
}

/** Jobs at the same time, where a cluster does not say how many it takes. */
const CLUSTER_SLOTS = 100;
const GRAIN_SECONDS = 60;

/** What the flags of `run` say of where tasks are done; undefined: in this process. @throws {ParamError} flags that do not go together. */
export function elsewhereFrom({ on, profile, grain, workers }: ElsewhereFlags): Elsewhere | undefined {
  if (profile !== undefined && on !== 'snakemake')
    throw new ParamError({ where: '--profile', problem: 'goes with --on snakemake' });
  if (on === undefined || on === 'local') {
    if (grain !== undefined)
      throw new ParamError({ where: '--grain', problem: 'goes with --on snakemake or --on slurm-array' });
    return undefined;
  }
  const grainSeconds = grain === undefined ? GRAIN_SECONDS : wholeNumber('--grain', grain, 0, 86_400);
  // One thread a job unless more are asked for: many jobs side by side waste none.
  const threads = workers === undefined ? 1 : wholeNumber('--workers', workers, 1, 256);
  const cores = availableParallelism();
  if (on === 'slurm-array') return { engine: slurmArrayEngine(), grainSeconds, slots: CLUSTER_SLOTS, threads };
  const slots = profile === undefined ? Math.max(1, Math.floor(cores / threads)) : CLUSTER_SLOTS;
  return { engine: snakemakeEngine(profile, cores), grainSeconds, slots, threads };
}
