import { randomKey } from '../../src/base/random.ts';
import { simulateCohort } from '../../src/simulate/cohort.ts';
import { expressionText, type Files, type MemoryFolder, sheetText, textOf } from './run-in-memory.ts';

/** 90 samples, two of them second measurements of a patient, one of the two pairs under two patient ids. */
export const cohort = simulateCohort({
  samples: 90,
  features: 120,
  informative: 30,
  effect: 2.5,
  random: randomKey(4),
});
export const files: Files = {
  'expression.tsv': expressionText(cohort.expression),
  'sheet.tsv': sheetText(cohort.sheet),
};
const LEARNERS = '[{ elastic-net: { l1-ratio: [0.2, 0.8], path-length: 8 } }, { forest: { trees: 30 } }]';
export const studyText = ({ validate = '', learners = LEARNERS, more = '' } = {}) => `
cistron: 1
samples: { file: sheet.tsv, id: sample, group: patient, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: ${learners}
validate: { outer: 3, inner: 3, seed: 1${validate} }
${more}`;

/** sample → fold, from predictions.tsv. */
export function foldsOf(folder: MemoryFolder): Map<string, string> {
  const rows = textOf(folder, 'predictions.tsv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  return new Map(rows.map(([id, fold]) => [id!, fold!]));
}
