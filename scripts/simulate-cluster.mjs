// What a cluster would make of the 145 drugs with 1,000 permutations each: 145 runs of one drug at once, their jobs on 1, 10, 100 and 1,000 nodes.
//   node scripts/simulate-cluster.mjs [--nodes 1,10,100,1000] [--cores 16] [--drugs 145] [--permutations 1000] [--grain 60] [--starts 20] [--bandwidth 2]
// after npm run build; prints the table of docs/scaling.md. Jobs are made by the very grouping that `run --on` uses; their times are sums of measured times of
// tasks. Assumed of the cluster: cores of a node (a job takes one), jobs that Slurm starts in a second, GB that the file system gives in a second.
import { parseArgs } from 'node:util';
import { groupTasks } from '../dist/study/jobs/group-tasks.js';

const defaults = {
  nodes: '1,10,100,1000',
  cores: 16,
  drugs: 145,
  permutations: 1000,
  grain: 60,
  starts: 20,
  bandwidth: 2,
};
const { values } = parseArgs({
  options: Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: 'string', default: `${defaults[name]}` }]),
  ),
});
const { cores, drugs, permutations, grain, starts, bandwidth } = Object.fromEntries(
  Object.entries(values).map(([name, text]) => [name, Number(text)]),
);

/** Seconds of one core, of one drug of studies/drug-response/all-drugs.yaml; see docs/scaling.md for how they were measured. */
const MEASURED = {
  /** Reading and audit, before the first job and again at the end, with the report. */
  conductor: 4.6,
  /** Of a job, before its first task: the program and the data. */
  start: 1.8,
  elasticNet: 0.4,
  ridge: 0.35,
  baseline: 0.08,
  choice: 0.75,
  permutation: 1.16,
  distance: 0.83,
  final: 1.9,
};
/** What `cistron plan` expects of them: jobs are made by it. */
const EXPECTED = {
  elasticNet: 0.9,
  ridge: 1.7,
  baseline: 0.6,
  choice: 3.4,
  permutation: 2.7,
  distance: 1.4,
  final: 3.9,
};
const FOLDS = 5;
/** Bytes that a job reads: the files of the study and the program. */
const READ = 1.9e6 + 30e6;
/** Bytes of a result with its log. */
const WRITTEN = 1e3;
/** From the end of a stage to the begin of the next: half of the two seconds between looks at the queue, and Slurm's own round. */
const LATENCY = 2;

const task = (kind, stage, what) => ({
  id: what,
  kind,
  stage,
  seconds: EXPECTED[what],
  memoryMiB: 200,
  threads: 1,
});
const took = (ids) => ids.reduce((sum, what) => sum + MEASURED[what], 0);
const times = (n, make) => Array.from({ length: n }, make);

/** The tasks of one drug, by stage: what `cistron plan` lists. The elastic net stands for the chosen learner. */
const stages = [
  times(FOLDS, () => [
    task('fold', 1, 'elasticNet'),
    task('fold', 1, 'ridge'),
    task('fold', 1, 'baseline'),
    task('fold', 1, 'baseline'),
  ]).flat(),
  [task('choice', 2, 'choice')],
  [...times(permutations, () => task('permutation', 3, 'permutation')), task('distance', 3, 'distance')],
  [task('final', 4, 'final')],
];
/** As many jobs at the same time as `run --on` takes a cluster to have. */
const grains = { from: grain, to: Math.max(grain, 600), slots: 100 };
const jobsOfStage = stages.map((tasks) =>
  groupTasks(tasks, grains).map((job) => ({ ...job, seconds: took(job.tasks) })),
);

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
  const left = times(drugs, () => 0);
  for (let drug = 0; drug < drugs; drug++) submissions.push(MEASURED.conductor + LATENCY, { drug, stage: 0 });
  let started = 0; // when Slurm may start the next job
  let end = 0;
  let jobs = 0;
  const waiting = []; // in the order of submission
  let next = 0;
  const ends = new Heap();
  const begin = (now) => {
    while (waiting.length > next && free.size > 0) {
      const { drug, stage, seconds } = waiting[next++];
      const at = Math.max(now, started, free.pop().at);
      started = at + 1 / starts;
      ends.push(at + seconds, { drug, stage });
      jobs++;
    }
  };
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
        else end = Math.max(end, at + MEASURED.conductor); // the run is ended where it began
      }
    }
    begin(at);
  }
  return { seconds: end, jobs };
}

const work = drugs * took(stages.flat().map(({ id }) => id));
const critical =
  2 * MEASURED.conductor +
  jobsOfStage.reduce(
    (sum, jobs) => sum + LATENCY + MEASURED.start + Math.max(...jobs.map(({ seconds }) => seconds)),
    0,
  );
const tasks = drugs * stages.flat().length;
console.log(
  `${tasks} tasks, ${(work / 3600).toFixed(0)} core hours; critical path of one drug ${critical.toFixed(0)} s\n`,
);
console.log('| nodes | cores | time | of the cores’ time at work | jobs | read | mean rate |');
console.log('|---:|---:|---:|---:|---:|---:|---:|');
for (const nodes of values.nodes.split(',').map(Number)) {
  const { seconds, jobs } = simulate(nodes * cores);
  const read = jobs * READ;
  const least = (read + tasks * WRITTEN) / (1e9 * bandwidth);
  const time = Math.max(seconds, least);
  console.log(
    `| ${nodes} | ${nodes * cores} | ${time < 7200 ? `${(time / 60).toFixed(1)} min` : `${(time / 3600).toFixed(1)} h`} | ${((100 * work) / (time * nodes * cores)).toFixed(0)} % | ${jobs} | ${(read / 1e9).toFixed(0)} GB | ${(read / time / 1e6).toFixed(0)} MB/s |`,
  );
}
