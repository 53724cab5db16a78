import { asEarlier, linesOfPage } from './kept-lines.mjs';
import { baselineOf, learnersOf, scoreOf } from './read-scores.mjs';
import { markdownRow, markdownTable, number, shownMetrics, withInterval } from './tables.mjs';

const VERDICTS = 'Expected and reached';
const LEARNERS = 'Every learner';
const VERDICT_HEAD = ['study', 'learner', 'metric', 'reached', 'baseline', 'expected', 'reference tool', ''];
const LEARNER_HEAD = ['study', 'samples', 'seeds', 'seconds', 'learner', 'metrics'];

/**
 * docs/results.md: what was expected of each study beside what it reached, then every learner.
 * @param measured { study, runs }[], runs may be none: then the lines of the page before are kept. @param verdicts { name, ...of judge }[]. @param before that page.
 */
export function resultsPage(measured, verdicts, before = '') {
  const ran = measured.filter(({ runs }) => runs.length > 0);
  const done = new Set(ran.map(({ study }) => study.name));
  const kept = linesOfPage(before);
  const known = [...new Set([...measured.map(({ study }) => study.name), ...verdicts.map(({ name }) => name)])];
  const missing = known.filter((name) => !done.has(name) && !kept.get(LEARNERS)?.has(name)).sort();
  const linesOf = (heading, name, rows) => {
    if (done.has(name)) return rows(name).map(markdownRow);
    const lines = kept.get(heading)?.get(name);
    return lines ? asEarlier(lines) : [];
  };
  const table = (heading, head, names, rows) =>
    markdownTable([head]) +
    [...new Set(names)]
      .flatMap((name) => linesOf(heading, name, rows))
      .map((line) => `${line}\n`)
      .join('');
  const tables = [
    table(
      VERDICTS,
      VERDICT_HEAD,
      verdicts.map(({ name }) => name),
      (name) => verdictRows(verdicts.filter((verdict) => verdict.name === name)),
    ),
    table(
      LEARNERS,
      LEARNER_HEAD,
      measured.map(({ study }) => study.name),
      (name) => learnerRows(ran.find(({ study }) => study.name === name)),
    ),
  ];
  return `# Results of the ready studies

Written by \`npm run studies\` from the \`run.json\` of each run, never by hand; [expected.yaml](../studies/expected.yaml) says what is expected. A value is
the mean over the seeds named; its 95 % interval is that of the first. The baseline is the best of those that the run computed. Where the best learner is asked for, it is picked on the folds that
score it, as in the reference; run.json has its score corrected for that.

## ${VERDICTS}

${tables[0]}
${missing.length > 0 ? `Not run here: ${missing.join(', ')}.\n\n` : ''}## ${LEARNERS}

${tables[1]}
${tables.join('').includes('†') ? '† by an earlier build or study file.\n' : ''}`;
}

export const verdictTable = (verdicts) => markdownTable([VERDICT_HEAD, ...verdictRows(verdicts)]);

function verdictRows(verdicts) {
  return verdicts.map((verdict, i) => {
    const { name, metric, at, learner, score, baseline, runs } = verdict;
    return [
      verdicts[i - 1]?.name === name ? '' : study(name, runs),
      score?.learner || learner || '',
      metric ?? at.split('.').at(-1),
      score ? withInterval(score) : 'not in run.json',
      baseline ? [number(baseline.mean), baseline.learner].filter((part) => part).join(' ') : '',
      expected(verdict),
      verdict.reference === undefined ? '' : `${number(verdict.reference)} ${verdict.of ?? ''}`.trim(),
      outcome(verdict),
    ];
  });
}

function expected({ goal, 'at-least': least }) {
  return goal === undefined ? '' : `${least === undefined ? '≤' : '≥'} ${number(goal)}`;
}

/** A miss is told by how much, and whether it is within the interval of the first seed. */
function outcome({ short, inside }) {
  if (short === undefined) return '';
  if (short === 0) return 'met';
  return `missed by ${number(short)}${inside ? ', within the interval' : ''}`;
}

function study(name, runs) {
  const [folder, variant] = name.split('/');
  const link = `[${name}](../studies/${folder}/${variant === undefined ? 'README.md' : `${variant}.yaml`})`;
  return runs.some(({ earlier }) => earlier) ? `${link} †` : link;
}

function learnerRows({ study: { name }, runs }) {
  const [{ record }] = runs;
  // Whatever else the machine did made it slower, never quicker.
  const seconds = Math.min(...runs.map(({ record }) => record.seconds.total));
  const facts = [study(name, runs), record.data.samples, runs.map(({ seed }) => seed).join(', '), seconds.toFixed(0)];
  return lines(record, runs).map((line, i) => [...(i === 0 ? facts : facts.map(() => '')), ...line]);
}

/** Learner and metrics, one line each, the baseline last; of several targets, what is said over all of them. */
function lines(record, runs) {
  if (record.summary) {
    const said = Object.keys(record.summary).map((key) => [key, scoreOf(runs, { at: `summary.${key}` })]);
    const shown = said.filter(([, score]) => score).map(([key, score]) => `${key} ${withInterval(score)}`);
    return [[`${record.targets.length} targets`, shown.join(', ')]];
  }
  const metrics = shownMetrics(record);
  const write = (name, read) => [
    name,
    metrics
      .map((metric) => [metric, read(metric)])
      .filter(([, score]) => score)
      .map(([metric, score]) => `${metric} ${withInterval(score)}`)
      .join(', '),
  ];
  const best = baselineOf(runs, { metric: record.study.metric })?.learner;
  return [
    ...learnersOf(runs).map((learner) => write(learner, (metric) => scoreOf(runs, { learner, metric }))),
    ...(best === undefined ? [] : [write(`baseline: ${best}`, (metric) => baselineScore(runs, best, metric))]),
  ];
}

function baselineScore(runs, name, metric) {
  const only = runs.map(({ record }) => ({
    record: { baselines: record.baselines.filter((baseline) => baseline.name === name) },
  }));
  return baselineOf(only, { metric });
}
