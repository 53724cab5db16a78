// One fit, timed without reading, after one that warms the code up: table, work.
import { readFileSync } from 'node:fs';
import { coxRegression, kaplanMeier, leastSquares, logisticRegression } from '../dist/index.js';

const [path, work] = process.argv.slice(2);
const rows = readFileSync(path, 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const column = (j) => Float64Array.from(rows, (row) => row[j]);
const columns = Array.from({ length: rows[0].length - 3 }, (_, j) => column(j + 3));
const times = column(0);
const events = Uint8Array.from(column(1));
const run = {
  cox: () => coxRegression({ columns, times, events }).coefficients,
  logistic: () => logisticRegression({ columns, y: column(2) }).coefficients,
  linear: () => leastSquares({ columns, y: times }).coefficients,
  'kaplan-meier': () => kaplanMeier(times, events).survival.slice(0, 50),
}[work];
run();
const began = performance.now();
const result = run();
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, result: Array.from(result) }));
