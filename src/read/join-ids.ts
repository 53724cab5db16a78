import { DataError } from '../base/errors.ts';
import { nearestId } from './nearest-id.ts';

/** How many ids without partner get a suggestion. */
const SUGGESTIONS = 5;

export interface JoinedIds {
  /** Index into the first and into the second list of each shared id, in the order of the first. */
  readonly shared: readonly (readonly [first: number, second: number])[];
  /** Indices of ids that the other side lacks. */
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
  /** For up to five ids without partner, the id on the other side that was probably meant. */
  readonly nearest: readonly { readonly id: string; readonly nearest: string }[];
}

/**
 * Joins two lists of ids by name; those of the second are unique, of the first several may be the same. Nothing is dropped in silence: what has no partner is returned.
 * @param labels what errors call the two sides, the names of their files say.
 * @throws {DataError} no id is shared, with examples of both sides.
 * Cost O(n + m), and O(n + m) edit distances for each suggestion.
 */
export function joinIds(
  ids: readonly string[],
  otherIds: readonly string[],
  labels: { readonly first: string; readonly second: string } = { first: 'first list', second: 'second list' },
): JoinedIds {
  const index = new Map(otherIds.map((id, j) => [id, j]));
  const shared: [number, number][] = [];
  const onlyFirst: number[] = [];
  ids.forEach((id, i) => {
    const j = index.get(id);
    if (j === undefined) onlyFirst.push(i);
    else shared.push([i, j]);
  });
  const matched = new Set(shared.map(([, j]) => j));
  const onlySecond = [...otherIds.keys()].filter((j) => !matched.has(j));
  const nearest = [
    ...suggest(ids, onlyFirst, otherIds, SUGGESTIONS),
    ...suggest(otherIds, onlySecond, ids, SUGGESTIONS),
  ].slice(0, SUGGESTIONS);
  if (shared.length === 0) {
    const pair = nearest[0];
    throw new DataError({
      where: `${labels.first} and ${labels.second}`,
      problem: `shared ids expected, got none among ${ids.length} (${examples(ids)}) and ${otherIds.length} (${examples(otherIds)})`,
      hint: pair
        ? `is '${pair.id}' the same as '${pair.nearest}'? write them the same way`
        : 'check that both files use the same ids, and which column holds them',
    });
  }
  return { shared, onlyFirst, onlySecond, nearest };
}

/** The first three ids, quoted. */
export function examples(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).map((id) => `'${id}'`);
  return shown.length === 0 ? 'none' : shown.join(', ') + (ids.length > 3 ? ', …' : '');
}

function suggest(ids: readonly string[], unmatched: readonly number[], others: readonly string[], limit: number) {
  return unmatched.slice(0, limit).flatMap((i) => {
    const near = nearestId(ids[i]!, others);
    return near === undefined ? [] : [{ id: ids[i]!, nearest: near }];
  });
}
