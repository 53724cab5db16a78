import { expect, inject, test } from 'vitest';
import { createExecutor } from '../support/kernel-threads.ts';
import { studyBits } from '../support/study-bits.ts';

test('a study in this browser ends with the files that it ends with in Node', async () => {
  const executor = await createExecutor(2);
  expect(await studyBits(executor)).toEqual(inject('nodeStudy'));
  await executor.close();
});
