import { type Agreement, countNames, foundGroups } from '../cluster-groups.ts';
import { formatIntervalInWords, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { countGrid } from './count-grid.ts';
import type { Figure } from './figure.ts';

/** Names beyond these are drawn together. */
const SHOWN = 10;

/** The groups against the column of the sheet that they agree with best. Null without one. */
export function groupsByColumn(input: ReportInput, document: Document): Figure | null {
  const found = foundGroups(input);
  const [closest] = found?.known ?? [];
  if (!found || !closest) return null;
  const whole = found.groups.map(({ rows }) => countNames(closest, rows));
  const { columns, counts } = frequentOnly(closest.names, whole);
  const rows = found.groups.map(({ name }, g) => ({ name, total: counts[g]!.reduce((sum, count) => sum + count, 0) }));
  const most = rows.map(({ name, total }, g) => {
    const k = counts[g]!.indexOf(Math.max(...counts[g]!));
    return { name, total, label: columns[k]!, share: counts[g]![k]! / Math.max(1, total) };
  });
  const alt = `Table of counts, rows are groups, columns are the values of ${closest.column}. ${most
    .map(({ name, total, label, share }) => `Group ${name}: ${formatPercent(share)} of ${total} are ${label}`)
    .join('. ')}.`;
  const { svg, width, data } = countGrid(document, {
    alt,
    counts,
    rows,
    columns,
    axes: { rows: 'group ↓', columns: `${closest.column} →` },
    cellTitle: (row, column) => `group ${row}, ${column}`,
  });
  return { title: `Groups beside ${closest.column}`, svg, sentence: sentenceOf(closest, most), alt, width, data };
}

function sentenceOf(
  { column, ari }: Agreement,
  most: readonly { readonly name: string; readonly label: string; readonly share: number }[],
): string {
  const [purest] = [...most].sort((a, b) => b.share - a.share);
  const lead = `Each row is a group, shaded by its share. ${purest ? `The most uniform is group ${purest.name}: ${formatPercent(purest.share)} of it are ${purest.label}.` : ''}`;
  return ari
    ? `${lead} The agreement with ${column}, corrected for chance, is ARI ${formatIntervalInWords(ari)}; the column had no part in finding the groups.`
    : lead;
}

/** The most frequent names in their order, the rest as `others`. */
function frequentOnly(names: readonly string[], counts: readonly (readonly number[])[]) {
  const totals = names.map((_, k) => counts.reduce((sum, row) => sum + row[k]!, 0));
  const order = [...names.keys()].sort((a, b) => totals[b]! - totals[a]! || a - b);
  const kept = order.slice(0, names.length > SHOWN ? SHOWN - 1 : SHOWN).sort((a, b) => a - b);
  const rest = order.filter((k) => !kept.includes(k));
  const columns = kept.map((k) => names[k]!);
  if (rest.length === 0) return { columns, counts: counts.map((row) => kept.map((k) => row[k]!)) };
  return {
    columns: [...columns, `${rest.length} others`],
    counts: counts.map((row) => [...kept.map((k) => row[k]!), rest.reduce((sum, k) => sum + row[k]!, 0)]),
  };
}
