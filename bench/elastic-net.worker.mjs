// One path, timed without reading: table, α, number of penalties.
import { createMatrix, randomKey, readTable, tableToAnnotations, tableToBlock } from '../dist/index.js';
import { createExecutor, fileSource } from '../dist/index.node.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';

const [path, alpha, length] = process.argv.slice(2);
const table = await readTable(await fileSource(path), { text: ['label'] });
const { matrix } = tableToBlock(table, { name: 'x', kind: 'expression', rows: 'samples', id: 'sample' });
const labels = tableToAnnotations(table, { id: 'sample', columns: ['label'] }).columns[0].values;
const classes = [...new Set(labels)].sort();
const codes = Int32Array.from(labels, (label) => classes.indexOf(label));
const n = matrix.nRows;
const X = createMatrix(n, matrix.nCols);
for (let j = 0; j < X.nCols; j++) {
  const column = matrix.data.subarray(j * n, (j + 1) * n);
  const mean = column.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
  X.data.set(
    column.map((x) => (x - mean) / sd),
    j * n,
  );
}
const executor = await createExecutor(1);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const problem = {
  family: 'multinomial',
  X,
  codes,
  nClasses: classes.length,
  weights: new Float64Array(n).fill(1 / n),
  l1Ratio: Number(alpha),
  tolerance: 1e-3,
  maxCycles: 1000,
};
const began = performance.now();
const strongest = (await strongestGradient(problem, ctx)) / problem.l1Ratio;
const lambdas = Array.from({ length: Number(length) }, (_, l) => strongest * 0.01 ** (l / (Number(length) - 1)));
const points = await elasticNetPath({ ...problem, lambdas }, ctx);
const seconds = (performance.now() - began) / 1000;
await executor.close();
console.log(
  JSON.stringify({ seconds, gap: Math.max(...points.map((point) => point.gap)), explained: points.at(-1).explained }),
);
