import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { createExecutor } from '../src/index.node.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { runInMemory, textOf } from './support/run-in-memory.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

/** Two features of twenty tell the classes apart. */
function table(): string {
  let state = 1;
  const noise = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648 - 0.5;
  };
  const rows = Array.from({ length: 80 }, (_, i) => {
    const side = i % 2 === 0 ? 1 : -1;
    const values = Array.from({ length: 20 }, (_, j) => (noise() + (j < 2 ? 0.5 * side : 0)).toFixed(4));
    return [`s${i}`, side > 0 ? 'a' : 'b', ...values].join('\t');
  });
  return `${[['id', 'class', ...Array.from({ length: 20 }, (_, j) => `G${j}`)].join('\t'), ...rows].join('\n')}\n`;
}

const study = (network: string) => `cistron: 1
title: A network
samples: { file: t.tsv, id: id, target: class }
blocks: { x: { from: samples, kind: expression, columns: 'G*', prepare: [standardize] } }
learners: [{ ridge: { lambda: 0.1 } }]
validate: { outer: 3, inner: 2, metric: accuracy }
report: { explain: { top: 3 }, network: ${network} }
`;
// The two that matter are joined by one of weight 900 and one that is too light.
const edges = 'from\tto\tweight\nG0\tHUB\t900\nHUB\tG1\t900\nG0\tG1\t10\nG5\tG6\t900\nG7\tG6\t900\n';

test('the drivers are found in the network, with what joins them; its content is in the lock', async () => {
  const files = { 't.tsv': table(), 'net.tsv': edges };
  const folder = memoryFolder();
  const { record } = await runInMemory(study('{ file: net.tsv, min-weight: 700 }'), files, executor, { folder });
  const network = record.network!;
  expect(network.found.map(({ gene }) => gene)).toEqual(expect.arrayContaining(['G0', 'G1']));
  expect(network.between).toContain('HUB');
  expect(network.drawn).toEqual(
    expect.arrayContaining([
      ['G0', 'HUB'],
      ['G1', 'HUB'],
    ]),
  );
  expect(network.drawn).not.toContainEqual(['G0', 'G1']);
  const html = textOf(folder, 'report.html');
  expect(html).toContain('<h3>The drivers in the network</h3>');
  expect(html).toContain('net.tsv, edges of at least 700');
  const { data, study: locked } = JSON.parse(textOf(folder, 'study.lock.json'));
  expect(locked.report.network.file).toBe(data['net.tsv']);
});

test('a network of other names leaves the section as it is', async () => {
  const files = { 't.tsv': table(), 'net.tsv': 'from\tto\nP1\tP2\nP2\tP3\n' };
  const { record } = await runInMemory(study('net.tsv'), files, executor);
  expect(record.network).toBeUndefined();
});
