import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { blockOf, randomRows, testContext, turns } from '../../../test/support/blocks.ts';
import { classified } from '../../../test/support/classified.ts';
import { IntegrityError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { applyCalibration, CALIBRATION_METHODS, fitCalibration } from '../../numeric/calibration/calibrators.ts';
import { fitPipeline } from '../../prepare/pipeline.ts';
import { createStep, parseStep } from '../../prepare/step.ts';
import type { State } from '../../table/contract.ts';
import { sideBySide } from '../../validate/prepare-fold.ts';
import { type ModelBundle, readModel, writeModel } from './model-file.ts';

const rows = () => blockOf(randomRows(12, 6));

/** Made of numbers: no solver is needed to have a model. */
const state: State = {
  kind: 'elastic-net',
  json: {
    task: 'classification',
    classes: ['a', 'b', 'c'],
    nFeatures: 6,
    l1Ratio: 0.5,
    lambda: 0.1,
    gap: 1e-5,
    explained: 0.4,
  },
  arrays: {
    present: Int32Array.of(0, 1, 2),
    intercepts: Float64Array.of(0.1, -0.3, 0.2),
    indices: Uint32Array.of(0, 7, 13, 17),
    values: Float64Array.of(0.5, -1.25, Math.PI, 1e-300),
  },
};

let bundle: ModelBundle;
let bytes: Uint8Array;
beforeAll(async () => {
  const steps = await Promise.all(
    ['impute', 'standardize', { clip: 5 }].map(async (entry) => ({
      transform: await createStep(parseStep(entry, 'test')),
    })),
  );
  const { fitted } = await fitPipeline(rows(), turns(12), steps, testContext());
  const { restore } = await learnerByWord('elastic-net', 'test').load();
  bundle = {
    learner: 'elastic-net',
    model: restore(state),
    task: 'classification',
    blocks: [{ name: 'expression', kind: 'expression', pipeline: fitted }],
    provenance: { title: 'a test: ä, 𝛼', seed: 1, scores: { accuracy: { value: 0.9, low: 0.8, high: 1 } } },
  };
  bytes = await writeModel(bundle);
});

async function predictions({ blocks, model }: ModelBundle): Promise<Float64Array> {
  const prepared = blocks[0]!.pipeline.apply(rows());
  return classified(await model.predict(sideBySide([prepared]), testContext())).probabilities;
}

describe('a model file', () => {
  test('read back predicts the same bits, knows its features and where it came from, and writes the same bytes', async () => {
    const restored = await readModel(bytes, 'model.cistron');
    expect(await predictions(restored)).toEqual(await predictions(bundle));
    expect(restored.model.toState()).toEqual(state);
    expect(restored.blocks[0]!.pipeline.inputFeatures).toEqual(rows().features);
    expect([restored.learner, restored.task, restored.provenance]).toEqual([
      'elastic-net',
      bundle.task,
      bundle.provenance,
    ]);
    expect(await writeModel(restored)).toEqual(bytes);
  });

  test('carries its calibration to the bit, and is another file with it', async () => {
    const draws = randomKey(2).stream();
    const truth = Int32Array.from({ length: 60 }, () => draws.below(3));
    const data = { truth, nClasses: 3, probabilities: await predictions(bundle) };
    const many = {
      ...data,
      probabilities: Float64Array.from({ length: 180 }, (_, at) => data.probabilities[at % 36]!),
    };
    for (const method of CALIBRATION_METHODS) {
      const calibration = fitCalibration(method, many);
      const file = await writeModel({ ...bundle, calibration });
      expect(file).not.toEqual(bytes);
      const restored = await readModel(file, 'model.cistron');
      expect(restored.calibration).toEqual(calibration);
      expect(applyCalibration(restored.calibration!, data.probabilities)).toEqual(
        applyCalibration(calibration, data.probabilities),
      );
    }
  });

  test('depends on the bundle alone: written again it is the same to the byte', async () => {
    expect(await writeModel(bundle)).toEqual(bytes);
  });

  test('keeps arrays that are views into a larger buffer, of every type', async () => {
    const numbers = Float64Array.from({ length: 9 }, (_, i) => i / 3);
    const odd: State = { ...state, arrays: { ...state.arrays, values: numbers.subarray(2, 6) } };
    const { restore } = await learnerByWord('elastic-net', 'test').load();
    const restored = await readModel(await writeModel({ ...bundle, model: restore(odd) }), 'model.cistron');
    expect(restored.model.toState().arrays.values).toEqual(numbers.slice(2, 6));
  });

  test('holds JSON and arrays, nothing else', () => {
    const names = Object.keys(unzipSync(bytes));
    expect(names[0]).toBe('manifest.json');
    for (const name of names.slice(1)) expect(name).toMatch(/^arrays\/(model|block0\.step\d)\.\w+$/);
  });
});

describe('a damaged model file is refused', () => {
  const outcome = async (damaged: Uint8Array) => {
    try {
      return await readModel(damaged, 'model.cistron');
    } catch (error) {
      expect(error).toBeInstanceOf(IntegrityError);
      expect((error as Error).message).toMatch(/^model\.cistron: the model file is damaged: /);
      return undefined;
    }
  };

  test('cut short after any byte', async () => {
    for (let length = 0; length < bytes.length; length++) expect(await outcome(bytes.slice(0, length))).toBeUndefined();
  });

  test('one bit of any byte flipped', async () => {
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(await outcome(damaged), `byte ${at}`).toBeUndefined();
    }
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('id\tpredicted\n')],
    ['noise', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)],
  ])('%s in its place', async (_, content) => {
    expect(await outcome(content)).toBeUndefined();
  });
});
