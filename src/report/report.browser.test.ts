import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decode } from 'fast-png';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleCompared } from '../../test/support/compared-runs.ts';
import { exampleNewSamples } from '../../test/support/new-samples-input.ts';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleClustering } from '../../test/support/report-input-clustering.ts';
import { exampleExplained } from '../../test/support/report-input-explained.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import { exampleTargets } from '../../test/support/report-input-targets.ts';
import { requireTask } from '../table/target.ts';
import { renderComparedRuns } from './compared-runs/render-compared-runs.ts';
import type { ReportInput } from './input.ts';
import { renderNewSamples } from './new-samples/render-new-samples.ts';
import { renderReport } from './render-report.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const CHROMIUM = '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
if (!present) console.log(`report in a browser: skipped, ${CHROMIUM} is absent`);

/** Values in the hundred thousands, and names too long for their places. */
function wide(): ReportInput {
  const input = exampleRegression();
  const name = 'area under the dose–response curve of the compound, after seventy-two hours';
  const scaled = (values: Float64Array) => values.map((value) => value * 150_000);
  return {
    ...input,
    target: { task: 'regression', values: scaled(requireTask(input.target, 'regression', 'test').values) },
    predictions: input.predictions.map((entry) => {
      const { task, values } = requireTask(entry.prediction, 'regression', 'test');
      return { ...entry, prediction: { task, values: scaled(values) } };
    }),
    record: {
      ...input.record,
      study: { ...input.record.study, target: name },
      baselines: [{ name: 'mean', metrics: { r2: { value: -0.003, low: -0.01, high: 0 } } }],
    },
  };
}

/** Times below 25 whose column is long and names no unit. */
function brief(): ReportInput {
  const input = exampleSurvival();
  const target = requireTask(input.target, 'survival', 'test');
  const study = {
    ...input.record.study,
    samples: { survival: { time: `${'overall survival '.repeat(6)}OS`, event: 'OS' } },
  };
  return {
    ...input,
    target: { ...target, times: target.times.map((time) => time / 170) },
    predictions: input.predictions.map((entry) => {
      const prediction = requireTask(entry.prediction, 'survival', 'test');
      return { ...entry, prediction: { ...prediction, times: prediction.times.map((time) => time / 170) } };
    }),
    record: { ...input.record, study },
  };
}

/** Many more samples than can be drawn one by one. */
function large(): ReportInput {
  const input = exampleRegression();
  const times = <T extends Float64Array | Int32Array>(values: T, from: (length: number) => T) => {
    const all = from(40 * values.length);
    for (let copy = 0; copy < 40; copy++)
      all.set(
        values.map((value) => value * (1 + copy / 200)),
        copy * values.length,
      );
    return all;
  };
  const numbers = (values: ArrayLike<number>) => times(Float64Array.from(values), (n) => new Float64Array(n));
  const target = requireTask(input.target, 'regression', 'test');
  return {
    ...input,
    target: { ...target, values: numbers(target.values) },
    map: { ...input.map!, x: numbers(input.map!.x), y: numbers(input.map!.y) },
    predictions: input.predictions.map(({ learner, folds, prediction }) => ({
      ...{ learner, folds: times(folds, (n) => new Int32Array(n)) },
      prediction: { task: 'regression', values: numbers(requireTask(prediction, 'regression', 'test').values) },
    })),
  };
}

const tasks = {
  classification: () => renderReport(exampleInput()),
  regression: () => renderReport(exampleRegression()),
  survival: () => renderReport(exampleSurvival()),
  clustering: () => renderReport(exampleClustering()),
  'run of several targets': () => renderReport(exampleTargets()),
  'explained classification': () => renderReport(exampleExplained()),
  'large regression': () => renderReport(large()),
  'page of new samples': () => renderNewSamples(exampleNewSamples()),
  'comparison of runs': () =>
    renderComparedRuns({
      compared: exampleCompared(),
      command: 'cistron compare a b --html page.html',
      cistron: '0.1.0',
    }),
};
const examples = {
  ...tasks,
  'wide regression': () => renderReport(wide()),
  'brief survival': () => renderReport(brief()),
};

const FIGURES: Readonly<Record<string, number>> = {
  ...{ clustering: 4, classification: 7, survival: 7, 'brief survival': 7 },
  ...{ 'run of several targets': 1, 'explained classification': 13, 'page of new samples': 4, 'comparison of runs': 1 },
};
const figuresOf = (name: string) => FIGURES[name] ?? 5;

describe.skipIf(!present).each(Object.entries(examples))('the report of a %s in a browser', (name, example) => {
  let browser: Browser;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cistron-report-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, example());
    address = pathToFileURL(file).href;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(width: number, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(address);
    return { page, requests, complaints };
  }

  test.each([1440, 390])(
    'at %i px no request leaves the page, nothing is complained of, nothing overflows',
    async (width) => {
      const { page, requests, complaints } = await open(width);
      expect(requests.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.close();
    },
  );

  test.runIf(name in tasks)('axe finds no fault, in the dark either', async () => {
    const { page } = await open(1440);
    await page.click('label[for=level-advanced]');
    await page.evaluate(AXE);
    // Within a drawing, an image to who reads with it, the fault could be a name or a role; its thousand parts would take most of the time.
    expect(await page.locator('svg [aria-label], svg [role]').count()).toBe(0);
    await page.evaluate(() => {
      for (const svg of document.querySelectorAll('svg')) svg.replaceChildren();
    });
    const faults = (options: object) =>
      page.evaluate(async (given) => {
        const { axe } = globalThis as unknown as {
          axe: { run(o: object): Promise<{ violations: Violation[] }> };
        };
        type Violation = { id: string; nodes: { html: string }[] };
        const { violations } = await axe.run({ ...given, resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
      }, options);
    expect(await faults({})).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await faults({ runOnly: ['color-contrast'] })).toEqual([]);
    await page.close();
  });

  test('on a phone every text of a figure stays at 9 px or more', async () => {
    const { page } = await open(390);
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('figure svg')].map((svg) => {
        // One in a part that is folded is opened by who wants to see it.
        for (const part of document.querySelectorAll('details')) part.open = true;
        const scale = svg.getBoundingClientRect().width / (svg as SVGSVGElement).viewBox.baseVal.width;
        const texts = [...svg.querySelectorAll('text')].map((text) =>
          Number.parseFloat(getComputedStyle(text).fontSize),
        );
        return scale * Math.min(...texts);
      }),
    );
    expect(sizes).toHaveLength(figuresOf(name));
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(9);
    await page.close();
  });

  test('on a printed page no table is cut off', async () => {
    const { page } = await open(673); // A4 less its margins
    await page.emulateMedia({ media: 'print' });
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('table')]
        .filter((table) => table.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((table) => table.caption?.textContent),
    );
    expect(cut).toEqual([]);
    await page.close();
  });

  test('no text of a figure is cut off at its edge', async () => {
    const { page } = await open(1440);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('figure svg')].flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')]
          .filter((text) => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
          })
          .map((text) => text.textContent);
      }),
    );
    expect(cut).toEqual([]);
    await page.close();
  });

  test.runIf(name === 'classification')(
    'the level is switched without script, an address shows what it names, and print shows all',
    async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(address);
      expect(await page.locator('.downloads button').count()).toBe(0);
      expect(await page.locator('.downloads a').count()).toBe(figuresOf(name));
      const seen = () =>
        Promise.all(['#summary', '#reproduce', '#data table', 'td.from-advanced'].map((at) => page.isVisible(at)));
      expect(await seen()).toEqual([true, true, true, false]);
      await page.keyboard.press('Tab'); // past the link to the report
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowLeft');
      expect(await page.isChecked('#level-novice')).toBe(true);
      expect(await seen()).toEqual([true, false, false, false]);
      await page.goto(`${address}#reproduce`);
      expect(await page.isVisible('#reproduce')).toBe(true);
      await page.click('label[for=level-advanced]');
      expect(await seen()).toEqual([true, true, true, true]);
      await page.click('label[for=level-novice]');
      await page.emulateMedia({ media: 'print' });
      expect(await seen()).toEqual([true, true, true, true]);
      await context.close();
    },
  );

  test.runIf(name === 'classification')('of texts at three depths one is shown, in print the middle one', async () => {
    const { page } = await open(1440);
    const shown = () =>
      page.evaluate(() =>
        ['novice', 'intermediate', 'advanced'].filter(
          (level) => getComputedStyle(document.querySelector(`.levels p.${level}`)!).display !== 'none',
        ),
      );
    expect(await shown()).toEqual(['intermediate']);
    await page.click('label[for=level-novice]');
    expect(await shown()).toEqual(['novice']);
    await page.click('label[for=level-advanced]');
    expect(await shown()).toEqual(['advanced']);
    await page.emulateMedia({ media: 'print' });
    expect(await shown()).toEqual(['intermediate']);
    await page.close();
  });

  test.runIf(name === 'classification')(
    'a figure is saved as drawing, picture and table, and nothing is asked of the net',
    async () => {
      const { page, requests, complaints } = await open(1440);
      const save = async (kind: string) => {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.locator('figure').first().getByText(kind, { exact: true }).click(),
        ]);
        return { name: download.suggestedFilename(), bytes: readFileSync((await download.path())!) };
      };
      const drawing = await save('SVG');
      expect(drawing.name).toBe('metrics-against-the-baseline.svg');
      expect(drawing.bytes.toString()).toContain('xmlns="http://www.w3.org/2000/svg"');
      const picture = await save('PNG');
      expect([...picture.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(picture.bytes.readUInt32BE(16)).toBe(1050); // 2.5 times its 420 pixels
      expect(new Set(picture.bytes.subarray(100)).size).toBeGreaterThan(200); // not a blank sheet
      const table = await save('CSV');
      expect(table.bytes.toString()).toMatch(/^metric,learner,kind,value,low,high\n/);
      expect(requests.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test.runIf(name === 'large regression')('25,600 points are painted, on the page and in a saved picture', async () => {
    const { page } = await open(1440);
    const figure = page.locator('figure', { hasText: 'Predicted against measured' });
    // Of the accent colour there is a good deal, in shades, where without the picture there would be the frame alone.
    const shades = (bytes: Buffer) => {
      const { data, channels } = decode(bytes);
      const blue = new Map<number, number>();
      for (let at = 0; at < data.length; at += channels)
        if (data[at + 2]! > data[at]! + 40) blue.set(data[at]!, (blue.get(data[at]!) ?? 0) + 1);
      return [...blue.values()].filter((count) => count > 20).length;
    };
    expect(shades(await figure.locator('svg').screenshot())).toBeGreaterThan(8);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByText('PNG', { exact: true }).click(),
    ]);
    expect(shades(readFileSync((await download.path())!))).toBeGreaterThan(8);
    await page.close();
  });

  test.runIf(name === 'classification')('dark follows the reader, and is left aside in print', async () => {
    const { page } = await open(1440, 'dark');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe('rgb(20, 23, 27)');
    await page.emulateMedia({ media: 'print' });
    expect(await background()).toBe('rgb(255, 255, 255)');
    await page.close();
  });
});
