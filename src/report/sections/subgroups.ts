import type { ShownSubgroup, SubgroupScore, Subgroups } from '../../validate/subgroups/score-subgroups.ts';
import { subgroupPerformance } from '../figures/subgroup-performance.ts';
import { capitalise, countOf, formatCount, formatInterval, formatP, formatScore, keepRanges } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { scoreCell, table } from '../table.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { figureGrid, type Section } from './section.ts';

/** The chosen learner in parts of the cohort: is it as good for everyone? */
export function subgroupsSection(input: ReportInput, document: Document): Section {
  const subgroups = input.record.subgroups!;
  return {
    id: 'subgroups',
    heading: 'For everyone alike?',
    body: html`<p>${keepRanges(verdictOf(subgroups))}</p>
<p>${CAUTION}</p>
${figureGrid([subgroupPerformance(input, document)])}
${subgroups.columns.map((column) => columnTable(column, subgroups))}`,
  };
}

const CAUTION =
  'A part that does worse may be ill served by the model, or simply harder: fewer samples, another mix of classes, other measurements. And that no difference is shown does not say that there is none, least of all in small parts, whose intervals are wide.';

function verdictOf({ columns, tests, metrics, learner }: Subgroups): string {
  const metric = metricWords(metrics[0]!).name;
  const named = columns.flatMap(({ column, groups }) =>
    groups
      .filter(isShown)
      .filter(({ difference }) => difference !== undefined && difference.adjusted < 0.05)
      .map(({ name, difference }) => {
        const format = metricFormat(metrics[0]!);
        return `${column} ${name}, ${formatInterval(difference, format)}, adjusted ${formatP(difference!.adjusted)}`;
      }),
  );
  if (tests === 0)
    return `No part of the cohort is large enough, beside the rest, to compare ${metric} of ${learnerName(learner)}.`;
  const asked = `${capitalise(countOf(tests, 'difference'))} in ${metric} between a part and the rest ${tests === 1 ? 'was' : 'were'} tested`;
  return named.length === 0
    ? `${asked}, and none is beyond what chance makes of so many.`
    : `${asked}. Beyond what chance makes of so many: ${named.join('; ')}.`;
}

function columnTable({ column, unknown, groups }: Subgroups['columns'][number], subgroups: Subgroups): Html {
  const { metrics, calibration } = subgroups;
  const withEvents = groups.some((group) => isShown(group) && group.events !== undefined);
  const first = metrics[0]!;
  const names = [
    'Samples',
    ...(withEvents ? ['Events'] : []),
    ...metrics.map((metric) => capitalise(metricWords(metric).name)),
    `${capitalise(metricWords(first).short)}: less the rest`,
    'Adjusted p',
    calibration === 'ratio' ? 'Observed ÷ expected' : 'Measured − predicted',
  ];
  const caption = `By ${column}${unknown > 0 ? `; not known of ${countOf(unknown, 'sample')}` : ''}`;
  const format = metricFormat(first);
  return table(
    caption,
    [{ label: capitalise(column) }, ...names.map((label) => ({ label, numeric: true }))],
    groups.map((group) => ({
      header: isShown(group) ? group.name : html`${group.name}<span class="interval">not shown: ${group.hidden}</span>`,
      cells: isShown(group)
        ? [
            formatCount(group.samples),
            ...(withEvents ? [formatCount(group.events ?? 0)] : []),
            ...metrics.map((metric) => scoreCell(group.metrics[metric], metricFormat(metric))),
            scoreCell(group.difference, format),
            group.difference ? formatP(group.difference.adjusted).replace(/^p\s=\s|^p\s/, '') : '–',
            scoreCell(group.calibration, calibration === 'ratio' ? formatScore : format),
          ]
        : names.map(() => ''),
      className: isShown(group) ? '' : 'baseline',
    })),
  );
}

const isShown = (group: SubgroupScore): group is ShownSubgroup => 'metrics' in group;
