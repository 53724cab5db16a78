// A FASTA file of 3 GB in headless Chromium, through File.slice: read once through for its index, and cut into with one. Prints seconds and the
// heap of the page. node bench/large-file.mjs, after npm run build.
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { scratch } from './measure.mjs';
import { servePages } from './pages.mjs';

const file = join(scratch(), 'large.fa');
const CHROMOSOMES = 12;
const MIB = 1 << 20;
if (!existsSync(file)) writeFasta();

const { origin, close } = await servePages();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-gpu',
  ],
});
try {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.setContent('<input type="file">');
  await page.setInputFiles('input', file);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  let peak = 0;
  const watch = setInterval(async () => {
    const { metrics } = await session.send('Performance.getMetrics').catch(() => ({ metrics: [] }));
    peak = Math.max(peak, metrics.find(({ name }) => name === 'JSHeapTotalSize')?.value ?? 0);
  }, 100);
  const found = await page.evaluate(async (address) => {
    const load = (name) => import(`${address}/dist/read/${name}.js`);
    const [{ blobSource }, { indexFasta }, { cutIntervals }, { buildTable }] = await Promise.all(
      ['source', 'fasta/fasta-index', 'fasta/cut-intervals', 'delimited/build-table'].map(load),
    );
    const [chosen] = document.querySelector('input').files;
    const began = performance.now();
    const index = await indexFasta(blobSource(chosen.name, chosen));
    const indexed = performance.now();
    const lines = [...index.values()].map((one) => Object.values(one).join('\t'));
    const fai = new Blob([`${lines.join('\n')}\n`]);
    const source = blobSource(chosen.name, chosen, new Map([[`${chosen.name}.fai`, fai]]));
    const starts = Float64Array.from({ length: 1000 }, (_, i) => i * 200_000);
    const names = Array.from(starts, (_, i) => `chr${1 + (i % index.size)}`);
    const intervals = buildTable('cuts.bed', [
      { name: 'chromosome', type: 'text', values: names },
      { name: 'start', type: 'number', values: starts },
      { name: 'end', type: 'number', values: starts.map((start) => start + 500) },
    ]);
    const cut = await cutIntervals(source, intervals);
    const letters = cut.sequences.reduce((sum, { length }) => sum + length, 0);
    return {
      size: chosen.size,
      records: index.size,
      letters,
      seconds: [indexed - began, performance.now() - indexed].map((ms) => ms / 1000),
    };
  }, origin);
  clearInterval(watch);
  console.log(JSON.stringify({ ...found, heapMiB: Math.round(peak / MIB) }));
} finally {
  await browser.close();
  close();
}

/** Twelve records of 250 million bases, lines of 60. */
function writeFasta() {
  const aside = `${file}.part`;
  const out = openSync(aside, 'w');
  const line = `${'ACGTTGCAACGGTTAACCGATCGATTACAGGCATCGATCGGGCATTACGATCAGCATCGAC'.slice(0, 60)}\n`;
  const lines = Buffer.from(line.repeat(10_000));
  for (let chromosome = 1; chromosome <= CHROMOSOMES; chromosome++) {
    writeSync(out, `>chr${chromosome}\n`);
    for (let piece = 0; piece < 417; piece++) writeSync(out, lines);
  }
  closeSync(out);
  renameSync(aside, file);
  process.stderr.write(`${(statSync(file).size / 2 ** 30).toFixed(2)} GiB written\n`);
}
