import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import type { Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { sequencesToBlock } from '../../read/index.ts';
import { simulateSequenceFamilies } from '../../simulate/sequence-families.ts';
import { homology } from './homology.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());
const context = () => testContext(undefined, executor);

const shape = { families: 6, members: 4, length: 300 };

test('families of a block of DNA are found as in a column of text', async () => {
  const made = simulateSequenceFamilies({ ...shape, divergence: 0.1, random: randomKey(5) });
  const ids = made.sequences.map((_, i) => `s${i}`);
  const { block } = sequencesToBlock(ids, made.sequences, { name: 'dna' });
  const [ofBlock, ...more] = await homology.find(groupCohort({ blocks: [block] }), context());
  const [ofColumn] = await homology.find(groupCohort({ columns: { dna: made.sequences } }), context());
  expect(more).toEqual([]);
  expect(ofBlock!.labels).toEqual(ofColumn!.labels);
  expect(new Set(ofBlock!.labels).size).toBe(6);
  expect(ofBlock!.evidence).toBe(
    "the 24 sequences of block 'dna' fall into 6 clusters of identity 0.5 and more; 0 repeat an earlier one",
  );
  expect(await homology.find(groupCohort({ blocks: [block], homology: 'off' }), context())).toEqual([]);
});

test('of protein only equal sequences are kept together, and the sentence says so; nothing links to nobody', async () => {
  const { block } = sequencesToBlock(['a', 'b', 'c', 'd'], ['MKLE', 'MKLF', 'mkle', 'X'], { name: 'p' });
  const [found] = await homology.find(groupCohort({ blocks: [block] }), context());
  expect(found!.labels).toEqual(['MKLE', 'MKLF', 'MKLE', null]);
  expect(found!.evidence).toBe(
    "1 of the 4 sequences of block 'p' repeat an earlier one; homologous protein is not looked for",
  );
});
