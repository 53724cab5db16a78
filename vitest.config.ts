import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'];
/** What threads on shared memory need of a server. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const node: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/*.chromium.test.ts', '**/node_modules/**'],
    pool: 'forks',
    // No module has state that a file could leave to the next (the house has no side effects at import, the tests replace no module), so
    // each is loaded once a worker, not once a file.
    isolate: false,
    maxWorkers: availableParallelism(),
  },
};

/** The learners in a browser: the contract suite again, and the same bits as in Node. */
const chromium: TestProjectConfiguration = {
  extends: true,
  server: { headers: ISOLATION },
  resolve: { alias: [{ find: /^(.*)\/(kernel-threads|network-engine)\.ts$/, replacement: '$1/$2.browser.ts' }] },
  test: {
    name: 'chromium',
    maxWorkers: availableParallelism(),
    include: ['src/learn/**/*contract.test.ts', 'test/**/*.chromium.test.ts'],
    globalSetup: ['test/browser/node-bits.ts'],
    browser: {
      enabled: true,
      headless: true,
      fileParallelism: false, // one page, beside the workers of Node: its kernels have threads of their own
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { executablePath: CHROMIUM, args: ['--no-sandbox', ...QUIET] },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
};

/** Whole studies before units, jobs on a cluster before all, so that the workers end together; among these as Vitest has it, the longest first. */
class StudiesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      moduleId.includes('/test/cluster/') ? 0 : moduleId.includes('/test/') ? 1 : 2;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const browser = existsSync(CHROMIUM);
if (!browser) console.warn(`skipped: the learners in a browser, since there is no ${CHROMIUM}`);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: StudiesFirst },
    projects: browser ? [node, chromium] : [node],
  },
});
