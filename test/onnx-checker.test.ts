import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { checkParams } from '../src/base/params.ts';
import { randomKey } from '../src/base/random.ts';
import { createEngine } from '../src/graph/engine.node.ts';
import { batchNorm } from '../src/graph/layers/batch-norm.ts';
import { convolution } from '../src/graph/layers/convolution.ts';
import { dense } from '../src/graph/layers/dense.ts';
import { layerNorm } from '../src/graph/layers/layer-norm.ts';
import { gru, lstm } from '../src/graph/layers/recurrent.ts';
import { NetworkParts, Scope } from '../src/graph/layers/scope.ts';
import { attention, averagePool, gelu, maxPool, mean, relu, softmax } from '../src/graph/ops/index.ts';
import { constant, input, type Tensor } from '../src/graph/tensor.ts';
import { writeModel } from '../src/graph/write-model.ts';
import { learnerByWord } from '../src/learn/registry.ts';
import { networkView } from './support/network-views.ts';

const PYTHON = '/usr/bin/python3';
const CHECK = 'import sys, onnx; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)';
const present = spawnSync(PYTHON, ['-c', 'import onnx']).status === 0;
if (!present) console.warn("skipped: ONNX's own checker, since there is no python3-onnx");

const folder = mkdtempSync(join(tmpdir(), 'cistron-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

function expectChecked(name: string, model: Uint8Array): void {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, model);
  const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK, path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

/** A scope whose parameters stand in the file. */
function fixed(): Scope {
  const draws = randomKey(6).stream();
  return new Scope(
    new NetworkParts(false, (name, shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = Float32Array.from({ length: size }, () => 0.1 + Math.abs(0.3 * draws.normal()));
      return constant(values, shape, name);
    }),
  );
}

const NETWORKS: Readonly<
  Record<string, readonly [shape: readonly number[], build: (scope: Scope, x: Tensor) => Tensor]>
> = {
  'layers of units': [
    [20],
    (scope, x) => softmax(dense(scope.at('b'), layerNorm(scope, gelu(dense(scope.at('a'), x, 8))), 3)),
  ],
  'a sequence': [
    [4, 30],
    (scope, x) => mean(maxPool(relu(convolution(scope, x, 6, [5], { padding: 'same' })), 7), [2]),
  ],
  'a picture': [
    [3, 12, 12],
    (scope, x) => {
      const y = maxPool(relu(batchNorm(scope, convolution(scope, x, 4, [3, 3], { padding: 'same', bias: false }))), 2);
      return averagePool(convolution(scope.at('deep'), y, 4, [3, 3], { groups: 2, stride: 2, dilation: 1 }), 2);
    },
  ],
  'a volume': [[1, 6, 6, 6], (scope, x) => convolution(scope, x, 2, [3, 3, 3])],
  attention: [[5, 4], (_, x) => attention(x, x, x)],
  'units that read in order': [
    [6, 4],
    (scope, x) => gru(scope.at('b'), lstm(scope.at('a'), x, 5).states, 3, { backward: true }).last,
  ],
};

describe.skipIf(!present)("ONNX's own checker", () => {
  test.each(Object.entries(NETWORKS))('passes %s', async (name, [shape, build]) => {
    const x = input('x', 'float32', ['N', ...shape]);
    expectChecked(name, writeModel({ y: build(fixed(), x) }, [x], { facts: { made: 'here' } }));
  });

  test.each(['mlp', 'autoencoder', 'sequence-cnn', 'sequence-rnn', 'fusion'] as const)(
    'passes what %s learned',
    async (word) => {
      const entry = learnerByWord(word, 'test');
      const { signal } = new AbortController();
      const ctx: Context = {
        ...{ random: randomKey(1), executor: {} as Executor, networks: createEngine({ threads: 1 }), signal },
        ...{ progress: () => {}, warn: () => {} },
      };
      const params = checkParams(entry.params, { epochs: 2, members: 2 }, word);
      const model = await (await entry.load()).create(params).fit(networkView(word, 'survival', 40), ctx);
      expectChecked(word, model.toState().arrays.onnx as Uint8Array);
    },
  );
});
