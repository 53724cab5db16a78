import type { Task } from '../../table/target.ts';
import { auditRules } from '../../validate/audit/rules.ts';
import { countOf, formatCount } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { LEVELS } from '../levels.ts';
import type { RunRecord } from '../record.ts';
import { splitInWords } from '../split-in-words.ts';
import { fillFacts, type Why, whyOf } from '../why.ts';
import { learnerName, metricWords, sampleNoun } from '../words.ts';
import type { Section } from './section.ts';

/** Each decision at three depths, of which the level of the report shows one. */
export function reasonsSection({ record }: ReportInput): Section {
  return {
    id: 'why',
    heading: 'Why it was done this way',
    body: threeLevels([...whyOf(record.study.task, record), ...auditReasons(record)], whyFacts(record)),
  };
}

/** Texts at three depths. */
export function threeLevels(texts: readonly Why[], known: Readonly<Record<string, string>>): Html {
  return html`<div class="levels">${texts.map((why) => reason(why, known))}</div>`;
}

/** Why the audit asked what it found something to: the rules that did not pass. */
export function auditReasons({ audit }: RunRecord): Why[] {
  const open = new Set(audit.filter(({ status }) => status !== 'pass').map(({ rule }) => rule));
  return auditRules
    .filter(({ rule }) => open.has(rule))
    .map(({ title, why }) => ({ decision: `The audit asked: ${title}`, ...why }));
}

function reason(why: Why, known: Readonly<Record<string, string>>): Html {
  return html`<div><h3>${why.decision}</h3>
${LEVELS.map((level) => html`<p class="${level}">${fillFacts(why[level], known)}</p>`)}</div>
`;
}

/** The facts that the why-texts may name. */
export function whyFacts({ study, data, baselines, chosen }: RunRecord): Record<string, string> {
  const groups = [study.group].flat().filter((column) => typeof column === 'string');
  return {
    outer: String(study.outer),
    inner: String(study.inner),
    repeats: countOf(study.repeats, 'repeat'),
    told: splitInWords(study).told,
    design: splitInWords(study).design,
    metric: metricWords(study.metric).name,
    samples: formatCount(data.samples),
    group: groups.length > 0 ? groups.join(', ') : 'none declared',
    baselines: baselines.map(({ name }) => learnerName(name)).join(', ') || 'none',
    chosen: learnerName(chosen),
    target: study.target,
    noun: sampleNoun(study),
    ...(study.task === 'clustering' ? {} : { loss: LOSS[study.task], naive: NAIVE[study.task] }),
  };
}

/** By what a penalty is chosen, as `lossOf` in the metric registry. */
const LOSS: Readonly<Record<Exclude<Task, 'clustering'>, string>> = {
  classification: 'the log-loss, which also sees how sure the answers are',
  regression: 'the squared error',
  survival: 'the partial likelihood, which also sees how far the risks are apart',
};

const NAIVE: Readonly<Record<Exclude<Task, 'clustering'>, string>> = {
  classification: 'by always giving the commonest answer',
  regression: 'by always answering the mean',
  survival: 'by giving everyone the same survival curve',
};
