import { existsSync } from 'node:fs';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

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
    maxWorkers: 2,
  },
};

/** The learners in a browser: the contract suite again, and the same bits as in Node. */
const chromium: TestProjectConfiguration = {
  extends: true,
  server: { headers: ISOLATION },
  resolve: { alias: [{ find: /^(.*)\/(kernel-threads|network-engine)\.ts$/, replacement: '$1/$2.browser.ts' }] },
  test: {
    name: 'chromium',
    sequence: { groupOrder: 1 }, // after Node's, on the same cores
    include: ['src/learn/**/*contract.test.ts', 'test/**/*.chromium.test.ts'],
    globalSetup: ['test/browser/node-bits.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { executablePath: CHROMIUM, args: ['--no-sandbox', ...QUIET] },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
};

const browser = existsSync(CHROMIUM);
if (!browser) console.warn(`skipped: the learners in a browser, since there is no ${CHROMIUM}`);

export default defineConfig({
  test: { testTimeout: 60_000, hookTimeout: 60_000, projects: browser ? [node, chromium] : [node] },
});
