import { capitalise, countOf, formatAmount, formatCount, formatList, keepRanges } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { EnrichmentRecord } from '../record.ts';
import { table } from '../table.ts';
import { type OfAttributions, ofAttributions, ofDrivers } from './driver-sets.ts';
import type { Section } from './section.ts';
import { BELIEVED, bareP, SHOWN, testedSets } from './set-words.ts';

type OfDifferences = Extract<EnrichmentRecord, { of: 'differential-expression' }>;

/** The gene sets in which the drivers of the model, and the differences between the classes, gather. Null unless the study names a file of sets. */
export function enrichmentSection(input: ReportInput): Section | null {
  const { enrichment } = input.record;
  if (!enrichment) return null;
  const blocks = [...new Set(enrichment.map(({ block }) => block))];
  return {
    id: 'gene-sets',
    heading: 'Gene sets',
    body: html`${blocks.length === 0 && html`<p>Nothing could be looked for: the learner gives no weights, and the task has no difference to rank by.</p>`}
${blocks.map((block) => {
  const own = enrichment.filter((one) => one.block === block);
  const differences = own.filter((one) => one.of === 'differential-expression');
  const ranked = own.filter((one): one is OfAttributions => one.of === 'attributions' && one.method === 'gsea');
  return html`${blocks.length > 1 && html`<h3>${block}</h3>`}
${own.map((one) => one.of === 'attributions' && one.method === 'summed' && ofAttributions(ranked, one, input))}
${own.map((one) => one.of === 'drivers' && ofDrivers(one))}
${differences.length > 0 && ofDifferences(differences)}`;
})}
<p class="note"><strong>Read with care.</strong> A set is a lead and no proof. Genes of one set rise and fall together; against random sets they are taken for independent, which makes p
too small. Whatever is not among the measured features cannot show. Sets overlap: two that share their genes are one finding.</p>
${links(enrichment)}`,
  };
}

/** One row a set, one column a contrast. */
function ofDifferences(all: readonly OfDifferences[]): Html {
  const [first] = all as [OfDifferences];
  const best = new Map<string, { fdr: number; nes: number }>();
  for (const { sets } of all) {
    for (const { set, fdr, nes } of sets) {
      const known = best.get(set) ?? { fdr: Number.POSITIVE_INFINITY, nes: 0 };
      best.set(set, { fdr: Math.min(known.fdr, fdr), nes: Math.max(known.nes, Math.abs(nes)) });
    }
  }
  const rows = [...best].sort(([, a], [, b]) => a.fdr - b.fdr || b.nes - a.nes).slice(0, SHOWN);
  const scale = first.values.length > 0 ? ` Values before the test: ${first.values.join('; ')}.` : '';
  return html`<h3>Differences between samples</h3>
<p>${keepRanges(`${capitalise(countOf(first.background, 'feature'))} of ${first.block} were ranked by how much they differ (moderated t), and each set asked whether its members gather at an end of the ranking (GSEA, ${formatCount(first.permutations)} random sets of each size).`)} This describes all samples of the study; it is no prediction, and other columns of the sheet are not held equal.${scale} ${capitalise(testedSets(first))}</p>
<ul>${all.map((one) => html`<li>${keepRanges(sentenceOf(one))}</li>`)}</ul>
${table(
  'Normalised enrichment score, above 0 where members are higher; below it the false discovery rate; – where it is above 0.25',
  [{ label: 'Set' }, ...all.map(({ contrast }) => ({ label: contrast, numeric: true }))],
  rows.map(([set]) => ({
    header: set,
    cells: all.map(({ sets }) => {
      const own = sets.find((one) => one.set === set);
      return own && own.fdr <= 0.25
        ? html`${formatAmount(own.nes)}<span class="interval">FDR ${bareP(own.fdr)}</span>`
        : '–';
    }),
  })),
)}`;
}

function sentenceOf({ contrast, sets }: OfDifferences): string {
  const believed = sets.filter(({ fdr }) => fdr < BELIEVED);
  const named = (sign: number) => believed.filter(({ nes }) => Math.sign(nes) === sign).map(({ set }) => set);
  const [up, down] = [named(1).slice(0, 2), named(-1).slice(0, 2)];
  const parts = [
    ...(up.length > 0 ? [`higher in ${formatList(up)}`] : []),
    ...(down.length > 0 ? [`lower in ${formatList(down)}`] : []),
  ];
  return parts.length > 0 ? `${contrast}: ${parts.join(', ')}.` : `${contrast}: no set at an FDR below 0.05.`;
}

/** Where sets are described, as text: the report makes no request. */
function links(all: readonly EnrichmentRecord[]): Html | false {
  const known = Object.entries(Object.assign({}, ...all.map(({ links }) => links)) as Record<string, string>);
  return (
    known.length > 0 &&
    html`<details><summary>Where the sets are described</summary>
<ul>${known.map(([set, url]) => html`<li>${set}: ${url}</li>`)}</ul></details>`
  );
}
