// Reading and counting, timed without the start of the process.
import { kMerCounts, readFasta } from '../dist/index.js';
import { fileSource } from '../dist/index.node.js';

const began = performance.now();
const { ids, sequences } = await readFasta(await fileSource(process.argv[2]));
const { matrix } = kMerCounts(ids, sequences, { k: 6, canonical: false });
const seconds = (performance.now() - began) / 1000;
const values = matrix.sparse?.values ?? matrix.data;
console.log(JSON.stringify({ seconds, sum: values.reduce((sum, value) => sum + value, 0) }));
