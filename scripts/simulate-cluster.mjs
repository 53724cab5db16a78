// What a cluster would make of the 145 drugs with 1,000 permutations each: 145 runs of one drug, their jobs on 10, 100 and 1,000 nodes.
//   node scripts/simulate-cluster.mjs [--cores 16] [--starts 20] [--bandwidth 2]     after npm run build; prints the table of docs/scaling.md
// Jobs are made by the very grouping that `run --on` uses; their times are sums of measured times of tasks. What is assumed of the cluster: cores of a node
// (a job takes one), jobs that Slurm starts in a second, bytes that the file system gives in a second (GB/s), the wait in a queue that is not full.
import { parseArgs } from 'node:util';
import { groupTasks } from '../dist/study/jobs/group-tasks.js';

const { values } = parseArgs({
  options: {
    cores: { type: 'string', default: '16' },
    starts: { type: 'string', default: '20' },
    bandwidth: { type: 'string', default: '2' },
  },
});
const cores = Number(values.cores);
const startsPerSecond = Number(values.starts);
const bytesPerSecond = 1e9 * Number(values.bandwidth);

/** Seconds of one core, of one drug of studies/drug-response/all-drugs.yaml; see docs/scaling.md for how they were measured. */
const MEASURED = {
  plan: 0,
  start: 0,
  elasticNet: 0,
  ridge: 0,
  baseline: 0,
};
const DRUGS = 145;
const PERMUTATIONS = 1000;
const FOLDS = 5;
/** Bytes that a job reads, and that a task writes. */
const READ = 0;
const WRITTEN = 4e3;
/** From the end of a stage to the begin of the next: a look at the queue every two seconds, and the scheduler's own round. */
const LATENCY = 10;

const task = (kind, stage, seconds) => ({ id: '', kind, stage, seconds, memoryMiB: 1000, threads: 1 });
const times = (n, make) => Array.from({ length: n }, make);

/** The tasks of one drug, a stage each: what `cistron plan` lists. The elastic net, the heavier learner, stands for the chosen one. */
const stagesOfDrug = [
  times(FOLDS, () => [
    task('fold', 1, MEASURED.elasticNet),
    task('fold', 1, MEASURED.ridge),
    task('fold', 1, MEASURED.baseline),
  ]).flat(),
  [task('choice', 2, 0.1)],
  [...times(PERMUTATIONS, () => task('permutation', 3, FOLDS * MEASURED.elasticNet)), task('distance', 3, 1)],
  [task('final', 4, 1.25 * MEASURED.elasticNet)],
];
const jobsOfStage = stagesOfDrug.map((tasks) => groupTasks(tasks, { from: 60, to: 600, slots: 100 }));

/** A heap of numbers with something each, the smallest first. */
class Heap {
  items = [];
  push(at, what) {
    const { items } = this;
    let i = items.push({ at, what }) - 1;
    while (i > 0 && items[(i - 1) >> 1].at > items[i].at) {
      [items[i], items[(i - 1) >> 1]] = [items[(i - 1) >> 1], items[i]];
      i = (i - 1) >> 1;
    }
  }
  pop() {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      for (let i = 0; ; ) {
        const child = 2 * i + 1;
        const least = child + 1 < items.length && items[child + 1].at < items[child].at ? child + 1 : child;
        if (least >= items.length || items[least].at >= items[i].at) break;
        [items[i], items[least]] = [items[least], items[i]];
        i = least;
      }
    }
    return top;
  }
  get size() {
    return this.items.length;
  }
}

/** @returns seconds until all drugs are done, the bytes read, the number of jobs. */
function simulate(slots) {
  const free = new Heap();
  for (let i = 0; i < slots; i++) free.push(0, undefined);
  const submissions = new Heap();
  const left = times(DRUGS, () => 0);
  for (let drug = 0; drug < DRUGS; drug++) submissions.push(MEASURED.plan + LATENCY, { drug, stage: 0 });
  let started = 0; // when Slurm may start the next job
  let end = 0;
  let jobs = 0;
  const waiting = []; // in the order of submission
  const ends = new Heap();
  const begin = (now) => {
    while (waiting.length > waiting.head && free.size > 0) {
      const { drug, stage, seconds } = waiting[waiting.head++];
      const at = Math.max(now, started, free.pop().at);
      started = at + 1 / startsPerSecond;
      ends.push(at + seconds, { drug, stage });
      jobs++;
    }
  };
  waiting.head = 0;
  while (submissions.size + ends.size > 0) {
    const submitted = submissions.size > 0 && (ends.size === 0 || submissions.items[0].at <= ends.items[0].at);
    const { at, what } = (submitted ? submissions : ends).pop();
    const { drug, stage } = what;
    if (submitted) {
      left[drug] = jobsOfStage[stage].length;
      for (const job of jobsOfStage[stage]) waiting.push({ drug, stage, seconds: MEASURED.start + job.seconds });
    } else {
      free.push(at, undefined);
      if (--left[drug] === 0) {
        if (stage + 1 < jobsOfStage.length) submissions.push(at + LATENCY, { drug, stage: stage + 1 });
        else end = Math.max(end, at + MEASURED.plan); // the run is ended where it began
      }
    }
    begin(at);
  }
  return { seconds: end, jobs };
}

const work = DRUGS * stagesOfDrug.flat().reduce((sum, { seconds }) => sum + seconds, 0);
const critical =
  2 * MEASURED.plan +
  jobsOfStage.reduce(
    (sum, jobs) => sum + LATENCY + MEASURED.start + Math.max(...jobs.map(({ seconds }) => seconds)),
    0,
  );
const tasks = DRUGS * stagesOfDrug.flat().length;
console.log(
  `${tasks} tasks, ${(work / 3600).toFixed(0)} core hours; critical path of one drug ${critical.toFixed(0)} s\n`,
);
console.log('| nodes | cores | time | of the cores’ time at work | jobs | read | mean rate |');
console.log('|---:|---:|---:|---:|---:|---:|---:|');
for (const nodes of [1, 10, 100, 1000]) {
  const { seconds, jobs } = simulate(nodes * cores);
  const read = jobs * READ;
  const least = (read + tasks * WRITTEN) / bytesPerSecond;
  const time = Math.max(seconds, least);
  console.log(
    `| ${nodes} | ${nodes * cores} | ${time < 7200 ? `${(time / 60).toFixed(0)} min` : `${(time / 3600).toFixed(1)} h`} | ${((100 * work) / (time * nodes * cores)).toFixed(0)} % | ${jobs} | ${(read / 1e9).toFixed(0)} GB | ${(read / time / 1e6).toFixed(0)} MB/s |`,
  );
}
