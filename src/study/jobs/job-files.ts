import type { Job } from './group-tasks.ts';

/** A job that was killed is tried so often again, each time with twice the memory and time; one that was lost with its node, with the same. */
export const RETRIES = 3;

/**
 * What a job asks for, 2^growth times as much when it was killed before. Expectations are a guide: half as much memory again and 256 MiB for the program
 * itself, three times the time and ten minutes for reading the data on a busy node.
 */
export const askedFor = ({ memoryMiB, seconds }: Job, growth = 0) => ({
  memoryMiB: Math.ceil(256 + 1.5 * memoryMiB) * 2 ** growth,
  minutes: Math.ceil(10 + (3 * seconds) / 60) * 2 ** growth,
});

/** A file in the folder of the jobs: none is to begin any more. */
export const STOPPED = 'stopped';

/** Names of a job's files in the folder of the jobs. */
export const jobFiles = (name: string) => ({
  /** Its tasks, one a line. */
  tasks: `${name}.tasks`,
  log: `${name}.log`,
  /** Its exit code; none while it runs, and none when it was killed. */
  exit: `${name}.exit`,
});

/**
 * The script that does one job, the same for every engine: `sh job.sh NAME THREADS MEMORY_MIB`. It leaves its exit code in `NAME.exit` when it came to
 * an end by itself; a job that was killed, or that ran out of memory (exit code 128 and above), leaves none and may be tried again. One that failed by
 * itself would fail again: started once more, it only says so.
 * @param command words that start `cistron`, absolute. @param runFolder absolute.
 */
export const jobScript = (command: readonly string[], runFolder: string) => `#!/bin/sh
# Does the tasks of NAME.tasks: sh job.sh NAME THREADS MEMORY_MIB
cd "$(dirname "$0")" || exit 1
if [ -e ${STOPPED} ]; then exit 130; fi
if [ -e "$1.exit" ]; then exit "$(cat "$1.exit")"; fi
NODE_OPTIONS="--max-old-space-size=$3" ${command.map(quoted).join(' ')} task ${quoted(runFolder)} --from "$1.tasks" --workers "$2" >"$1.log" 2>&1
code=$?
if [ "$code" -lt 128 ]; then echo "$code" >"$1.exit.part" && mv "$1.exit.part" "$1.exit"; fi
exit "$code"
`;

/** One word for a shell, whatever is in it. */
export const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
