// Networks against PyTorch: one step of training (forward, backward, Adam) of the same net on the same batch, after a warm-up.
import { join } from 'node:path';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';

/** Name → what is printed. */
const NETS = {
  'mlp-wide': 'MLP 20,000–256–5, batch 64',
  'mlp-narrow': 'MLP 1,000–256–5, batch 64',
  dna: 'Conv1d net on DNA, 64 × 4 × 1,000',
  image: 'Conv2d net on images, 32 × 3 × 64 × 64',
  fusion: 'fusion of three blocks of 700, batch 64',
};
const run = (command, script, net) => () => timed(command, [join(import.meta.dirname, script), net]);
for (const [net, what] of Object.entries(NETS)) {
  const results = await inTurn(
    { ours: run(process.execPath, 'neural.worker.mjs', net), PyTorch: run(PYTHON, 'peers/neural.py', net) },
    3,
  );
  printRow(
    `step of training, ${what}`,
    results,
    'float32, Adam; seconds of one step, mean of 20 to 200 after a warm-up',
  );
}
