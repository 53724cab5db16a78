// One reading, timed without the start of the process.
import { readTable, tableToBlock } from '../dist/index.js';
import { fileSource } from '../dist/index.node.js';

const began = performance.now();
const table = await readTable(await fileSource(process.argv[2]));
const { matrix } = tableToBlock(table, { name: 'expression', kind: 'expression', rows: 'samples' });
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, shape: [matrix.nRows, matrix.nCols] }));
