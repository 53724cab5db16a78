import { CistronError, DataError } from '../base/errors.ts';
import type { Cells } from './delimited/cell-store.ts';
import type { DelimitedTable } from './delimited/table.ts';
import { guessUnit, type UnitGuess } from './guess-unit.ts';
import { inferIdColumn } from './infer-id-column.ts';
import { judgeRaw } from './looks-raw.ts';
import { uniqueIds } from './sample-ids.ts';
import { type SurvivalColumns, survivalColumns } from './survival-columns.ts';
import { summariseValues, type ValueSummary } from './value-summary.ts';

const SHOWN_ROWS = 5;
const SHOWN_COLUMNS = 8;
const SHOWN_NAMES = 20;
const SHOWN_LEVELS = 12;
/** In wider tables, those of measurements, names such as OS are genes. */
const WIDEST_SHEET = 5000;

export interface TableInspection {
  readonly format: 'delimited';
  readonly compressed: boolean;
  readonly delimiter: 'tab' | 'comma' | 'semicolon';
  readonly rows: number;
  readonly columns: number;
  /** The column that ids would be taken from, and why; null when none qualifies. */
  readonly id: { readonly column: string; readonly message: string } | null;
  /** The first twenty text columns, with their commonest values. */
  readonly text: readonly TextColumn[];
  readonly textCount: number;
  /** Names of the first twenty numeric columns. */
  readonly numeric: readonly string[];
  readonly numericCount: number;
  /** Columns that look like a time to an event and like what happened. */
  readonly survival: readonly SurvivalColumns[];
  readonly missing: { readonly cells: number; readonly share: number; readonly columns: number };
  /** Of all numeric cells but those of the id column. */
  readonly values: ValueSummary | null;
  readonly unit: UnitGuess;
  /** Header and first rows, cut to the first columns; missing is null. */
  readonly firstRows: readonly (readonly (string | null)[])[];
}

export interface TextColumn {
  readonly name: string;
  readonly distinct: number;
  readonly missing: number;
  readonly levels: readonly { readonly value: string; readonly count: number }[];
}

/** What a table is. @param problems gets what would stop or mislead a study, one sentence each. Memory that of the table twice. */
export function inspectTable(table: DelimitedTable, problems: string[]): TableInspection {
  const { columns, nRows } = table;
  const indices = [...columns.keys()];
  const text = indices.filter((j) => columns[j]!.type === 'text');
  const numeric = indices.filter((j) => columns[j]!.type === 'number');
  const id = findId(table, problems);
  const survival = columns.length > WIDEST_SHEET ? [] : survivalColumns(table);
  for (const { time, unit, longest } of survival)
    if (unit === null)
      problems.push(
        `the unit of '${time}' (up to ${longest}) is not in its name: find out whether it is days, months or years`,
      );
  const cells = columns.reduce((sum, column) => sum + column.missing, 0);
  const empty = columns.filter((column) => column.missing === nRows).map((column) => `'${column.name}'`);
  if (empty.length > 0)
    problems.push(
      `${empty.length} column${empty.length > 1 ? 's' : ''} without any value: ${empty.slice(0, 5).join(', ')}`,
    );
  problems.push(...mixedColumns(table, text), ...headerless(columns));
  const measured = numeric.filter((j) => !columns[j]!.words);
  const size = measured.length * nRows;
  const values: Cells = table.cells.chunks[0] instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  table.cells.columnMajor(measured, nRows, values);
  const summary = summariseValues(values);
  const unit = guessUnit(values, nRows);
  if (summary && unit.guess !== 'mixed') problems.push(...outliers(table, measured, values, summary));
  return {
    format: 'delimited',
    compressed: table.compressed,
    delimiter: ({ '\t': 'tab', ',': 'comma', ';': 'semicolon' } as const)[table.delimiter],
    rows: nRows,
    columns: columns.length,
    id,
    text: text.slice(0, SHOWN_NAMES).map((j) => describeText(table, j)),
    textCount: text.length,
    numeric: numeric.slice(0, SHOWN_NAMES).map((j) => columns[j]!.name),
    numericCount: numeric.length,
    survival,
    missing: {
      cells,
      share: cells / (nRows * columns.length),
      columns: columns.filter((column) => column.missing > 0).length,
    },
    values: summary,
    unit,
    firstRows: firstRows(table),
  };
}

function findId(table: DelimitedTable, problems: string[]): TableInspection['id'] {
  try {
    const { name, message } = inferIdColumn(table);
    return { column: name, message };
  } catch (error) {
    if (!(error instanceof CistronError)) throw error;
    problems.push(error.message);
  }
  // Text in front that is nearly an id: show which of its values repeat.
  try {
    if (table.columns[0]!.type === 'text') uniqueIds(table, 0, 'id');
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(error.message);
  }
  return null;
}

/** A first line that may be a row: a number over numbers, or the only field of a list. */
function headerless(columns: DelimitedTable['columns']): string[] {
  const number = columns.find(
    ({ name, type }) => type === 'number' && name.trim() !== '' && !Number.isNaN(Number(name)),
  );
  if (number) return [`the name of a column of numbers is the number '${number.name}': has the file no header line?`];
  const [only, ...others] = columns;
  if (others.length > 0) return [];
  return [
    `there is one column, called '${only!.name}' by the first line: if that is a value, the file has no header line`,
  ];
}

/** Text columns that would be numeric but for a few fields. */
function mixedColumns(table: DelimitedTable, text: readonly number[]): string[] {
  return text.flatMap((j) => {
    const { name, words } = table.columns[j]!;
    const odd = words!.filter((word) => word.trim() === '' || Number.isNaN(Number(word)));
    if (odd.length === 0 || odd.length * 10 > words!.length) return [];
    return [
      `column '${name}' is text only because of ${odd.length} of its ${words!.length} values, such as '${odd[0]}'`,
    ];
  });
}

/** A value a hundred times further out than 98 % of all: a slip of units, or a gene without spread that was divided by it. */
function outliers(table: DelimitedTable, columns: readonly number[], values: Cells, s: ValueSummary): string[] {
  const reach = 100 * (s.q99 - s.q01);
  const extreme = Math.max(s.max, -s.min) === s.max ? s.max : s.min;
  if (reach === 0 || Math.abs(extreme - s.median) <= reach || judgeRaw(s).raw) return [];
  const j = columns[Math.floor(values.indexOf(extreme) / table.nRows)]!;
  const short = (value: number) => Number(value.toPrecision(4));
  return [
    `98 % of the values are from ${short(s.q01)} to ${short(s.q99)}, but one in column '${table.columns[j]!.name}' is ${short(extreme)}`,
  ];
}

function describeText(table: DelimitedTable, j: number): TextColumn {
  const { name, words, missing } = table.columns[j]!;
  const counts = new Map<string, number>();
  for (const value of table.texts(j)) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levels = [...counts].map(([value, count]) => ({ value, count }));
  levels.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { name, distinct: words!.length, missing, levels: levels.slice(0, SHOWN_LEVELS) };
}

function firstRows(table: DelimitedTable): (string | null)[][] {
  const shown = table.columns.slice(0, SHOWN_COLUMNS);
  const rows = Array.from({ length: Math.min(SHOWN_ROWS, table.nRows) }, (_, i) =>
    shown.map((_column, j) => table.textAt(i, j)),
  );
  return [shown.map((column) => column.name), ...rows];
}
