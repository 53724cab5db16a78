import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createViteServer } from 'vitest/node';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'];
/** What threads on shared memory need of a server. */
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** Packages that a study on tables of text loads: made ready beforehand, since a page that meets one later is loaded again. */
const PACKAGES = [
  '@noble/hashes/sha2.js',
  '@noble/hashes/utils.js',
  '@observablehq/plot',
  'fflate',
  'linkedom',
  'saxes',
  'yaml',
  'zod',
];

/** Runs a study in a page of headless Chromium, by the built library, with two threads. @returns file name → SHA-256 of what a run ends with. */
export async function hashesInChromium({ file, quick }) {
  const cacheDir = mkdtempSync(join(tmpdir(), 'cistron-page-'));
  const server = await createViteServer({
    ...{ root, cacheDir, configFile: false, logLevel: 'error', appType: 'custom' },
    server: { host: '127.0.0.1', port: 0, headers: ISOLATION, hmr: false, watch: null },
    optimizeDeps: { include: PACKAGES, noDiscovery: true },
    plugins: [{ name: 'files of the study', configureServer: ({ middlewares }) => void middlewares.use(serveFiles) }],
  });
  let browser;
  try {
    await server.listen();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...QUIET] });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
    return await page.evaluate(
      async (study) => {
        const { hashesOf } = await import('/scripts/same-bits/page.mjs');
        return hashesOf(study);
      },
      { file, quick, text: readFileSync(file, 'utf8') },
    );
  } finally {
    await browser?.close();
    await server.close();
    rmSync(cacheDir, { recursive: true });
  }
}

/** The page, empty, and whatever file it asks for. */
async function serveFiles({ url }, response, next) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname !== '/' && pathname !== '/file') return next();
  const body = pathname === '/' ? '<!doctype html>' : await readFile(searchParams.get('path')).catch(() => undefined);
  const type = pathname === '/' ? 'text/html' : 'application/octet-stream';
  response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': type, ...ISOLATION });
  response.end(body);
}
