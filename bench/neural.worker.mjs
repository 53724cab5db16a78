// One network of bench/neural-nets.mjs in Node. Argument: its name.
import { createEngine } from '../dist/graph/engine.node.js';
import { timeSteps } from './neural-nets.mjs';

console.log(JSON.stringify(await timeSteps(createEngine({ threads: 2 }), process.argv[2])));
