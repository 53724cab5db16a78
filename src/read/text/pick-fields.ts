/**
 * Fields of a line at the given places, '' where a place is below 0; undefined where the line has not `width` fields. A line of a hundred
 * fields of which three are wanted is not cut into a hundred texts.
 */
export function pickFields(line: string, places: readonly number[], width: number): string[] | undefined {
  const out = places.map(() => '');
  let from = 0;
  let field = 0;
  for (;;) {
    const tab = line.indexOf('\t', from);
    for (let k = 0; k < places.length; k++)
      if (places[k] === field) out[k] = line.slice(from, tab < 0 ? line.length : tab);
    field++;
    if (tab < 0) return field === width ? out : undefined;
    from = tab + 1;
  }
}
