// The whole PAM50 study against the same study written in scikit-learn: same outer folds, same grid, same number of inner folds.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const here = import.meta.dirname;
const table = join(here, '../../shared/data/01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz');
if (!existsSync(table)) {
  process.stderr.write(`skipped: ${table} is not there\n`);
  process.exit(0);
}
const folder = scratch();
const study = join(folder, 'pam50.yaml');
// Small enough for scikit-learn to end: one mix of penalties, five strengths.
writeFileSync(
  study,
  `cistron: 1
title: bench
samples: { file: ${table}, id: patient_id, target: PAM50 }
blocks: { expression: { from: samples, kind: expression } }
learners: [{ elastic-net: { l1-ratio: 0.5, path-length: 5 } }, forest]
validate: { outer: 5, inner: 3, seed: 1 }
`,
);
const out = join(folder, 'pam50-run');
const run = async () => {
  rmSync(out, { recursive: true, force: true });
  const facts = await timed(process.execPath, [
    join(here, '../dist/cli/main.js'),
    'run',
    study,
    '--out',
    out,
    '--workers',
    '2',
  ]);
  const { results } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
  return {
    ...facts,
    scores: scoresOf(
      results.map(({ learner, metrics }) => [learner, metrics.accuracy.value, metrics['macro-f1'].value]),
    ),
  };
};
const scoresOf = (rows) =>
  rows.map(([name, accuracy, f1]) => `${name} ${accuracy.toFixed(3)}/${f1.toFixed(3)}`).join(', ');
const ours = (await inTurn({ ours: run }, 3)).ours;
// Minutes long: once is enough to see an order of magnitude.
const peer = await timed(PYTHON, [join(here, 'peers/study.py'), table, join(out, 'predictions.tsv')]);
const sklearn = { ...peer, seconds: peer.wallSeconds };
printRow(
  'PAM50 study whole: 5 outer × 3 inner folds, elastic-net (5 penalties) and forest',
  { ours, 'scikit-learn': sklearn },
  `accuracy/macro-F1 ours ${ours.scores}; scikit-learn ${scoresOf(peer.scores)}`,
);
