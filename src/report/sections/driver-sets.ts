import { scaleInWords, unitSentence } from '../attribution-words.ts';
import { capitalise, countOf, formatAmount, formatCount, formatList, formatPercent, keepRanges } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { EnrichmentRecord } from '../record.ts';
import { table } from '../table.ts';
import { learnerName } from '../words.ts';
import { BELIEVED, bareP, SHOWN, testedSets } from './set-words.ts';

export type OfDrivers = Extract<EnrichmentRecord, { of: 'drivers' }>;
export type OfAttributions = Extract<EnrichmentRecord, { of: 'attributions'; method: 'gsea' }>;
export type OfSums = Extract<EnrichmentRecord, { of: 'attributions'; method: 'summed' }>;

/** The features that lead the explanation, or weigh most where there is none, and the sets that hold more of them than chance would put there. */
export function ofDrivers(found: OfDrivers): Html {
  const believed = found.sets.filter(({ q }) => q < BELIEVED);
  const how = found.by === 'attribution' ? '50 that move the answers most' : '50 of most weight';
  const lead = `${capitalise(countOf(found.chosen, 'feature'))} of ${found.block} ${found.chosen === 1 ? 'was' : 'were'} among the ${how} in at least half of ${countOf(found.folds, 'fold')}`;
  const verdict =
    believed.length > 0
      ? `${formatList(believed.slice(0, 3).map(({ set }) => set))} ${believed.length === 1 ? 'holds' : 'hold'} more of them than chance would put there.`
      : 'No set holds more of them than chance would put there, with so many sets asked.';
  return html`<p>${keepRanges(`${lead}. ${verdict}`)} The background is the ${formatCount(found.background)} features that could have been chosen, not the genome; ${testedSets(found)}</p>
${table(
  `Sets in which drivers are over-represented (hypergeometric test), the ${Math.min(SHOWN, found.sets.length)} strongest`,
  [
    { label: 'Set' },
    { label: 'Found', numeric: true },
    { label: 'Expected', numeric: true },
    { label: 'q', numeric: true },
    { label: 'Drivers in it' },
  ],
  found.sets.slice(0, SHOWN).map(({ set, size, found: hits, expected, q, members }) => ({
    header: set,
    cells: [`${hits} of ${size}`, formatAmount(expected), bareP(q), members.join(', ')],
    className: q < BELIEVED ? '' : 'baseline',
  })),
)}`;
}

/** The sets that speak for and against each output, and what each amounts to. @param all one an output. */
export function ofAttributions(all: readonly OfAttributions[], sums: OfSums, { record }: ReportInput): Html {
  const [first] = all as [OfAttributions];
  const best = new Map<string, { q: number; nes: number }>();
  for (const { sets } of all) {
    for (const { set, q, nes } of sets) {
      const known = best.get(set) ?? { q: Number.POSITIVE_INFINITY, nes: 0 };
      best.set(set, { q: Math.min(known.q, q), nes: Math.max(known.nes, Math.abs(nes)) });
    }
  }
  const rows = [...best].sort(([, a], [, b]) => a.q - b.q || b.nes - a.nes).slice(0, SHOWN);
  return html`<h3>Sets that drive the answer</h3>
${about(first, all.length)}
<ul>${all.map((one) => html`<li>${keepRanges(sentenceOf(one))}</li>`)}</ul>
<p class="from-intermediate">In the table a score above 0 says that more of the members raises the answer; – stands where q is above 0.25.</p>
${table(
  'Normalised enrichment score; below it q, and the folds that agree',
  [{ label: 'Set' }, ...all.map(({ output }) => ({ label: output, numeric: true }))],
  rows.map(([set]) => ({
    header: set,
    cells: all.map(({ sets, folds }) => {
      const own = sets.find((one) => one.set === set);
      return own && own.q <= 0.25
        ? html`${formatAmount(own.nes)}<span class="interval">q ${bareP(own.q)}, ${Math.round(own.frequency * folds)} of ${folds}</span>`
        : '–';
    }),
  })),
)}
${amounts(sums, record.study)}`;
}

/** What was asked, at three depths. */
function about(first: OfAttributions, nOutputs: number): Html {
  const { background, permutations, folds, learner, block } = first;
  return html`<div class="levels">
<p class="novice">Genes that work together are kept in lists, such as those that a cell needs to divide. Here each list is asked two questions: does the model lean on its genes more than on others, and did
leaning on them help with samples that the model had not seen? A list is named only if both are answered with yes. It tells a biologist where to look; it proves no cause.</p>
<p class="intermediate">The ${formatCount(background)} features of ${block} that ${learnerName(learner)} could have used were ranked by how far and which way they move its answers on held-out samples, and each set asked whether its members gather at an end (GSEA,
${formatCount(permutations)} random sets of each size). A set that is more than random sets must also have helped: what its members add to the answers, sample by sample, must go with the truth of samples that the model had not seen. q is the false discovery rate of both at once. ${capitalise(testedSets(first))}</p>
<p class="advanced">Rank: mean |attribution| times the correlation of the feature with its attributions, mean over ${countOf(folds, 'fold')}; features without a use are 0, in an order drawn; the score goes by rank alone, since attributions have a heavy tail. Held-out check: the sum of the members' attributions against the truth of each fold's held-out
samples, rank-sum statistic stratified by fold (van Elteren), its variance doubled since each pair of samples in different folds is met twice, one-sided. q: Benjamini–Hochberg over all sets${nOutputs > 1 ? ' and classes' : ''} of the larger of the two p values. Random sets take genes for independent, which makes their p too small where genes move together;
the held-out check does not. In single folds the score is set against 200 random sets, at 0.05. Folds share most of their training samples: new cohorts would agree less. ${capitalise(testedSets(first))}</p>
</div>`;
}

function sentenceOf({ output, sets }: OfAttributions): string {
  const believed = sets.filter(({ q }) => q < BELIEVED);
  const named = (sign: number) => believed.filter(({ nes }) => Math.sign(nes) === sign).map(({ set }) => set);
  const [up, down] = [named(1).slice(0, 3), named(-1).slice(0, 3)];
  const parts = [
    ...(up.length > 0 ? [`more of ${formatList(up)} speaks for it`] : []),
    ...(down.length > 0 ? [`more of ${formatList(down)} speaks against it`] : []),
  ];
  return parts.length > 0 ? `${output}: ${parts.join('; ')}.` : `${output}: no set with q below 0.05.`;
}

/** Mean |attribution| summed over sets. */
function amounts(sums: OfSums, study: ReportInput['record']['study']): Html {
  const believed = sums.sets.filter(({ q }) => q < BELIEVED);
  const [top] = believed;
  const verdict = top
    ? `${top.set} has ${formatPercent(top.share)} of all that moves the answers, where ${formatCount(top.size)} random features would have ${formatPercent(top.expected)}.`
    : 'No set has more of all that moves the answers than random features would.';
  const unit = scaleInWords(sums.scale, study);
  return html`<p>${keepRanges(verdict)}</p>
<p class="from-intermediate">Share: of all mean |attribution|. Together: how far the members, added up, move the answer for a held-out sample, in ${unit}.</p>
${table(
  'What sets amount to',
  [
    { label: 'Set' },
    { label: 'Share', numeric: true },
    { label: 'By chance', numeric: true },
    { label: 'Folds', numeric: true, from: 'advanced' },
    { label: 'Together', numeric: true },
    { label: 'q', numeric: true },
  ],
  sums.sets.slice(0, SHOWN).map((one) => ({
    header: one.set,
    cells: [
      formatPercent(one.share),
      formatPercent(one.expected),
      `${formatPercent(Math.min(...one['by-fold']))}–${formatPercent(Math.max(...one['by-fold']))}`,
      formatAmount(one.moved),
      bareP(one.q),
    ],
    className: one.q < BELIEVED ? '' : 'baseline',
  })),
)}
<p class="from-advanced">${unitSentence(sums.scale)} Sets share features: shares do not add up. q: of the larger p of ${formatCount(sums.permutations)} random sets and of the held-out check at the class where it is best (Bonferroni over classes).</p>`;
}
