import type { PredictiveScores } from '../../validate/decisions/answers-at-prevalence.ts';
import type {
  ConformalClasses,
  ConformalNumbers,
  Decisions,
  DistanceCheck,
  RejectDecision,
  ThresholdDecision,
} from '../../validate/decisions/decisions.ts';
import { assaysSaved } from '../figures/assays-saved.ts';
import { decisionCurves } from '../figures/decision-curves.ts';
import { riskCoverage } from '../figures/risk-coverage.ts';
import {
  countOf,
  formatAmount,
  formatCount,
  formatInterval,
  formatPercent,
  formatScore,
  formatSetting,
  formatShareInterval,
  keepRanges,
} from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { scoreCell, table } from '../table.ts';
import { learnerName } from '../words.ts';
import { figureGrid, type Section } from './section.ts';

/** What one may do with the answers: withhold the unsure, give sets, call at a threshold, read them at another prevalence, refuse aliens. */
export function decisionsSection(input: ReportInput, document: Document): Section {
  const decisions = input.record.decisions!;
  const { prevalence, threshold, reject, conformal, distance } = decisions;
  return {
    id: 'decisions',
    heading: 'Decisions',
    body: html`<p>What may be done with the answers of ${learnerName(decisions.learner)}. Whatever was chosen from the data, a threshold or a width, is judged here on folds that had no part in choosing it.</p>
${reject && rejectPart(reject)}
${conformal && (conformal.task === 'classification' ? setsPart(conformal) : intervalsPart(conformal, input.record.study.target))}
${prevalence && prevalencePart(prevalence)}
${threshold && thresholdPart(threshold)}
${figureGrid([riskCoverage(input, document), assaysSaved(input, document)], decisionCurves(input, document))}
${distance && distancePart(distance)}`,
  };
}

const part = (heading: string, ...body: readonly (Html | string)[]) =>
  html`<h3>${heading}</h3>${body.map((one) => (typeof one === 'string' ? html`<p>${keepRanges(one)}</p>` : one))}
`;

function rejectPart({ risk, aurc, best, target, chow }: RejectDecision): Html {
  const area = `The area under the curve of errors against answers given is ${formatInterval(aurc)}; 0 would be no error at all, ${formatScore(best)} is what the best order of these answers would have, ${formatScore(risk)} what answering in any order has.`;
  return part(
    'Withholding answers that are not sure',
    ...(target ? [targetInWords(target)] : []),
    ...(chow ? [chowInWords(chow)] : []),
    area,
  );
}

function targetInWords(target: NonNullable<RejectDecision['target']>): string {
  const { maxError, confidence, threshold, samples, answered, error, bound, fewest } = target;
  const asked = `Asked was that at most ${formatPercent(maxError)} of the answers given be wrong, with ${formatPercent(confidence)} certainty.`;
  const held =
    answered === 0
      ? 'With the thresholds that the other folds chose, no held-out sample was answered.'
      : `With the thresholds that the other folds chose, ${formatCount(answered)} of ${countOf(samples, 'held-out sample')} were answered, ${formatShareInterval(error)} of them wrongly.`;
  if (threshold === null) {
    return `${asked} These samples cannot vouch for that at any threshold: the least that they can promise is ${formatPercent(bound)}, and it takes at least ${formatCount(fewest)} samples answered without a mistake. The model therefore withholds every answer until more samples are there, or more errors are allowed. ${held}`;
  }
  return `${asked} That holds for answers with a probability of at least ${formatScore(threshold)}; the others are withheld. ${held}`;
}

function chowInWords({ cost, threshold, answered, samples, error, mean }: NonNullable<RejectDecision['chow']>): string {
  return `When a wrong answer costs ${formatSetting(cost.error)} and none at all ${formatSetting(cost.reject)}, answers below a probability of ${formatScore(threshold)} are withheld (Chow’s rule). Then ${formatCount(answered)} of ${countOf(samples, 'sample')} are answered, ${formatShareInterval(error)} of them wrongly, at a mean cost of ${formatInterval(mean.withOption)} a sample, against ${formatScore(mean.without)} when all are answered.`;
}

function setsPart({ error, classes, sets, meanSize, oneRight }: ConformalClasses): Html {
  const total = sets.empty + sets.one + sets.many;
  const promise = formatPercent(1 - error);
  const lead = `Instead of one answer a sample can be given the set of all classes that cannot be ruled out, such that ${promise} of the samples of every class have their class in the set. ${formatCount(sets.one)} of ${countOf(total, 'sample')} get a set of one class, which is right in ${formatShareInterval(oneRight)}; ${formatCount(sets.many)} get several, ${formatCount(sets.empty)} none (no class fits). The mean size is ${formatScore(meanSize)}.`;
  const missed = classes.filter(({ coverage }) => coverage.high < 1 - error);
  const judged =
    missed.length === 0
      ? 'On held-out samples the promise was kept in every class, as far as their numbers can tell.'
      : `On held-out samples it was not kept for ${missed.map(({ class: name }) => name).join(', ')}: do not rely on the sets of samples that may be of that class.`;
  return part(
    'Sets instead of single answers',
    lead,
    judged,
    table(
      'Sets by true class',
      [
        { label: 'Class' },
        { label: 'Samples', numeric: true },
        { label: `In its set (promised ${promise})`, numeric: true },
        { label: 'Mean size of the set', numeric: true },
      ],
      classes.map(({ class: name, samples, coverage, meanSize: size }) => ({
        header: name,
        cells: [formatCount(samples), formatShareInterval(coverage), formatScore(size)],
      })),
    ),
  );
}

function intervalsPart({ error, halfWidth, samples, coverage, thirds }: ConformalNumbers, target: string): Html {
  const promise = formatPercent(1 - error);
  if (halfWidth === null) {
    return part(
      'An interval around each answer',
      `${countOf(samples, 'sample')} are too few for an interval that holds ${promise} of new values.`,
    );
  }
  const [low, middle, high] = thirds.map((third) => formatShareInterval(third.coverage));
  return part(
    'An interval around each answer',
    `The answer ± ${formatAmount(halfWidth)} (in the unit of ${target}) is meant to hold ${promise} of new values. Of ${countOf(samples, 'held-out sample')} it held ${formatShareInterval(coverage)}.`,
    `The width is the same for all: among the lowest third of the predictions it held ${low}, the middle ${middle}, the highest ${high}. Where it held less, those answers are less certain than the width says.`,
  );
}

function prevalencePart({ priors, classes }: NonNullable<Decisions['prevalence']>): Html {
  const shares = Object.entries(priors).map(([name, share]) => `${name} ${formatPercent(share)}`);
  const cells = ({ sensitivity, specificity, ppv, npv }: PredictiveScores) =>
    [sensitivity, specificity, ppv, npv].map((score) => scoreCell(score, formatScore));
  return part(
    'Where the classes are as frequent as stated',
    `How far an answer can be trusted depends on how frequent the class is where the model is used. The shares there, those not stated shared out in proportion: ${shares.join(', ')}. PPV is the share of those called so who are so; NPV the share of the others who are not. “Re-weighted” are answers after the probabilities were turned to these shares.`,
    table(
      'Answers at the stated shares',
      [
        { label: 'Answer' },
        { label: 'Sensitivity', numeric: true },
        { label: 'Specificity', numeric: true },
        { label: 'PPV', numeric: true },
        { label: 'NPV', numeric: true },
      ],
      classes.flatMap(({ class: name, asAnswered, reweighted }) => [
        { header: `${name}, as answered`, cells: cells(asAnswered) },
        { header: `${name}, re-weighted`, cells: cells(reweighted) },
      ]),
    ),
  );
}

function thresholdPart({
  class: name,
  rule,
  threshold,
  byFold,
  scores,
  prevalence,
  called,
  cost,
}: ThresholdDecision): Html {
  const asked =
    'cost' in rule
      ? `a false alarm costs ${formatSetting(rule.cost.falsePositive)} and a miss ${formatSetting(rule.cost.falseNegative)}`
      : 'sensitivity' in rule
        ? `${formatPercent(rule.sensitivity)} of the samples of ${name} are to be found`
        : `${formatPercent(rule.specificity)} of the others are to be left alone`;
  const at =
    threshold > 1
      ? `nobody is best called ${name}`
      : `${name} is called from a probability of ${formatScore(threshold)} on`;
  const range = `${formatScore(Math.min(...byFold))} to ${formatScore(Math.max(...byFold))}`;
  const { sensitivity, specificity, ppv, npv } = scores;
  const spent = cost
    ? ` The mean cost of a sample is ${formatInterval(cost.model)}, against ${formatScore(cost.all)} for calling everyone and ${formatScore(cost.none)} for calling nobody.`
    : '';
  return part(
    `Calling ${name}`,
    `Since ${asked}, ${at} (the folds chose ${range}). At a share of ${formatPercent(prevalence)}, ${formatPercent(called)} are called. Held out: sensitivity ${formatInterval(sensitivity)}, specificity ${formatInterval(specificity)}, PPV ${formatInterval(ppv)}, NPV ${formatInterval(npv)}.${spent}`,
  );
}

function distancePart({ samples, alien, share }: DistanceCheck): Html {
  return part(
    'Samples unlike those it learned from',
    `A model answers whatever it is given, a sample of another tissue or of a failed measurement too. The saved model therefore measures how far a new sample lies from the training samples, and refuses one that lies farther than 99 in 100 of these would. Of ${countOf(samples, 'training sample')}, each measured while it was left out, ${formatCount(alien)} would have been refused, a share of ${formatShareInterval(share)}.`,
  );
}
