// How fast the report of a finished run is written, opened and switched: node scripts/measure-report.mjs RUN_FOLDER [rounds].
// After `npm run build`; needs Chromium. Medians; of the writing the processor time beside it, since a shared machine makes the wall clock lie.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, rounds = '5'] = process.argv.slice(2);
const report = resolve(folder, 'report.html');
const cli = join(import.meta.dirname, '../dist/cli/main.js');

/** Seconds of a whole process that writes the report, start of Node included. */
function writing() {
  const child = `process.argv = [process.argv[0], 'report', ${JSON.stringify(folder)}];
process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error(JSON.stringify({ processor: (user + system) / 1e6, wall: performance.now() / 1000 })); });
await import(${JSON.stringify(pathToFileURL(cli).href)});`;
  const out = execFileSync('sh', ['-c', '"$0" --input-type=module -e "$1" 2>&1 >/dev/null', process.execPath, child], {
    encoding: 'utf8',
  });
  return JSON.parse(out.trim().split('\n').at(-1));
}

/** Seconds from navigation until it is drawn and loaded, and from a click on a level until that is drawn. */
async function opening(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(report).href);
  const found = await page.evaluate(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await drawn();
    const [navigation] = performance.getEntriesByType('navigation');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const began = performance.now();
    document.querySelector('label[for=level-advanced]').click();
    await drawn();
    return { paint: paint?.startTime ?? Number.NaN, load: navigation.loadEventEnd, switch: performance.now() - began };
  });
  await page.close();
  return Object.fromEntries(Object.entries(found).map(([what, ms]) => [what, ms / 1000]));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (all) =>
  Object.keys(all[0])
    .map((what) => `${what} ${median(all.map((one) => one[what])).toFixed(2)} s`)
    .join(', ');

const turns = Array.from({ length: Number(rounds) });
console.log(`written: ${medians(turns.map(writing))}; ${(statSync(report).size / 1e6).toFixed(2)} MB`);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const opened = [];
for (const _ of turns) opened.push(await opening(browser));
await browser.close();
console.log(`opened: ${medians(opened)}`);
