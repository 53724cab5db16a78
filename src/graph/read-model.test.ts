import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FormatError, UnsupportedError } from '../base/errors.ts';
import { createEngine } from './engine.node.ts';
import { gradients } from './gradients.ts';
import { conv, matmul, maxPool, mul, relu, reshape, softmax, sum } from './ops/index.ts';
import { readModel } from './read-model.ts';
import { constant, input, type Tensor } from './tensor.ts';
import { writeModel } from './write-model.ts';

const engine = createEngine({ threads: 1 });
const golden = JSON.parse(readFileSync(new URL('../../test/golden/torch-networks.json', import.meta.url), 'utf8'));
const ramp = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i + 1) / 2);

async function run(
  outputs: Record<string, Tensor>,
  inputs: Tensor[],
  feeds: Record<string, Float32Array>,
  shape: number[],
) {
  const session = await engine.open(writeModel(outputs, inputs));
  const out = await session.run(
    Object.fromEntries(
      Object.entries(feeds).map(([name, data], k) => [name, { data, shape: k === 0 ? shape : [data.length] }]),
    ),
  );
  await session.close();
  return Array.from(out[Object.keys(outputs)[0]!]!.data as Float32Array);
}

function small() {
  const x = input('x', 'float32', ['N', 2, 12]);
  const found = maxPool(relu(conv(x, constant(ramp(3 * 2 * 3), [3, 2, 3], 'filters'), { padding: 'same' })), 3);
  return { x, y: softmax(matmul(reshape(found, ['N', 12]), constant(ramp(24), [12, 2], 'last'))) };
}

describe('readModel', () => {
  test('what was written is read back: the same answers, parameters by name', async () => {
    const { x, y } = small();
    const read = readModel(writeModel({ y }, [x], { facts: { learner: 'test' } }));
    expect([...read.parameters.keys()].sort()).toEqual(['filters', 'last']);
    expect(read.parameters.get('filters')!.data).toEqual(ramp(18));
    expect(read.facts).toEqual({ learner: 'test' });
    expect(read.opset).toBe(17);
    const data = ramp(48);
    const again = await run(read.outputs, Object.values(read.inputs), { x: data }, [2, 2, 12]);
    expect(again).toEqual(await run({ y }, [x], { x: data }, [2, 2, 12]));
  });

  test.each(['sequence', 'image'])('a network of PyTorch answers as it does there: %s', async (name) => {
    const { onnx, shape, x, y } = golden[name];
    const read = readModel(Uint8Array.from(Buffer.from(onnx, 'base64')));
    expect(read.producer).toBe('pytorch');
    const answer = await run(read.outputs, Object.values(read.inputs), { x: Float32Array.from(x) }, shape);
    answer.forEach((value, i) => {
      expect(value).toBeCloseTo(y[i], 5);
    });
  });

  test('it can be taught further: gradients of its parameters are those of a network built here', async () => {
    const { x, y } = small();
    const read = readModel(writeModel({ y }, [x]), {
      parameters: 'inputs',
      inputs: { x: input('x', 'float32', [2, 2, 12]) },
    });
    const last = read.parameters.get('last')!;
    const loss = sum(mul(read.outputs.y!, constant(Float32Array.of(1, -1), [2])));
    const [slope] = gradients(loss, [last.value]);
    const inputs = [read.inputs.x!, ...[...read.parameters.values()].map(({ value }) => value)];
    const session = await engine.open(writeModel({ loss, slope: slope! }, inputs));
    const feeds = (moved: Float32Array) => ({
      x: { data: ramp(48), shape: [2, 2, 12] },
      filters: { data: ramp(18), shape: [3, 2, 3] },
      last: { data: moved, shape: [12, 2] },
    });
    const at = async (k: number, by: number) => {
      const moved = ramp(24);
      moved[k]! += by;
      return Number((await session.run(feeds(moved))).loss!.data[0]);
    };
    const slopes = (await session.run(feeds(ramp(24)))).slope!.data as Float32Array;
    for (const k of [0, 7, 23]) {
      expect(slopes[k]).toBeCloseTo(((await at(k, 0.01)) - (await at(k, -0.01))) / 0.02, 3);
    }
    await session.close();
  });

  test('a file cut anywhere is refused', () => {
    const { x, y } = small();
    const whole = writeModel({ y }, [x]);
    for (let end = 0; end < whole.length; end++) {
      const outcome = (() => {
        try {
          return readModel(whole.subarray(0, end));
        } catch (error) {
          return error;
        }
      })();
      // Cut between two fields at the end of the file, what is there may be a whole graph.
      if (!(outcome instanceof FormatError))
        expect(Object.keys((outcome as { outputs: object }).outputs ?? {})).toEqual(['y']);
    }
  });

  test('an operator that is not read is named, with its node', () => {
    const x = input('x', 'float32', [2]);
    const odd: Tensor = {
      ...{ dtype: 'float32', shape: [2], output: 0 },
      source: { kind: 'node', type: 'Asinh', inputs: [x], attributes: {}, outputs: [{ dtype: 'float32', shape: [2] }] },
    };
    expect(() => readModel(writeModel({ y: odd }, [x]), { where: 'net.onnx' })).toThrow(UnsupportedError);
    expect(() => readModel(writeModel({ y: odd }, [x]), { where: 'net.onnx' })).toThrow(
      /net\.onnx: node 'asinh' \(Asinh\): the operator 'Asinh' is not read; those that are: Add/,
    );
  });
});
