/** What `run.json` says of one metric, over the runs of a study with several seeds. */

/** Metrics that are better when smaller. */
const LOSSES = /^(rmse|mae|log-loss|brier|integrated-brier|ece)$|error|-km$/;

/**
 * @returns {{ learner: string, mean: number, values: number[], low?: number, high?: number }} the mean over the seeds, the value with each,
 * and the interval of the first; undefined where the runs have no such number.
 */
export function scoreOf(runs, { learner, metric, at }) {
  if (at !== undefined) return summarise('', runs, ({ record }) => valueAt(record, at));
  if (learner !== 'best') return summarise(learner, runs, ({ record }) => resultOf(record, learner)?.metrics[metric]);
  const sign = LOSSES.test(metric) ? -1 : 1;
  return learnersOf(runs)
    .map((name) => scoreOf(runs, { learner: name, metric }))
    .filter((score) => score !== undefined)
    .reduce((a, b) => (a && sign * a.mean >= sign * b.mean ? a : b), undefined);
}

/** The best of the baselines by this metric. */
export function baselineOf(runs, { metric, 'baseline-at': at }) {
  if (at !== undefined) return summarise('', runs, ({ record }) => valueAt(record, at));
  if (metric === undefined) return undefined;
  const sign = LOSSES.test(metric) ? -1 : 1;
  const [first] = runs;
  return (first.record.baselines ?? [])
    .map(({ name }) =>
      summarise(name, runs, ({ record }) => record.baselines.find((one) => one.name === name)?.metrics[metric]),
    )
    .filter((score) => score !== undefined)
    .reduce((a, b) => (a && sign * a.mean >= sign * b.mean ? a : b), undefined);
}

export function learnersOf([{ record }]) {
  return (record.results ?? []).map(({ learner }) => learner);
}

const resultOf = ({ results = [] }, name) => results.find(({ learner }) => learner === name);

/** `summary.median-pearson` → that part of the record; an entry of a list goes by its name. */
function valueAt(record, path) {
  const step = (part, key) => (Array.isArray(part) ? part.find(({ name }) => name === key) : part?.[key]);
  return path.split('.').reduce(step, record);
}

function summarise(learner, runs, read) {
  const scores = runs.map(read).map((score) => (typeof score === 'number' ? { value: score } : score));
  if (scores.some((score) => typeof score?.value !== 'number')) return undefined;
  const values = scores.map(({ value }) => value);
  const { low, high } = scores[0];
  const bounds = typeof low === 'number' && typeof high === 'number' ? { low, high } : {};
  return { learner, mean: values.reduce((a, b) => a + b) / values.length, values, ...bounds };
}
