import { NotFoundError } from '../../base/errors.ts';
import { globMatcher } from '../../base/glob.ts';
import { nearest } from '../../base/nearest.ts';

/**
 * The names that any of the patterns picks, in the order of `names`. A pattern is a name, or a glob with * (any run) and ? (one character).
 * @throws {NotFoundError} a pattern that picks nothing, with the nearest name.
 */
export function matchNames(patterns: readonly string[], names: readonly string[], where: string): string[] {
  const picked = new Set<string>();
  for (const pattern of patterns) {
    const found = names.filter(globMatcher(pattern));
    if (found.length === 0) {
      const near = nearest(pattern, names);
      throw new NotFoundError({
        where,
        problem: `no column matches '${pattern}'`,
        hint: near ? `did you mean '${near}'?` : `there are ${names.length} columns`,
      });
    }
    for (const name of found) picked.add(name);
  }
  return names.filter((name) => picked.has(name));
}
