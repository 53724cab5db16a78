import { countNames, foundGroups } from '../cluster-groups.ts';
import { capitalise, formatAmount, formatCount, formatPercent, formatRange, formatScore } from '../format.ts';
import type { Html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { numberErrors } from '../number-errors.ts';
import { perClass } from '../per-class.ts';
import { riskGroups } from '../risk-groups.ts';
import { table } from '../table.ts';
import { verdict } from '../verdict.ts';
import { learnerName, timeColumn } from '../words.ts';

/** How the chosen learner does in parts of the cohort: each class, fifths of the prediction, thirds of the risk, each group. Null without predictions. */
export function partsTable(input: ReportInput): Html | null {
  switch (input.target.task) {
    case 'classification':
      return classTable(input);
    case 'regression':
      return errorTable(input);
    case 'survival':
      return riskTable(input);
    case 'clustering':
      return groupTable(input);
  }
}

function classTable({ record }: ReportInput): Html {
  const { chosen } = verdict(record);
  return table(
    `Each class by itself, ${learnerName(chosen.learner)}, at the shares of these samples`,
    [
      { label: 'Class' },
      { label: 'Samples', numeric: true },
      { label: 'Sensitivity (recall)', numeric: true },
      { label: 'Specificity', numeric: true },
      { label: 'PPV (precision)', numeric: true },
      { label: 'NPV', numeric: true },
      { label: 'Most often taken for' },
    ],
    perClass(chosen.confusion).map(({ name, support, recall, specificity, precision, npv, takenFor }) => ({
      header: name,
      cells: [
        formatCount(support),
        formatScore(recall),
        formatScore(specificity),
        formatScore(precision),
        formatScore(npv),
        takenFor ? `${takenFor.name} (${takenFor.count})` : '–',
      ],
    })),
  );
}

function errorTable(input: ReportInput): Html | null {
  const found = numberErrors(input);
  if (!found) return null;
  const { amount } = found;
  return table(
    `Errors by rising prediction, ${learnerName(input.record.chosen)}`,
    [
      { label: 'Predicted' },
      { label: 'Samples', numeric: true },
      { label: 'Mean predicted', numeric: true },
      { label: 'Mean measured', numeric: true },
      { label: 'Middle half of the errors', numeric: true },
    ],
    found.parts.map(({ size, from, to, meanPredicted, meanMeasured, quartiles }) => ({
      header: formatRange(from, to, amount),
      cells: [
        formatCount(size),
        amount(meanPredicted),
        amount(meanMeasured),
        formatRange(quartiles[0], quartiles[2], amount),
      ],
    })),
  );
}

function riskTable(input: ReportInput): Html | null {
  const found = riskGroups(input);
  if (!found) return null;
  const { record } = input;
  return table(
    `Thirds of the predicted risk, ${learnerName(record.chosen)}`,
    [
      { label: 'Third' },
      { label: 'Samples', numeric: true },
      { label: 'Events', numeric: true },
      { label: `Median survival (${timeColumn(record.study)})`, numeric: true },
    ],
    found.groups.map(({ name, size, events, median }) => ({
      header: capitalise(name),
      cells: [formatCount(size), formatCount(events), median === null ? 'not reached' : formatAmount(median)],
    })),
  );
}

/** Columns of the sheet beyond these are in the table of agreement only. */
const COLUMNS_SHOWN = 4;

function groupTable(input: ReportInput): Html | null {
  const found = foundGroups(input);
  if (!found) return null;
  const known = found.known.slice(0, COLUMNS_SHOWN);
  return table(
    `Each group by itself, ${learnerName(input.record.chosen)}`,
    [
      { label: 'Group' },
      { label: 'Samples', numeric: true },
      { label: 'Mean silhouette', numeric: true },
      ...known.map(({ column }) => ({ label: `Most frequent ${column}` })),
    ],
    found.groups.map(({ name, rows, silhouette }) => ({
      header: capitalise(name),
      cells: [
        formatCount(rows.length),
        formatScore(silhouette),
        ...known.map((column) => {
          const counts = countNames(column, rows);
          const most = Math.max(...counts);
          const total = counts.reduce((sum, count) => sum + count, 0);
          return most === 0 ? '–' : `${column.names[counts.indexOf(most)]} (${formatPercent(most / total)})`;
        }),
      ],
    })),
  );
}
