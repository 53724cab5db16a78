import { quoted } from './job-files.ts';

/**
 * The script of an array of jobs that ask for the same: `sbatch --array=1-N`. Line i of the list is the name of job i.
 * @param folder of the jobs, absolute. @param list a file in it.
 */
export const arrayScript = (folder: string, list: string, threads: number, memoryMiB: number) => `#!/bin/sh
cd ${quoted(folder)} || exit 1
exec sh job.sh "$(sed -n "\${SLURM_ARRAY_TASK_ID}p" ${quoted(list)})" ${threads} ${memoryMiB}
`;
