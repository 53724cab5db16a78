// Networks in headless Chromium beside Node: the same step of training, WebAssembly against native code, two threads each.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { inTurn, printRow, timed } from './measure.mjs';
import { servePages } from './pages.mjs';

const { origin, close } = await servePages();
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...quiet] });

const inPage = (net) => async () => {
  const page = await browser.newPage();
  await page.goto(origin);
  const found = await page.evaluate(async (name) => {
    const [{ createEngine }, { timeSteps }] = await Promise.all([
      import('/dist/graph/engine.browser.js'),
      import('/bench/neural-nets.mjs'),
    ]);
    const engine = await createEngine({ runtime: '/node_modules/onnxruntime-web/dist/', threads: 2 });
    return { ...(await timeSteps(engine, name)), threads: engine.threads };
  }, net);
  await page.close();
  if (found.threads !== 2) throw new Error(`the page has ${found.threads} thread`);
  // The peak of a renderer is not ours to read.
  return { ...found, peakMiB: 0 };
};
const inNode = (net) => () => timed(process.execPath, [join(import.meta.dirname, 'neural.worker.mjs'), net]);

try {
  for (const [net, what] of Object.entries({
    'mlp-narrow': 'MLP 1,000–256–5, batch 64',
    dna: 'Conv1d net on DNA, 64 × 4 × 1,000',
    image: 'Conv2d net on images, 32 × 3 × 64 × 64',
  })) {
    const results = await inTurn({ ours: inNode(net), 'in Chromium': inPage(net) }, 3);
    printRow(`step in Node, ${what}`, results, 'float32, Adam; goal: Chromium at most 6 × the time of Node');
  }
} finally {
  await browser.close();
  close();
}
