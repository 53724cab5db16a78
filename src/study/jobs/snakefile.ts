import type { Job } from './group-tasks.ts';
import { askedFor } from './job-files.ts';

/**
 * A Snakefile (Snakemake 7) of jobs: one rule a kind, and one for the end of each stage, for which the next one waits. What a job asks for stands in
 * `jobs.json` beside it (`jobsJson`). A finished job leaves `NAME.done`; results are the tasks' own files, which Snakemake knows nothing of, so that it cannot
 * remove those of a job that failed at its last task.
 */
export function snakefile(jobs: readonly Job[]): string {
  const stages = [...new Set(jobs.map(({ stage }) => stage))].sort((a, b) => a - b);
  const kinds = [...new Map(jobs.map((job) => [`${job.stage} ${job.kind}`, job])).values()];
  const rules = kinds.map(({ kind, stage }) => jobRule(kind, stage, stages[stages.indexOf(stage) - 1]));
  return [head(stages), ...stages.map(stageRule), ...rules].join('\n');
}

/** What the rules of `snakefile` and the processes of `nextflow` look up, by the name of the job. */
export function jobsJson(jobs: readonly Job[]): string {
  const entries = jobs.map((job) => {
    const { memoryMiB, minutes } = askedFor(job);
    return [job.name, { kind: job.kind, stage: job.stage, threads: job.threads, memory: memoryMiB, minutes }];
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
}

const head = (
  stages: readonly number[],
) => `# The tasks of a run, several to a job: written by cistron run --on snakemake, anew each time.
import json

with open("jobs.json") as file:
    JOBS = json.load(file)

localrules: all, ${stages.map((stage) => `stage_${stage}`).join(', ')}

rule all:
    input: "stage-${stages.at(-1)}.done"
`;

const stageRule = (stage: number) => `rule stage_${stage}:
    input: [f"{name}.done" for name, job in JOBS.items() if job["stage"] == ${stage}]
    output: touch("stage-${stage}.done")
`;

/** `n` is the number of the job. More memory and time at each attempt (`--retries`; the directive of that name would count inside each job of a cluster as well). */
const jobRule = (
  kind: string,
  stage: number,
  before: number | undefined,
) => `rule ${kind.replaceAll('-', '_')}_${stage}:
${before === undefined ? '' : `    input: "stage-${before}.done"\n`}    output: touch("${kind}-{n}.done")
    wildcard_constraints: n="${'[0-9]+'}"
    threads: lambda found: JOBS[f"${kind}-{found.n}"]["threads"]
    resources:
        mem_mb=lambda found, attempt: JOBS[f"${kind}-{found.n}"]["memory"] * 2 ** (attempt - 1),
        runtime=lambda found, attempt: JOBS[f"${kind}-{found.n}"]["minutes"] * 2 ** (attempt - 1)
    shell: "sh job.sh ${kind}-{wildcards.n} {threads} {resources.mem_mb}"
`;
