// One reading, timed without the start of the process; then the number of copies of ALT, to compare.
import { readFile } from '../dist/index.js';
import { fileSource } from '../dist/index.node.js';
import { countCodes, strideOf } from '../dist/table/packed.js';

const emptyMiB = process.memoryUsage.rss() / 2 ** 20;
const began = performance.now();
const { content } = await readFile(await fileSource(process.argv[2]));
const seconds = (performance.now() - began) / 1000;
const { nRows, nCols, packed } = content.blocks[0].block.matrix;
let sum = 0;
for (let j = 0; j < nCols; j++) {
  const [, one, two] = countCodes(packed.codes, j * strideOf(nRows), nRows);
  sum += one + 2 * two;
}
console.log(JSON.stringify({ seconds, emptyMiB, shape: [nRows, nCols], sum }));
