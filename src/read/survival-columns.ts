import type { DelimitedTable } from './delimited/table.ts';

export type TimeUnit = 'days' | 'weeks' | 'months' | 'years';

/** Columns that look like a time to an event or to the end of observation, and like what happened. */
export interface SurvivalColumns {
  readonly time: string;
  readonly event: string;
  /** Rows with the event. */
  readonly events: number;
  /** As the name of the time says it; null: it does not, and nothing else can. */
  readonly unit: TimeUnit | null;
  readonly longest: number;
}

const UNITS: readonly (readonly [TimeUnit, RegExp])[] = [
  ['days', /days?(?![a-z])/i],
  ['weeks', /weeks?(?![a-z])/i],
  ['months', /months?(?![a-z])|(?<![a-z])mo(?![a-z])/i],
  ['years', /years?(?![a-z])|(?<![a-z])yrs?(?![a-z])/i],
];
const TIME =
  /time|days?(?![a-z])|weeks?(?![a-z])|months?(?![a-z])|survival|follow.?up|(?<![a-z])(os|pfs|dfs|rfs|dss|efs|ttp)(?![a-z])/i;
/** Neither how old somebody is nor when something was counts from the start of observation. */
const NOT_TIME = /age|birth|date|year_of|diagnosis|event|status/i;
const EVENT =
  /event|status|death|dead|died|deceased|censor|recur|relapse|progress|(?<![a-z])(os|pfs|dfs|rfs|dss|efs)(?![a-z])/i;
const HAPPENED = /^(1(:|$)|dead|died|deceased|death|yes|true|event|progress|recurred|relapse)/i;
const NOT_HAPPENED = /^(0(:|$)|alive|living|no|false|censored|disease.?free|none)/i;

/** The unit that the name of a column of times says. Source of the words: cBioPortal (OS_MONTHS), GDC (days_to_death), R survival (futime). */
export function unitOfTime(name: string): TimeUnit | null {
  return UNITS.find(([, words]) => words.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')))?.[0] ?? null;
}

/**
 * Pairs of columns that look like survival: a time by its name, numbers of at least 0, and an event by its name of two values. Each event goes with the
 * time whose name begins most like its own. Nothing is settled by it: `inspect` shows them, and the study says which it means. Cost O(rows) a candidate.
 */
export function survivalColumns(table: DelimitedTable): SurvivalColumns[] {
  const names = table.columns.map(({ name }) => name);
  const times = names.flatMap((name, j) => {
    if (table.columns[j]!.type !== 'number' || !TIME.test(name) || NOT_TIME.test(name)) return [];
    const known = [...table.numbers(j)].filter((value) => !Number.isNaN(value));
    const isTime = known.length > 0 && known.every((value) => value >= 0) && new Set(known).size > 2;
    return isTime ? [{ name, longest: known.reduce((a, b) => Math.max(a, b)) }] : [];
  });
  return names.flatMap((event, j) => {
    if (!EVENT.test(event)) return [];
    const values = table.texts(j).filter((value) => value !== null);
    const events = values.filter((value) => HAPPENED.test(value)).length;
    if (events === 0 || !values.every((value) => HAPPENED.test(value) || NOT_HAPPENED.test(value))) return [];
    const [best] = times
      .map((time) => ({ ...time, alike: shared(time.name, event) }))
      .sort((a, b) => b.alike - a.alike);
    if (!best) return [];
    return [{ time: best.name, event, events, unit: unitOfTime(best.name), longest: best.longest }];
  });
}

/** Letters that two names begin with alike. */
function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at]!.toLowerCase() === b[at]!.toLowerCase()) at++;
  return at;
}
