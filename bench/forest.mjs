/**
 * Random forest, 500 trees, 1000 × 20,000, 5 classes, 2 threads, against scikit-learn and ranger on the same simulated cohort. Fresh
 * processes take turns, three times each with another seed; the time is that of the fit alone (ours with out-of-bag accuracy and
 * importance, theirs without), the accuracy that on 1000 further samples. Prints one JSON row. Needs `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [N_TRAIN, N_TEST, N_FEATURES, N_CLASSES, N_TREES, THREADS, ROUNDS] = [1000, 1000, 20_000, 5, 500, 2, 3];
const peer = (name) => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const PROGRAMS = {
  cistron: ['node', [fileURLToPath(import.meta.url), 'ours']],
  'scikit-learn': ['/usr/bin/python3', [peer('forest.py')]],
  ranger: ['Rscript', [peer('forest.R')]],
};

if (process.argv[2] === 'ours') await ours(process.argv[3], ...process.argv.slice(4).map(Number));
else await compare();

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-bench-'));
  try {
    await writeCohort(folder);
    const runs = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [name, [command, args]] of Object.entries(PROGRAMS)) {
        if (!runs[name]) continue;
        try {
          const given = [folder, N_TREES, THREADS, round].map(String);
          const out = execFileSync(command, [...args, ...given], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          });
          runs[name].push(JSON.parse(out));
        } catch {
          process.stderr.write(`${name} did not run: left out (bench/peers/install.sh)\n`);
          delete runs[name];
        }
      }
    }
    const pick = (key, digits) =>
      Object.fromEntries(
        Object.entries(runs).map(([name, all]) => [name, Number(median(all.map((r) => r[key])).toFixed(digits))]),
      );
    const { cistron: ours, ...peers } = pick('seconds', 2);
    const ratios = Object.fromEntries(Object.entries(peers).map(([name, s]) => [name, Number((s / ours).toFixed(1))]));
    const work = `random forest, ${N_TREES} trees, ${N_TRAIN} × ${N_FEATURES}, ${N_CLASSES} classes, ${THREADS} threads`;
    console.log(
      JSON.stringify({ work, ours, peers, ratios, accuracy: pick('accuracy', 3), peakMiB: pick('peakMiB', 0) }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function writeCohort(folder) {
  const { simulateCohort } = await import('../dist/simulate/cohort.js');
  const { randomKey } = await import('../dist/base/random.js');
  const { takeRows } = await import('../dist/table/matrix.js');
  const samples = N_TRAIN + N_TEST;
  const { expression, sheet } = simulateCohort({
    ...{ samples, features: N_FEATURES, classes: N_CLASSES, informative: 600, effect: 1.2 },
    ...{ duplicates: 0, missing: 0, random: randomKey(1) },
  });
  const { values } = sheet.columns.find((column) => column.name === 'subtype');
  const names = [...new Set(values)].sort();
  for (const [name, from, count] of [
    ['train', 0, N_TRAIN],
    ['test', N_TRAIN, N_TEST],
  ]) {
    const rows = Array.from({ length: count }, (_, i) => from + i);
    writeFileSync(join(folder, `${name}.f32`), takeRows(expression.matrix, rows).data);
    writeFileSync(
      join(folder, `${name}.codes`),
      Int32Array.from(rows, (i) => names.indexOf(values[i])),
    );
  }
  writeFileSync(
    join(folder, 'shape.json'),
    `${JSON.stringify({ train: N_TRAIN, test: N_TEST, features: N_FEATURES })}\n`,
  );
}

async function ours(folder, trees, threads, seed) {
  const { createExecutor } = await import('../dist/kernels/executor.node.js');
  const { create } = await import('../dist/learn/tree/forest.js');
  const { forestParams } = await import('../dist/learn/tree/params.js');
  const { checkParams } = await import('../dist/base/params.js');
  const { randomKey } = await import('../dist/base/random.js');
  const features = Array.from({ length: N_FEATURES }, (_, j) => `g${j}`);
  const classes = Array.from({ length: N_CLASSES }, (_, k) => `class ${k}`);
  const read = (name, nRows) => {
    const X = { nRows, nCols: N_FEATURES, data: typed(Float32Array, join(folder, `${name}.f32`)) };
    return {
      X,
      features,
      target: { task: 'classification', classes, codes: typed(Int32Array, join(folder, `${name}.codes`)) },
    };
  };
  const executor = await createExecutor(threads);
  const ctx = { executor, random: randomKey(seed), signal: new AbortController().signal, progress() {}, warn() {} };
  const train = read('train', N_TRAIN);
  const start = performance.now();
  const model = await create(checkParams(forestParams, { trees }, 'forest')).fit(train, ctx);
  const seconds = (performance.now() - start) / 1000;
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const test = read('test', N_TEST);
  const startPredict = performance.now();
  const { probabilities } = await model.predict(test, ctx);
  const secondsPredict = (performance.now() - startPredict) / 1000;
  const right = test.target.codes.filter((code, i) => {
    const row = probabilities.subarray(i * N_CLASSES, (i + 1) * N_CLASSES);
    return row.indexOf(Math.max(...row)) === code;
  }).length;
  await executor.close();
  console.log(JSON.stringify({ seconds, accuracy: right / N_TEST, peakMiB, secondsPredict, ...model.summary() }));
}

function typed(Type, file) {
  const bytes = readFileSync(file);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
