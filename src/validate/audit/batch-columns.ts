import type { AnnotationColumn } from '../../table/annotations.ts';
import type { Variable } from './associate.ts';
import { featureColumns } from './columns.ts';
import type { AuditInput } from './input.ts';

/** Something that may say where, when or how a sample was measured, or that the study declares as a confounder. */
export interface BatchColumn {
  readonly name: string;
  readonly variable: Variable;
}

const BATCH_NAME =
  /(^|[_.\s-])(batch|plate|sites?|cent(er|re)|lane|run|flow[_.\s-]?cell|scanner|device|hospital|institut(e|ion)|tss|chip|array|slide|platform|sequencer|machine|operator|lab(oratory)?|cohort|data[_.\s-]?set|date|year)([_.\s-]?(id|no|nr|name|code|number|\d+))?$/i;
/** An organ, not a place of work. */
const ANATOMICAL = /(primary|tumou?r|anatomic(al)?|disease|metasta(tic|sis)|biopsy|resection|origin)[_.\s-]?sites?/i;
/** Project, tissue source site, participant, sample, portion, plate, centre. Source: GDC, "TCGA barcode". */
const TCGA = /^TCGA-(\w{2})-\w{4}(?:-\w{3})?(?:-\w{3})?(?:-(\w{4}))?(?:-(\w{2}))?$/i;

/** Levels with fewer samples than this say nothing. */
const FEWEST = 5;
/** A number with more values than this is a measurement, not a code. */
const MOST_CODES = 30;

/**
 * The columns to hold against the target: declared confounders; columns of the sheet, and features, named like batch, plate, site, centre,
 * scanner, run, date; what TCGA barcodes tell (tissue source site, plate, centre). Not the target, the ids and declared groups, which the folds
 * keep whole already. Dates become day numbers; levels of fewer than 5 samples are left out. Columns without two levels left are none.
 */
export function batchColumns(input: AuditInput): BatchColumn[] {
  const { annotations, blocks, confounders = [], units } = input;
  const never = new Set([...(input.targetColumns ?? []), ...(input.groupColumns ?? []), input.idColumn]);
  const wanted = (name: string) =>
    !never.has(name) && (confounders.includes(name) || (BATCH_NAME.test(name) && !ANATOMICAL.test(name)));
  const found = new Map<string, Variable>();
  for (const column of annotations.columns) if (wanted(column.name)) found.set(column.name, variableOf(column));
  for (const { feature, values, words } of featureColumns(blocks)) {
    if (!wanted(feature) || found.has(feature)) continue;
    const codes = words ? Int32Array.from(values, (code) => (Number.isNaN(code) ? -1 : code)) : undefined;
    found.set(feature, codes ? { type: 'category', codes } : ofNumbers(values));
  }
  for (const [name, part] of [
    ['tissue source site (barcode)', 1],
    ['plate (barcode)', 2],
    ['centre (barcode)', 3],
  ] as const)
    found.set(name, ofTexts(input.ids.map((id) => TCGA.exec(id.replaceAll('.', '-'))?.[part]?.toUpperCase() ?? null)));
  return [...found].flatMap(([name, variable]) => {
    const kept = withoutRare(variable, units);
    return kept ? [{ name, variable: kept }] : [];
  });
}

function variableOf(column: AnnotationColumn): Variable {
  if (column.type === 'number') return ofNumbers(column.values);
  const days = column.values.map((text) => (text === null ? null : dayOf(text)));
  const known = column.values.filter((text) => text !== null).length;
  if (known > 0 && days.filter((day) => day !== null).length >= 0.9 * known)
    return { type: 'number', values: Float64Array.from(days, (day) => day ?? Number.NaN) };
  return ofTexts(column.values);
}

/** A number that rises with the day, of YYYY-MM-DD; null for anything else. */
function dayOf(text: string): number | null {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text.trim());
  return parts ? 372 * Number(parts[1]) + 31 * Number(parts[2]) + Number(parts[3]) : null;
}

function ofNumbers(values: ArrayLike<number>): Variable {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const distinct = [...new Set(known)].sort((a, b) => a - b);
  if (distinct.length > MOST_CODES || !known.every(Number.isInteger)) return { type: 'number', values };
  const code = new Map(distinct.map((value, k) => [value, k]));
  return { type: 'category', codes: Int32Array.from(values, (value) => code.get(value) ?? -1) };
}

function ofTexts(texts: readonly (string | null)[]): Variable {
  const names = [...new Set(texts)].filter((text) => text !== null).sort();
  const code = new Map(names.map((name, k) => [name, k]));
  return { type: 'category', codes: Int32Array.from(texts, (text) => (text === null ? -1 : code.get(text)!)) };
}

/** The same with rare levels as missing; undefined when too little is left to compare. */
function withoutRare(variable: Variable, units: Int32Array): Variable | undefined {
  if (variable.type === 'number') {
    const known = [...units].map((i) => variable.values[i]!).filter(Number.isFinite);
    return known.length >= 2 * FEWEST && new Set(known).size > 1 ? variable : undefined;
  }
  const { codes } = variable;
  const counts = new Map<number, number>();
  for (const i of units) counts.set(codes[i]!, (counts.get(codes[i]!) ?? 0) + 1);
  const kept = new Set([...counts].filter(([code, count]) => code >= 0 && count >= FEWEST).map(([code]) => code));
  if (kept.size < 2) return undefined;
  return { type: 'category', codes: Int32Array.from(codes, (code) => (kept.has(code) ? code : -1)) };
}
