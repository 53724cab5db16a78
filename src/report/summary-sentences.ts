import { clusterAnswer } from './cluster-sentences.ts';
import { detailSentence } from './detail-sentence.ts';
import { capitalise, countOf, formatIntervalInWords, formatList } from './format.ts';
import type { ReportInput } from './input.ts';
import { perClass } from './per-class.ts';
import type { RunRecord } from './record.ts';
import { type Verdict, verdict } from './verdict.ts';
import { contrastInWords, learnerName, metricFormat, metricWords, sampleNoun } from './words.ts';

/** The answer in three sentences: how well and against what; what that means for single samples; how far the audit lets one trust it. */
export function summarySentences(input: ReportInput): string[] {
  const { record } = input;
  const detail = detailSentence(input);
  return [answer(record, verdict(record)), ...(detail === null ? [] : [detail]), trust(record)];
}

function answer(record: RunRecord, found: Verdict): string {
  if (record.study.task === 'clustering') return clusterAnswer(found);
  const { chosen, metric, score, baseline, standing } = found;
  const name = capitalise(learnerName(chosen.learner));
  const format = metricFormat(metric);
  const { name: metricName, chance } = metricWords(metric);
  const reach = `${metricName} ${formatIntervalInWords(score, format)} on ${sampleNoun(record.study)} it had not seen${alsoInUnits(metric, chosen.metrics)}`;
  const tells = `${name} ${deed(record, metric)} with ${reach}`;
  if (!baseline) return `${tells}; the run had no baseline to compare with.`;
  const rival = baselineInWords(record, baseline.name);
  const mark = format(baseline.score.value);
  const level = `${rival} would reach ${mark}${baseline.score.value === chance && baseline.name !== 'chance' ? ', which is chance' : ''}`;
  switch (standing) {
    case 'better':
      return `${tells}; ${level}.`;
    case 'unsettled':
      return `${tells}; ${level}, and as the two intervals overlap, a gain is likely rather than shown.`;
    default:
      return `${name} adds nothing shown: it reaches ${reach}, and that interval does not clear the ${mark} of ${rival}, so this study is no evidence that ${record.study.target} can be predicted from these data.`;
  }
}

/** What the learner does well or badly: `tells the 5 classes of PAM50 apart`. */
function deed({ study }: RunRecord, metric: string): string {
  switch (study.task) {
    case 'classification':
      return `tells ${contrastInWords(study)}`;
    case 'regression':
      return `predicts ${study.target}`;
    case 'survival':
      return metricWords(metric).lowerIsBetter
        ? `predicts the survival of ${sampleNoun(study)}`
        : `orders ${sampleNoun(study)} by risk`;
    case 'clustering':
      return 'groups the samples';
  }
}

/** Beside a share, the error in the unit of the outcome, which a reader can picture. */
function alsoInUnits(metric: string, { rmse }: Verdict['chosen']['metrics']): string {
  if (!rmse || metricWords(metric).inUnits) return '';
  return `, a typical error of ${metricFormat('rmse')(rmse.value)} (RMSE)`;
}

/** `always answering LumA`, or the baseline by its name. */
function baselineInWords(record: RunRecord, name: string): string {
  if (name === 'chance') return name;
  if (name === 'mean') return 'always answering the mean';
  if (name === 'kaplan-meier') return 'the same curve for everyone';
  if (/-alone$|^best-feature$/.test(name)) return learnerName(name);
  if (name !== 'majority') return `the baseline ${learnerName(name)}`;
  const scores = perClass(verdict(record).chosen.confusion);
  const commonest = scores.reduce((most, score) => (score.support > most.support ? score : most));
  return `always answering ${commonest.name}`;
}

/** Rules of the audit that failed: those that the study accepts, with a reason, and the others. */
export function failedRules({ audit, study }: RunRecord): { readonly open: string[]; readonly accepted: string[] } {
  const failed = audit.filter(({ status }) => status === 'fail').map(({ rule }) => rule);
  const reasons = new Set(study.accepted?.map(({ rule }) => rule));
  return { open: failed.filter((rule) => !reasons.has(rule)), accepted: failed.filter((rule) => reasons.has(rule)) };
}

function trust(record: RunRecord): string {
  const { audit } = record;
  const of = (status: string) => audit.filter((finding) => finding.status === status).map(({ rule }) => rule);
  const { open: failed, accepted } = failedRules(record);
  const warned = of('warn');
  if (audit.length === 0) return 'The data were not audited, so a leak cannot be ruled out.';
  if (failed.length > 0) {
    return `The audit failed on ${formatList(failed)}: until that is settled these numbers must not be trusted.`;
  }
  if (accepted.length > 0) {
    return `The audit failed on ${formatList(accepted)}, which the study accepts; its reason stands under Data and audit, and is for the reader to judge.`;
  }
  if (warned.length > 0) {
    return `The audit of ${countOf(audit.length, 'rule')} found no leak, but ${countOf(warned.length, 'point')} to look at before the result is relied on: ${formatList(warned)}.`;
  }
  return `The audit found nothing to object to in ${countOf(audit.length, 'rule')}.`;
}
