import { expect, test } from 'vitest';
import { matrixFromRows } from '../../table/matrix.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { parseStudy } from '../file/parse-study.ts';
import { makeTask } from '../tasks/task.ts';
import { expectedCost } from './cost.ts';

const loaded = {
  ids: ['a', 'b'],
  blocks: [{ features: ['x', 'y'], matrix: matrixFromRows([[1], [2]]) }],
} as unknown as LoadedCohort;

async function foldOf(learner: string) {
  const study = parseStudy(
    `cistron: 1
samples: { file: table.tsv, id: id, target: y }
blocks: { rna: { from: samples, kind: expression } }
learners: [${learner}]
validate: { outer: 3, inner: 3, calibrate: none }`,
    'study.yaml',
  );
  const many = { ...loaded, ids: new Array(1000), blocks: [{ ...loaded.blocks[0]!, features: new Array(1000) }] };
  const expected = expectedCost(study, many as unknown as LoadedCohort);
  return expected(await makeTask('fold', 'one', { lock: '', learner: study.learners[0]!.name }));
}

test('of a network the epochs and members that are asked for', async () => {
  const [few, more] = [
    await foldOf('{ mlp: { epochs: 100, members: 1 } }'),
    await foldOf('{ mlp: { epochs: 1000, members: 3 } }'),
  ];
  expect(few.seconds).toBeCloseTo(0.35 + 0.5 * 100 * 0.033, 0);
  expect((more.seconds - 0.35) / (few.seconds - 0.35)).toBeGreaterThan(28);
  // Where nothing is held out all epochs are made.
  expect((await foldOf('{ mlp: { epochs: 100, members: 1, held: 0 } }')).seconds).toBeGreaterThan(
    1.8 * few.seconds - 0.5,
  );
  expect((await foldOf('sequence-cnn')).memoryMiB).toBeGreaterThan(900);
});

test('of a search, its inner folds for each setting', async () => {
  const one = (await foldOf('{ knn: { k: 3 } }')).seconds - 0.35;
  const two = (await foldOf('{ knn: { k: [3, 5] } }')).seconds - 0.35;
  expect(two / one).toBeGreaterThan(4);
});
