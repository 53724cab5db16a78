import { DataError } from '../base/errors.ts';

/** @throws {DataError} cells that are called alike, or not at all. @param where file, and what the names are. */
export function checkCells(ids: readonly string[], where: string): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) repeated.add(id);
    seen.add(id);
  }
  if (repeated.size === 0 && !seen.has('')) return;
  const shown = [...repeated].slice(0, 5).map((id) => `'${id}'`);
  throw new DataError({
    where,
    problem: seen.has('')
      ? 'a name for each cell expected, got an empty one'
      : `a name of its own for each cell expected, got ${repeated.size} that repeat: ${shown.join(', ')}${repeated.size > 5 ? ', …' : ''}`,
    hint: 'make them unique where the file is written (anndata: obs_names_make_unique())',
  });
}
