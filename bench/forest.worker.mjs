// One forest, timed without reading; then predictions for the test table. Arguments: folder, trees, threads, seed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/tree/forest.js';
import { forestParams } from '../dist/learn/tree/params.js';

const [folder, ...numbers] = process.argv.slice(2);
const [trees, threads, seed] = numbers.map(Number);
const shape = JSON.parse(readFileSync(join(folder, 'shape.json'), 'utf8'));
const features = Array.from({ length: shape.features }, (_, j) => `g${j}`);
const classes = Array.from({ length: shape.classes }, (_, k) => `class ${k}`);

const executor = await createExecutor(threads);
const ctx = { executor, random: randomKey(seed), signal: new AbortController().signal, progress() {}, warn() {} };
let table = read('train');
let began = performance.now();
const model = await create(checkParams(forestParams, { trees }, 'forest')).fit(table, ctx);
const seconds = (performance.now() - began) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
table = read('test');
began = performance.now();
const { probabilities } = await model.predict(table, ctx);
const predictSeconds = (performance.now() - began) / 1000;
const right = table.target.codes.filter((code, i) => {
  const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
  return row.indexOf(Math.max(...row)) === code;
}).length;
await executor.close();
console.log(JSON.stringify({ seconds, predictSeconds, peakMiB, accuracy: right / shape.test, ...model.summary() }));

function read(name) {
  const X = { nRows: shape[name], nCols: shape.features, data: typed(Float32Array, `${name}.f32`) };
  return { X, features, target: { task: 'classification', classes, codes: typed(Int32Array, `${name}.codes`) } };
}

function typed(Type, name) {
  const bytes = readFileSync(join(folder, name));
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}
