// From a .bed to ten principal components, timed without the start of the process.
import { genotypePca, randomKey, readFile } from '../dist/index.js';
import { createExecutor, fileSource } from '../dist/index.node.js';

const emptyMiB = process.memoryUsage.rss() / 2 ** 20;
const began = performance.now();
const executor = await createExecutor(2);
const { content } = await readFile(await fileSource(process.argv[2]));
const readSeconds = (performance.now() - began) / 1000;
const ctx = {
  executor,
  random: randomKey(1),
  signal: new AbortController().signal,
  warn: () => {},
  progress: () => {},
};
if (process.env.STAGES) {
  let last = '';
  ctx.progress = (_, label) => {
    if (label !== last) console.error(`${((performance.now() - began) / 1000).toFixed(2)} s ${label}`);
    last = label;
  };
}
const { values, nVariants } = await genotypePca(ctx, content.blocks[0].block.matrix, 10);
const seconds = (performance.now() - began) / 1000;
await executor.close();
console.log(JSON.stringify({ seconds, readSeconds, emptyMiB, nVariants, values: Array.from(values) }));
