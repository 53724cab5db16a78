import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from '../studies/tables.mjs';

const RECORD = 'scripts/same-bits/results.json';
const PAGE = 'docs/scaling.md';
const PLACE = /(?<=<!-- same-bits -->\n).*(?=<!-- end -->)/s;

/** Adds the runs of a study to those that were kept: where its hashes are no longer these, nothing is left of the earlier ones. @returns all studies. */
export function keepRun(run) {
  const kept = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : [];
  const at = kept.findIndex(({ study }) => study === run.study);
  const same = at >= 0 && JSON.stringify(kept[at].hashes) === JSON.stringify(run.hashes);
  const before = same ? kept[at].ways.filter(({ way }) => !run.ways.some((other) => other.way === way)) : [];
  kept.splice(at < 0 ? kept.length : at, at < 0 ? 0 : 1, { ...run, ways: [...before, ...run.ways] });
  writeFileSync(RECORD, `${JSON.stringify(kept, null, 1)}\n`);
  return kept;
}

/** One row a way, one column a study. An empty cell was not run. */
export function writeTable(kept) {
  const ways = [...new Set(kept.flatMap((run) => run.ways.map(({ way }) => way)))];
  const cell = (run, way) => {
    const found = run.ways.find((one) => one.way === way);
    return found ? (found.other ? `${found.other} differs` : 'same') : '';
  };
  const table = markdownTable([
    ['', ...kept.map(({ study }) => study)],
    ...ways.map((way) => [way, ...kept.map((run) => cell(run, way))]),
  ]);
  const page = readFileSync(PAGE, 'utf8');
  if (!PLACE.test(page)) throw new Error(`${PAGE}: no place for the table (${PLACE})`);
  writeFileSync(
    PAGE,
    page.replace(PLACE, () => `\n${table}\n`),
  );
}
