import type { Executor } from '../../src/base/context.ts';
import { sha256 } from '../../src/base/hash.ts';
import { randomKey } from '../../src/base/random.ts';
import { simulateCohort } from '../../src/simulate/cohort.ts';
import { memoryFolder } from '../../src/study/run/run-folder.ts';
import { expressionText, runInMemory, sheetText } from './run-in-memory.ts';

const STUDY = `cistron: 1
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 6 } }, { forest: { trees: 40 } }, { boosting: { rounds: 10 } }]
validate: { outer: 3, inner: 3, permutation: 2 }`;

/**
 * What a whole study ends with, from files to predictions, model and record: file name → SHA-256. Not the report: where there is a window, Observable Plot
 * draws half a pixel beside.
 */
export async function studyBits(executor: Executor): Promise<Record<string, string>> {
  const { expression, sheet } = simulateCohort({
    ...{ samples: 60, features: 40, informative: 8, effect: 2, missing: 0.01 },
    random: randomKey(7),
  });
  const folder = memoryFolder();
  const files = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };
  await runInMemory(STUDY, files, executor, { folder });
  const ends = ['predictions.tsv', 'model.cistron', 'run.json'];
  return Object.fromEntries(await Promise.all(ends.map(async (name) => [name, await sha256(folder.files.get(name)!)])));
}
