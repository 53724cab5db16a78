import type { KnownGroups } from '../../report/input.ts';
import type { Annotations } from '../../table/annotations.ts';

/** More groups than this are names of places or codes of single samples, which no clustering could meet. */
const MOST_GROUPS = 50;

/**
 * The text columns of the sample sheet that clusters can be compared with: they name 2 to 50 groups, of two samples or more on average.
 * @param without columns that took part in finding the clusters: features, and what steps ask for.
 */
export function knownGroups(annotations: Annotations, without: ReadonlySet<string>): KnownGroups[] {
  return annotations.columns.flatMap((column) => {
    if (column.type !== 'text' || without.has(column.name)) return [];
    const names = [...new Set(column.values)].filter((value): value is string => value !== null).sort();
    const known = column.values.filter((value) => value !== null).length;
    if (names.length < 2 || names.length > MOST_GROUPS || 2 * names.length > known) return [];
    const code = new Map(names.map((name, k) => [name, k]));
    const codes = Int32Array.from(column.values, (value) => (value === null ? -1 : code.get(value)!));
    return [{ column: column.name, names, codes }];
  });
}

/** What is compared, for the user to know before anything is computed. */
export function knownGroupsInWords(known: readonly KnownGroups[]): string {
  if (known.length === 0) return 'no text column of the sheet names 2 to 50 groups: clusters are compared with nothing';
  const shown = known.slice(0, 12).map(({ column, names }) => `'${column}' (${names.length} groups)`);
  const more = known.length > 12 ? `, … (${known.length} columns in all)` : '';
  return `clusters are compared with ${shown.join(', ')}${more}, which take no part in finding them`;
}
