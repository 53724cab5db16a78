import { capitalise, countOf, formatIntervalInWords, formatList, formatScore } from './format.ts';
import { byRecall, perClass } from './per-class.ts';
import type { RunRecord } from './record.ts';
import { type Verdict, verdict } from './verdict.ts';
import { contrastInWords, learnerName, metricWords, sampleNoun } from './words.ts';

/** The answer in three sentences: how well and against what; which classes; how far the audit lets one trust it. */
export function summarySentences(record: RunRecord): [string, string, string] {
  return [answer(record, verdict(record)), classes(record), trust(record)];
}

function answer(record: RunRecord, { chosen, metric, score, baseline, standing }: Verdict): string {
  const name = capitalise(learnerName(chosen.learner));
  const reach = `${metricWords(metric).name} ${formatIntervalInWords(score)} on ${sampleNoun(record.study)} it had not seen`;
  const tells = `${name} tells ${contrastInWords(record.study)} with ${reach}`;
  if (!baseline) return `${tells}; the run had no baseline to compare with.`;
  const rival = baselineInWords(record, baseline.name);
  const mark = formatScore(baseline.score.value);
  switch (standing) {
    case 'better':
      return `${tells}; ${rival} would reach ${mark}.`;
    case 'unsettled':
      return `${tells}; ${rival} would reach ${mark}, and as the two intervals overlap, a gain is likely rather than shown.`;
    default:
      return `${name} adds nothing shown: it reaches ${reach}, and that interval does not clear the ${mark} of ${rival}, so this study is no evidence that ${record.study.target} can be predicted from these data.`;
  }
}

/** `always answering LumA`, or the baseline by its name. */
function baselineInWords(record: RunRecord, name: string): string {
  if (name !== 'majority') return `the baseline ${learnerName(name)}`;
  const scores = perClass(verdict(record).chosen.confusion);
  const commonest = scores.reduce((most, score) => (score.support > most.support ? score : most));
  return `always answering ${commonest.name}`;
}

function classes(record: RunRecord): string {
  const scores = perClass(verdict(record).chosen.confusion);
  const { positive } = record.study;
  if (scores.length === 2) {
    const yes = scores.find(({ name }) => name === positive) ?? scores[1]!;
    const no = scores.find((score) => score !== yes)!;
    const found = `It finds ${yes.correct} of ${yes.support} ${yes.name} samples (sensitivity ${formatScore(yes.recall)})`;
    return `${found} and takes ${no.support - no.correct} of ${no.support} ${no.name} samples for ${yes.name} (specificity ${formatScore(no.recall)}).`;
  }
  const ranked = byRecall(scores);
  const best = ranked[0]!;
  const worst = ranked.at(-1)!;
  const { takenFor } = worst;
  if (!takenFor) return 'It gives every sample its right class.';
  return `It recognises ${best.name} best (recall ${formatScore(best.recall)}) and ${worst.name} least well (recall ${formatScore(worst.recall)}; ${takenFor.count} of ${worst.support} are taken for ${takenFor.name}).`;
}

function trust({ audit }: RunRecord): string {
  const of = (status: string) => audit.filter((finding) => finding.status === status).map(({ rule }) => rule);
  const failed = of('fail');
  const warned = of('warn');
  if (audit.length === 0) return 'The data were not audited, so a leak cannot be ruled out.';
  if (failed.length > 0) {
    return `The audit failed on ${formatList(failed)}: until that is settled these numbers must not be trusted.`;
  }
  if (warned.length > 0) {
    return `The audit of ${countOf(audit.length, 'rule')} found no leak, but ${countOf(warned.length, 'point')} to look at before the result is relied on: ${formatList(warned)}.`;
  }
  return `The audit found nothing to object to in ${countOf(audit.length, 'rule')}.`;
}
