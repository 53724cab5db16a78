// One rbf SVM, timed without reading; then predictions for the test table. Arguments: folder, C.
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { svmParams } from '../dist/learn/svm/params.js';
import { create } from '../dist/learn/svm/svm.js';
import { accuracyOf, readWide } from './wide.mjs';

const [folder, C] = process.argv.slice(2);
const train = readWide(folder, 'train');
const test = readWide(folder, 'test');
const executor = await createExecutor(2);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const learner = create(checkParams(svmParams, { C: Number(C) }, 'svm'));
const began = performance.now();
const model = await learner.fit(train, ctx);
const seconds = (performance.now() - began) / 1000;
const prediction = await model.predict(test, ctx);
const predictSeconds = (performance.now() - began) / 1000 - seconds;
const accuracy = accuracyOf(prediction, test.target);
await executor.close();
console.log(JSON.stringify({ seconds, predictSeconds, accuracy, ...model.summary() }));
