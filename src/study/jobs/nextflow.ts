import type { Job } from './group-tasks.ts';
import { askedFor, quoted, RETRIES } from './job-files.ts';

/**
 * A Nextflow file (DSL2) of jobs: one process a kind and stage, which waits for all of the stage before, and one that ends the run. What a job asks for
 * stands in `jobs.json` beside it (`jobsJson`), so that the file stays short whatever their number: the Java virtual machine takes no method above 64 KiB. A job that
 * was killed or ran out of memory (exit code 128 and above) is tried again with twice the memory and time. Its form is checked by tests; Nextflow
 * was never seen to run it.
 * @param command words that start `cistron`, absolute. @param runFolder absolute.
 */
export function nextflow(jobs: readonly Job[], command: readonly string[], runFolder: string): string {
  const stages = [...new Set(jobs.map(({ stage }) => stage))].sort((a, b) => a - b);
  const byStage = stages.map((stage) => {
    const kinds = new Set(jobs.filter((job) => job.stage === stage).map(({ kind }) => kind));
    return [...kinds].map((kind) => ({ kind, stage, name: `${kind.replaceAll('-', '_')}_${stage}` }));
  });
  const calls = byStage.flatMap((processes, s) =>
    processes.map(({ name, kind, stage }) => `    ${name}(jobs('${kind}', ${stage}), ${ready(byStage[s - 1])})`),
  );
  const memoryMiB = Math.max(LEAST_MIB, ...jobs.map((job) => askedFor(job).memoryMiB));
  return [
    HEAD,
    ...byStage.flat().map(({ name }) => jobProcess(name)),
    finishProcess([...command, 'run', runFolder, '--workers', '1'], memoryMiB),
    `workflow {\n${[...calls, `    finish(${ready(byStage.at(-1))})`].join('\n')}\n}\n`,
  ].join('\n');
}

/** For the report, where no task needs more. */
const LEAST_MIB = 1024;

/** What is there once all of some processes are over. */
function ready(processes: readonly { readonly name: string }[] = []): string {
  const [first, ...others] = processes.map(({ name }) => `${name}.out`);
  if (first === undefined) return 'true';
  return others.length > 0 ? `${first}.mix(${others.join(', ')}).collect()` : `${first}.collect()`;
}

const HEAD = `#!/usr/bin/env nextflow
// The tasks of a run, several to a job: written by cistron plan --nextflow, for what is not finished.
nextflow.enable.dsl = 2

// Name, threads, memory in MiB, minutes of each.
def jobs(kind, stage) {
    def all = new groovy.json.JsonSlurper().parse(file("\${projectDir}/jobs.json").toFile())
    def own = all.findAll { name, job -> job.kind == kind && job.stage == stage }
    channel.fromList(own.collect { name, job -> [name, job.threads, job.memory, job.minutes] })
}
`;

const jobProcess = (name: string) => `process ${name} {
    tag { job }
    cpus { threads }
    memory { "\${mib * 2 ** (task.attempt - 1)} MB" }
    time { "\${minutes * 2 ** (task.attempt - 1)} min" }
    errorStrategy { task.exitStatus >= 128 ? 'retry' : 'finish' }
    maxRetries ${RETRIES}

    input:
    tuple val(job), val(threads), val(mib), val(minutes)
    val ready

    output:
    val job

    script:
    """
    sh "\${projectDir}/job.sh" \${job} \${task.cpus} \${task.memory.toMega()}
    """
}
`;

/** Record, report and predictions, from the results of the tasks. */
const finishProcess = (words: readonly string[], memoryMiB: number) => `process finish {
    memory '${memoryMiB} MB'

    input:
    val ready

    script:
    ${inGroovy(words.map(quoted).join(' '))}
}
`;

/** A text of Groovy in which nothing is filled in. */
const inGroovy = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
