import type { TestProject } from 'vitest/node';
import { createExecutor } from '../../src/kernels/executor.node.ts';
import { learnerBits } from '../support/learner-bits.ts';
import { studyBits } from '../support/study-bits.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What `learnerBits` gives in Node. */
    nodeBits: Readonly<Record<string, string>>;
    /** What `studyBits` gives in Node. */
    nodeStudy: Readonly<Record<string, string>>;
  }
}

/** Runs in Node before the browser opens. */
export default async function setup(project: TestProject): Promise<void> {
  const executor = await createExecutor(2);
  project.provide('nodeBits', await learnerBits(executor));
  project.provide('nodeStudy', await studyBits(executor));
  await executor.close();
}
