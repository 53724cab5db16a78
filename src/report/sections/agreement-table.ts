import { foundGroups } from '../cluster-groups.ts';
import { capitalise, formatCount, formatInterval } from '../format.ts';
import type { Html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { table } from '../table.ts';
import { learnerName } from '../words.ts';

/** How well the groups of each learner agree with each column of the sheet. Null where nothing is compared. */
export function agreementTable(input: ReportInput): Html | null {
  const known = foundGroups(input)?.known ?? [];
  if (known.length === 0) return null;
  const { results } = input.record;
  return table(
    'Agreement with the sample sheet (adjusted Rand index)',
    [
      { label: 'Column' },
      { label: 'Values', numeric: true },
      { label: 'Samples', numeric: true },
      ...results.map(({ learner }) => ({ label: capitalise(learnerName(learner)), numeric: true })),
    ],
    known.map(({ column, names, codes }) => ({
      header: column,
      cells: [
        formatCount(names.length),
        formatCount(codes.filter((code) => code >= 0).length),
        ...results.map(({ metrics }) => formatInterval(metrics[`ari-${column}`])),
      ],
    })),
  );
}
