// One reading, timed without the start of the process.
import { readFile } from '../dist/index.js';
import { fileSource } from '../dist/index.node.js';

const began = performance.now();
const { content } = await readFile(await fileSource(process.argv[2]));
const seconds = (performance.now() - began) / 1000;
const { values } = content.blocks[0].block.matrix.sparse;
let sum = 0;
for (let k = 0; k < values.length; k++) sum += values[k];
console.log(JSON.stringify({ seconds, entries: values.length, sum }));
