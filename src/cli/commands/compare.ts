import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { NotFoundError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { compareRuns, type NamedRun } from '../../report/compare-runs.ts';
import type { RunRecord } from '../../report/record.ts';
import type { StudyLock } from '../../study/run/lock.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { readJson } from '../../study/run/run-folder.ts';
import { commandLine } from '../command-line.ts';
import { comparisonText } from '../comparison-text.ts';
import type { CompareFlags } from '../words/compare.ts';

/** Prints runs side by side; with `--html` their page is written, and its name printed unless JSON is asked for too. */
export async function compare(paths: readonly string[], { json, html }: CompareFlags): Promise<void> {
  const short = paths.map((path) => basename(resolve(path)));
  // Folders of one name go by their paths.
  const names = new Set(short).size === short.length ? short : paths;
  const runs: NamedRun[] = [];
  for (const [at, path] of paths.entries()) runs.push(await openRun(path, names[at]!));
  const compared = compareRuns(runs);
  if (html !== undefined) {
    const { renderComparedRuns } = await import('../../report/compared-runs/render-compared-runs.ts');
    const command = commandLine('compare', [...paths, '--html', html]);
    const page = renderComparedRuns({ compared, command, cistron: VERSION });
    await (await diskFolder(dirname(html))).write(basename(html), page);
    if (!json) {
      process.stdout.write(`${html}\n`);
      return;
    }
  }
  process.stdout.write(json ? `${JSON.stringify(compared, null, 2)}\n` : comparisonText(compared));
}

async function openRun(path: string, run: string): Promise<NamedRun> {
  await access(join(path, 'run.json')).catch((cause: NodeJS.ErrnoException) => {
    const problem = `no finished run here (run.json: ${cause.code})`;
    throw new NotFoundError({ where: path, problem, hint: 'name the folder of a run that came to its end', cause });
  });
  const folder = await diskFolder(path);
  const record = (await readJson<RunRecord>(folder, 'run.json'))!;
  const lock = await readJson<StudyLock>(folder, 'study.lock.json');
  if (!lock) return { run, record };
  const { study, prepare } = lock;
  return { run, record, settings: { study, prepare } };
}
