/**
 * What a page of results has of each study: heading → study → its lines as they stand, so that studies which are not run again keep their place.
 * A line without a name belongs to the study above it.
 */
export function linesOfPage(page) {
  const tables = new Map();
  let table;
  let study;
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) {
      table = new Map();
      tables.set(line.slice(3), table);
    }
    if (!table || !line.startsWith('| ') || line.startsWith('| ---') || line.startsWith('| study |')) continue;
    study = /^\| \[([^\]]+)\]/.exec(line)?.[1] ?? study;
    table.set(study, [...(table.get(study) ?? []), line]);
  }
  return tables;
}

/** The lines marked as of an earlier build. */
export function asEarlier([first, ...rest]) {
  return [/^\| \[[^|]*†/.test(first) ? first : first.replace(/^(\| \[[^|]*?) \|/, '$1 † |'), ...rest];
}
