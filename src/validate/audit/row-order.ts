import { normalTail } from '../../numeric/special/normal.ts';
import { type ClassTarget, classCounts, takeTargetRows } from '../../table/target.ts';
import { associate } from './associate.ts';
import { type AuditRule, passed, round } from './rule.ts';

const RULE = 'row-order';
const ALPHA = 1e-4;
const SMALLEST = 0.25;

/**
 * Whether the place of a sample in the file tells of its target: the rank test of the row number, and for classes the runs test (fewer changes
 * of class from row to row than by chance). Published tables are often sorted by class; folds drawn at random do not care, and the finding says so.
 */
export const rowOrder: AuditRule = {
  rule: RULE,
  title: 'Does the order of the rows give the answer away?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'When all the healthy stand first in the file and the ill last, they may also have been measured in that order, on different days. Then the model can learn the day. Often, though, somebody simply sorted the file.',
    intermediate:
      'Sorting by class is common in published tables and harmless for folds that are drawn at random, as here. It is a hint worth following because machines drift: if the order is that of measurement, class and drift are one.',
    advanced:
      'Kruskal–Wallis, Spearman or the Cox score test of the row number, and the Wald–Wolfowitz runs test for K classes (normal approximation, only too few runs), p < 1e-4 and an association of at least 0.25. It cannot tell a sorted file from an order of processing; a splits by position would be biased, which is never made here.',
  },
  run({ target, units: all, drawn = true, ownSamples = Number.POSITIVE_INFINITY, orderIsOurs }, ctx) {
    if (target.task === 'clustering') return [];
    if (orderIsOurs) return [passed(RULE, 'the classes stand in files of their own: their order tells of nothing')];
    // Another cohort was put below: its place tells of nothing.
    const units = all.filter((i) => i < ownSamples);
    const truth = takeTargetRows(target, units);
    const rows = Int32Array.from(units.keys());
    const byRank = associate({ type: 'number', values: units }, truth, rows, ctx.random.at('audit', RULE));
    const runs = truth.task === 'classification' ? runsOf(truth) : undefined;
    const size = Math.max(byRank.size, runs?.size ?? 0);
    const p = Math.min(byRank.p, runs?.p ?? 1);
    const sorted = truth.task === 'classification' && runs!.runs === new Set(truth.codes).size;
    const evidence = {
      p: round(p),
      size: round(size),
      ...(runs ? { runs: runs.runs, runsExpected: round(runs.expected) } : {}),
    };
    if (!(p < ALPHA && size >= SMALLEST))
      return [passed(RULE, 'the order of the rows tells nothing of the target', evidence)];
    const how = sorted ? 'the rows are sorted by class' : 'the order of the rows tells of the target';
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${how} (association ${size.toFixed(2)} of 1): ${drawn ? 'common in published tables, and harmless to folds that are drawn at random, as these are' : 'the split was not drawn at random, so that order may be in the scores'}`,
        evidence,
        todo: 'ask whether the samples were also measured in this order; if so, name the day or run as a confounder.',
      },
    ];
  },
};

/** The Wald–Wolfowitz test that the classes follow each other in no order, for any number of classes. Source: Barton and David 1957, Biometrika 44, 168. */
function runsOf(truth: ClassTarget): { runs: number; expected: number; p: number; size: number } {
  const n = truth.codes.length;
  let runs = 1;
  for (let i = 1; i < n; i++) if (truth.codes[i] !== truth.codes[i - 1]) runs++;
  const counts = classCounts(truth);
  const squares = counts.reduce((sum, m) => sum + m * m, 0);
  const cubes = counts.reduce((sum, m) => sum + m * m * m, 0);
  const expected = (n * (n + 1) - squares) / n;
  const variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1));
  const z = variance > 0 ? (runs + 0.5 - expected) / Math.sqrt(variance) : 0;
  const present = counts.filter((m) => m > 0).length;
  // 0: as many runs as expected; 1: one run a class.
  const size = expected > present ? Math.max(0, Math.min(1, (expected - runs) / (expected - present))) : 0;
  return { runs, expected, p: normalTail(-z), size };
}
