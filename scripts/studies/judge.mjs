import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { baselineOf, scoreOf } from './read-scores.mjs';

const KEYS = [
  'learner',
  'metric',
  'at',
  'baseline-at',
  'at-least',
  'at-most',
  'at-most-of-baseline',
  'reference',
  'of',
];

/**
 * `studies/expected.yaml`: study → what is expected of it. Each entry names a number of `run.json`: `learner` and `metric` (`learner: best`
 * takes the one with the best mean), or its place, `at: summary.median-pearson`; the goal, `at-least`, `at-most` or `at-most-of-baseline`
 * (a share); and `reference`, what a reference tool reached and `of` which tool. Goal and reference may be absent.
 * @throws {Error} an entry that says something else.
 */
export function readExpected(path = 'studies/expected.yaml') {
  const expected = parse(readFileSync(path, 'utf8'));
  for (const [study, entries] of Object.entries(expected)) {
    for (const entry of entries) {
      const odd = Object.keys(entry).filter((key) => !KEYS.includes(key));
      const named = entry.at !== undefined || (entry.learner !== undefined && entry.metric !== undefined);
      if (odd.length > 0 || !named) throw new Error(`${path}: ${study}: ${JSON.stringify(entry)} is no expectation`);
    }
  }
  return expected;
}

/**
 * One expectation beside what the runs of the study have.
 * @returns the entry with `score`, `baseline`, `goal` (the number to reach), and `short`: by how much it is missed, 0 when met; all of them
 * undefined where there is nothing to say.
 */
export function judge(entry, runs) {
  if (runs.length === 0) return { ...entry };
  const score = scoreOf(runs, entry);
  const baseline = baselineOf(runs, entry);
  const share = entry['at-most-of-baseline'];
  const most = share === undefined ? entry['at-most'] : baseline && share * baseline.mean;
  const goal = entry['at-least'] ?? most;
  if (!score || goal === undefined) return { ...entry, score, baseline, goal };
  // Compared as they are written: what reads 0.860 meets 0.86.
  const rounded = Number(score.mean.toFixed(3));
  const short = entry['at-least'] === undefined ? rounded - goal : goal - rounded;
  const inside = entry['at-least'] === undefined ? score.low <= goal : score.high >= goal;
  return { ...entry, score, baseline, goal, short: Math.max(0, short), inside };
}
