// Exported pipelines answer in ONNX Runtime as the library does: every learner and step that can be exported, with missing values.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { UnsupportedError } from '../src/base/errors.ts';
import type { NetworkEngine } from '../src/base/network-engine.ts';
import { checkParams } from '../src/base/params.ts';
import { randomKey } from '../src/base/random.ts';
import { createEngine } from '../src/graph/engine.node.ts';
import { parseModel } from '../src/graph/onnx/parse-model.ts';
import { input } from '../src/graph/tensor.ts';
import { writeModel } from '../src/graph/write-model.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { learnerByWord } from '../src/learn/registry.ts';
import { coupleProbabilities } from '../src/learn/svm/coupling.ts';
import { CALIBRATION_METHODS, type Calibration, fitCalibration } from '../src/numeric/calibration/calibrators.ts';
import { fitPipeline } from '../src/prepare/pipeline.ts';
import { transforms } from '../src/prepare/registry.ts';
import { createStep, parseStep } from '../src/prepare/step.ts';
import { couple } from '../src/study/model/export/coupling.ts';
import { double, single } from '../src/study/model/export/doubles.ts';
import { modelConverters } from '../src/study/model/export/models.ts';
import { exportOnnx } from '../src/study/model/export/onnx.ts';
import { stepConverters } from '../src/study/model/export/steps.ts';
import type { ModelBundle } from '../src/study/model/model-file.ts';
import type { Block } from '../src/table/block.ts';
import { createMatrix } from '../src/table/matrix.ts';
import type { Prediction } from '../src/table/prediction.ts';
import type { Task } from '../src/table/target.ts';
import { sideBySide } from '../src/validate/prepare-fold.ts';
import { calibrated } from '../src/validate/search.ts';
import { makePlace, parseCells } from './support/cli.ts';
import { classView, numberView, survivalView, type TargetTask, viewFor } from './support/learner-views.ts';
import { networkResources } from './support/network-views.ts';

/** float32 holds about seven digits. */
const CLOSE = 1e-5;
const largest = new Map<string, number>();
let executor: Executor;
let networks: NetworkEngine;
beforeAll(async () => {
  executor = await createExecutor(2);
  networks = createEngine({ threads: 1 }); // of small networks, where a second thread only waits
});
afterAll(async () => {
  await executor.close();
  const rows = [...largest].map(([name, gap]) => `| ${name} | ${gap.toExponential(1)} |`);
  console.info(['largest differences of exported models', ...rows].join('\n'));
});
const context = (): Context => ({
  ...{ executor, networks, random: randomKey(5), signal: new AbortController().signal },
  progress: () => {},
  warn: () => {},
});

/** One block of a view, a twelfth of its values missing, shifted so that logarithms have something to do. */
function blockFrom(view: ReturnType<typeof viewFor>, { missing = true, name = 'genes' } = {}): Block {
  const X = createMatrix(view.X.nRows, view.X.nCols);
  const draws = randomKey(3).stream();
  view.X.data.forEach((x, at) => {
    X.data[at] = missing && draws.below(12) === 0 ? Number.NaN : x + 4;
  });
  return {
    name,
    kind: 'numeric',
    ids: Array.from({ length: X.nRows }, (_, i) => `s${i}`),
    features: view.features,
    matrix: X,
  };
}
const copy = (block: Block): Block => structuredClone(block);

/** The same as 0, 1 or 2 copies of an allele. */
function genotypesFrom(view: ReturnType<typeof viewFor>): Block {
  const block = blockFrom(view);
  block.matrix.data.forEach((x, at) => {
    block.matrix.data[at] = Math.min(2, Math.max(0, Math.round(x - 3)));
  });
  return { ...block, kind: 'genotypes' };
}
const GENOTYPES = ['maf', 'hwe', 'ld-prune', 'genotype-pca'];

/** Of genes, in bases. */
const lengths = new Map(Array.from({ length: 20 }, (_, j) => [`g${j}`, 300 + 731 * j]));

interface Made {
  readonly bundle: ModelBundle;
  readonly blocks: readonly Block[];
  readonly prediction: Prediction;
}

async function made(
  word: string,
  view: ReturnType<typeof viewFor>,
  steps: readonly unknown[],
  {
    params = {},
    blocks = [blockFrom(view)],
    calibrate,
  }: {
    params?: Record<string, unknown>;
    blocks?: readonly Block[];
    calibrate?: Calibration['method'];
  } = {},
): Promise<Made> {
  const ctx = context();
  const pipelines = await Promise.all(
    blocks.map(async (block) => {
      const own = await Promise.all(
        steps.map(async (step) => ({ transform: await createStep(parseStep(step, 'prepare'), { lengths }) })),
      );
      return fitPipeline(copy(block), view.target, own, ctx);
    }),
  );
  const entry = learnerByWord(word, 'test');
  const small = entry.params.stages ? { stages: 1, filters: 4 } : {};
  const quick = entry.network ? { epochs: 2, members: 2, ...small } : {};
  const settings = checkParams(entry.params, { ...quick, ...params }, word);
  const learner = (await entry.load()).create(settings, networkResources(word));
  const data = sideBySide(pipelines.map(({ prepared }) => prepared));
  const model = await learner.fit({ ...data, target: view.target }, ctx);
  // As new samples: a step may treat those that it was fitted on otherwise.
  const raw = await model.predict(sideBySide(pipelines.map(({ fitted }, b) => fitted.apply(copy(blocks[b]!)))), ctx);
  const calibration =
    calibrate && raw.task === 'classification' && view.target.task === 'classification'
      ? fitCalibration(calibrate, {
          probabilities: raw.probabilities,
          nClasses: raw.classes.length,
          truth: view.target.codes,
        })
      : undefined;
  const bundle: ModelBundle = {
    ...{ learner: word, model, task: view.target.task, provenance: { title: 'test', target: 'y' } },
    ...(calibration ? { calibration } : {}),
    blocks: blocks.map(({ name, kind, levels }, b) => ({
      ...{ name, kind, pipeline: pipelines[b]!.fitted },
      ...(levels ? { levels } : {}),
    })),
  };
  return { bundle, blocks, prediction: calibrated(raw, calibration ? { calibration } : undefined) };
}

/** The outputs, over blocks that nothing has prepared. */
async function answered(bytes: Uint8Array, blocks: readonly Block[]): Promise<Readonly<Record<string, Float32Array>>> {
  const session = await networks.open(bytes);
  const feeds = Object.fromEntries(
    blocks.map(({ name, matrix: { nRows, nCols, data } }) => {
      const rows = new Float32Array(data.length);
      for (let i = 0; i < nRows; i++) for (let j = 0; j < nCols; j++) rows[i * nCols + j] = data[j * nRows + i]!;
      return [name, { data: rows, shape: [nRows, nCols] }] as const;
    }),
  );
  const outputs = await session.run(feeds);
  await session.close();
  return Object.fromEntries(session.outputs.map((name) => [name, outputs[name]!.data as Float32Array]));
}

function numbersOf(prediction: Prediction): Readonly<Record<string, Float64Array>> {
  if (prediction.task === 'classification') return { probabilities: prediction.probabilities };
  if (prediction.task === 'regression') return { values: prediction.values };
  if (prediction.task === 'survival') return { risk: prediction.risks, survival: prediction.survival };
  throw new Error('no export of clusters');
}

async function expectSame(what: string, { bundle, blocks, prediction }: Made): Promise<void> {
  const bytes = exportOnnx(bundle);
  const outputs = await answered(bytes, blocks);
  const expected = numbersOf(prediction);
  const sizes = (arrays: typeof outputs | typeof expected) =>
    Object.entries(arrays).map(([key, { length }]) => [key, length]);
  expect(sizes(outputs)).toEqual(sizes(expected));
  if (prediction.task === 'survival') {
    expect(parseModel(bytes, 'test').facts.times).toBe(JSON.stringify([...prediction.times]));
  }
  let gap = 0;
  for (const [name, numbers] of Object.entries(expected)) {
    numbers.forEach((value, at) => {
      gap = Math.max(gap, Math.abs(outputs[name]![at]! - value) / Math.max(1, Math.abs(value)));
    });
  }
  largest.set(what, Math.max(gap, largest.get(what) ?? 0));
  expect(gap, what).toBeLessThan(CLOSE);
}

const BASE = ['impute', 'drop-constant', 'standardize', { clip: 3 }];
/** Counts or other values of at least 0. */
const COUNTS = ['impute', 'drop-constant', 'min-max', { clip: 3 }];
const OF_COUNTS = new Set(['multinomial-nb', 'complement-nb']);
const baseOf = (word: string) => (OF_COUNTS.has(word) ? COUNTS : BASE);
const tasksOf = (word: string) =>
  learnerByWord(word, 'test').tasks.filter((task): task is TargetTask => task !== 'clustering');
/** Less of what takes time. */
const SMALL: Readonly<Record<string, Record<string, unknown>>> = {
  forest: { trees: 40 },
  'extra-trees': { trees: 40 },
  boosting: { rounds: 30 },
};
const paramsFor = (word: string) => {
  const { params } = learnerByWord(word, 'test');
  return Object.fromEntries(Object.entries(SMALL[word] ?? {}).filter(([name]) => name in params));
};

/** Of pictures, films and sets, which these tables are not: the converter is that of the other networks. */
const ARRAYS = new Set(['image-cnn', 'video-cnn', 'set-attention']);
const words = Object.keys(modelConverters).filter((word) => !ARRAYS.has(word));

describe('learners', () => {
  const cases = words.flatMap((word) => tasksOf(word).map((task) => [word, task] as const));
  test.each(cases)('%s of %s', async (word, task) => {
    const one = await made(word, viewFor(word, task, 90, 8), baseOf(word), { params: paramsFor(word) });
    await expectSame(`${word}, ${task}`, one);
  });

  test.each(['elastic-net', 'linear-svm', 'boosting', 'forest', 'naive-bayes', 'complement-nb', 'svm'])(
    '%s of two classes',
    async (word) => {
      const one = await made(word, classView(80, 6, 2), baseOf(word), { params: paramsFor(word) });
      await expectSame(`${word}, two classes`, one);
    },
  );

  test.each(words.filter((word) => tasksOf(word).includes('classification')))(
    '%s, a class without training rows',
    async (word) => {
      const view = classView(80, 6, 2);
      const { target } = view;
      const wider = { ...target, classes: ['a', 'm', 'z'], codes: target.codes.map((code) => 2 * code) };
      const many = word !== 'logistic';
      await expectSame(
        `${word}, absent class`,
        await made(word, many ? { ...view, target: wider } : view, baseOf(word), { params: paramsFor(word) }),
      );
    },
  );

  test.each(words.filter((word) => tasksOf(word).includes('classification')))(
    '%s, training rows of one class only',
    async (word) => {
      const view = classView(60, 5, 2);
      const target = { ...view.target, codes: view.target.codes.map(() => 1) };
      await expectSame(
        `${word}, one class`,
        await made(word, { ...view, target }, OF_COUNTS.has(word) ? COUNTS : ['impute'], { params: paramsFor(word) }),
      );
    },
  );

  test('boosting takes missing values to where training sent them', async () => {
    await expectSame(
      'boosting, missing values',
      await made('boosting', classView(150, 6, 3, 2), [], { params: paramsFor('boosting') }),
    );
    await expectSame(
      'boosting, missing values',
      await made('boosting', numberView(150, 6), [], { params: paramsFor('boosting') }),
    );
  });

  test.each(['rbf', 'linear', 'polynomial'])('svm, %s kernel', async (kernel) => {
    const params = { kernel, C: 1 };
    for (const view of [classView(90, 8, 2, 1), classView(120, 8, 4, 1), classView(90, 8, 4, 40), numberView(80, 5)])
      await expectSame(`svm, ${kernel}`, await made('svm', view, BASE, { params }));
    // Far from 0, where squares have lost digits before they are subtracted.
    if (kernel === 'rbf')
      await expectSame('svm, unscaled', await made('svm', classView(90, 8, 3, 1), ['impute'], { params }));
  });

  test('values of training on the threshold of a tree stay on their side', async () => {
    const view = numberView(200, 3);
    view.X.data.forEach((x, at) => {
      view.X.data[at] = Math.round(x * 3) / 10;
    });
    for (const word of ['tree', 'forest', 'extra-trees', 'boosting'])
      await expectSame(`${word}, ties`, await made(word, view, ['impute', 'standardize'], { params: paramsFor(word) }));
  });

  test.each(['poisson', 'absolute'])('boosting of numbers by %s', async (loss) => {
    const view = numberView(80, 5);
    await expectSame(
      `boosting, ${loss}`,
      await made('boosting', view, BASE, { params: { ...paramsFor('boosting'), loss } }),
    );
  });

  test('set-attention, sets of different sizes', async () => {
    const view = classView(60, 8, 3);
    const block = blockFrom(view, { missing: false });
    const { data } = block.matrix;
    for (let i = 0; i < 60; i += 2) data[6 * 60 + i] = data[7 * 60 + i] = Number.NaN;
    const one = await made('set-attention', view, [], { blocks: [{ ...block, shape: [4, 2] }] });
    await expectSame('set-attention, missing items', one);
  });

  test('elastic-net of counts', async () => {
    const view = numberView(80, 5);
    const target = { ...view.target, values: view.target.values.map((y) => Math.max(0, Math.round(y / 4))) };
    await expectSame(
      'elastic-net, poisson',
      await made('elastic-net', { ...view, target }, BASE, { params: { family: 'poisson' } }),
    );
  });

  test('several blocks stand side by side', async () => {
    const [one, two] = [classView(90, 6, 3, 2), classView(90, 9, 3, 1)];
    const blocks = [blockFrom(one, { name: 'rna' }), blockFrom(two, { name: 'protein' })];
    await expectSame('elastic-net, two blocks', await made('elastic-net', one, BASE, { blocks }));
  });
});

describe('steps', () => {
  const OTHERS: Readonly<Record<string, unknown>> = {
    impute: { impute: { strategy: 'mean', indicator: true } },
    clip: { clip: 1 },
    pca: { pca: 3 },
    log2: { log2: { offset: 0.5, floor: 1 } },
    tpm: { tpm: 'lengths.tsv' },
    ordinal: { ordinal: 'low < middle < high' },
    fpkm: { fpkm: 'lengths.tsv' },
  };
  const counted = transforms
    .filter(({ params }) => params.count && params.count.default !== 50)
    .map(({ word }) => word);
  const blocksFor = (word: string, view: ReturnType<typeof viewFor>) =>
    GENOTYPES.includes(word) ? { blocks: [genotypesFrom(view)] } : {};
  const CLASSES_ONLY = ['mutual-information', 'stability-selection'];
  test.each(Object.keys(stepConverters))('%s', async (word) => {
    const step = OTHERS[word] ?? (counted.includes(word) ? { [word]: 4 } : word);
    const needsValues = ['lasso-selection', 'stability-selection', 'mutual-information', 'anova-f'].includes(word);
    const steps = word === 'impute' ? [step] : needsValues ? ['impute', step] : [step, 'impute'];
    for (const view of [classView(90, 8, 3, 2), survivalView(90, 8)]) {
      if (view.target.task === 'survival' && CLASSES_ONLY.includes(word)) continue;
      await expectSame(`step ${word}`, await made('elastic-net', view, steps, blocksFor(word, view)));
    }
    await expectSame(
      `step ${word}, trees`,
      await made('forest', classView(90, 8, 3, 2), steps, {
        params: SMALL.forest!,
        ...blocksFor(word, classView(90, 8, 3, 2)),
      }),
    );
  });

  test.each(['cpm', 'tpm', 'fpkm'])('counts by the sample: %s before multinomial-nb', async (word) => {
    const step = OTHERS[word] ?? word;
    const one = await made('multinomial-nb', classView(90, 8, 3, 2), [step, 'impute', 'min-max']);
    await expectSame(`step ${word}, counts`, one);
  });

  test.each([{ impute: 'zero' }, { impute: 'median' }])('%o', async (step) => {
    await expectSame('step impute', await made('linear', numberView(60, 5), [step]));
  });

  test('arcsinh and log2 of values near 0 and far from it', async () => {
    const view = numberView(60, 5);
    const block = blockFrom(view, { missing: false });
    block.matrix.data.forEach((x, at) => {
      block.matrix.data[at] = (x - 4) * 10 ** ((at % 13) - 6);
    });
    for (const step of ['arcsinh', 'log2'])
      await expectSame(
        `step ${step}, any size`,
        await made('forest', view, [step], { blocks: [block], params: SMALL.forest! }),
      );
  });
});

const STAGES = ['II', 'I', 'III'];
const SITES = ['lung', 'colon', 'breast', 'skin', 'brain'];
/** g1 holds stages and g4 sites, of which the later are rarer. */
function wordy(view: ReturnType<typeof viewFor>): Block {
  const block = blockFrom(view);
  const { nRows, data } = block.matrix;
  const draws = randomKey(17).stream();
  for (let i = 0; i < nRows; i++) {
    data[nRows + i] = draws.below(10) === 0 ? Number.NaN : draws.below(3);
    data[4 * nRows + i] =
      draws.below(10) === 0 ? Number.NaN : draws.below(12) === 0 ? 3 + draws.below(2) : draws.below(3);
  }
  const levels = block.features.map((_, j) => (j === 1 ? STAGES : j === 4 ? SITES : null));
  return { ...block, levels };
}

const order = { ordinal: '0 < I < II < III < IV' };
const OF_WORDS: Readonly<Record<string, readonly unknown[]>> = {
  'one-hot': ['impute', 'one-hot'],
  'one-hot, missing words': ['one-hot', 'impute', 'standardize'],
  'one-hot, rare words': [{ impute: { indicator: true } }, { 'one-hot': { 'min-count': 12 } }],
  'one-hot, rare and missing words': [{ 'one-hot': { 'min-count': 12 } }, 'impute'],
  ordinal: [order, 'one-hot', 'impute', 'standardize'],
  'ordinal behind impute': ['impute', 'drop-constant', order, 'one-hot', 'impute'],
};
describe('columns of words', () => {
  /** Other rows, whose file lists its words in another order, with some that training never saw. */
  function others(block: Block): Block {
    const { nRows, nCols } = block.matrix;
    const stages = ['IV', 'III', 'II', 'I', '0'];
    const sites = ['liver', 'skin', 'brain', 'breast', 'colon', 'lung'];
    const matrix = createMatrix(nRows, nCols);
    matrix.data.set(block.matrix.data);
    const draws = randomKey(19).stream();
    for (const [j, list] of [
      [1, stages],
      [4, sites],
    ] as const)
      for (let i = 0; i < nRows; i++)
        matrix.data[j * nRows + i] = draws.below(8) === 0 ? Number.NaN : draws.below(list.length);
    return { ...block, matrix, levels: block.features.map((_, j) => (j === 1 ? stages : j === 4 ? sites : null)) };
  }

  /** As the guide says: the place in the list of the metadata, its length for a word that it lacks. */
  function numbered(block: Block, bytes: Uint8Array): Block {
    const lists = JSON.parse(parseModel(bytes, 'test').facts.words!).genes as Record<string, string[]>;
    expect(Object.keys(lists)).toEqual(['g1', 'g4']);
    const matrix = createMatrix(block.matrix.nRows, block.matrix.nCols);
    matrix.data.set(block.matrix.data);
    block.features.forEach((name, j) => {
      const own = block.levels![j];
      if (!own) return;
      const codes = own.map((word) => (lists[name]!.includes(word) ? lists[name]!.indexOf(word) : lists[name]!.length));
      const from = j * matrix.nRows;
      for (let at = from; at < from + matrix.nRows; at++) matrix.data[at] = codes[matrix.data[at]!] ?? Number.NaN;
    });
    return { ...block, matrix };
  }

  test.each(Object.entries(OF_WORDS))('%s', async (what, steps) => {
    for (const [word, view] of [
      ['elastic-net', classView(150, 8, 3, 1)],
      ['forest', survivalView(150, 8)],
      ['ridge', numberView(150, 8)],
    ] as const) {
      const one = await made(word, view, steps, { params: paramsFor(word), blocks: [wordy(view)] });
      const { model } = one.bundle;
      const rows = others(one.blocks[0]!);
      const prepared = one.bundle.blocks[0]!.pipeline.apply(copy(rows));
      const prediction = await model.predict(sideBySide([prepared]), context());
      const blocks = [numbered(rows, exportOnnx(one.bundle))];
      await expectSame(`words, ${what}`, { ...one, blocks, prediction });
    }
  });

  test('words that share features by hash are refused', async () => {
    const view = numberView(90, 8);
    const blocks = [wordy(view)];
    const hashed = await made('ridge', view, ['impute', { 'one-hot': { 'min-count': 12, buckets: 3 } }], { blocks });
    expect(() => exportOnnx(hashed.bundle)).toThrow('words that share features by hash cannot be exported');
  });
});

describe('calibration', () => {
  test.each(CALIBRATION_METHODS.flatMap((method) => [2, 4].map((k) => [method, k] as const)))(
    '%s of %i classes',
    async (method, k) => {
      for (const word of ['forest', 'naive-bayes', 'complement-nb', 'linear-svm', 'svm', 'elastic-net']) {
        const one = await made(word, classView(120, 10, k, 3), baseOf(word), {
          params: paramsFor(word),
          calibrate: method,
        });
        await expectSame(`calibration ${method}, ${k} classes`, one);
      }
    },
  );
});

test('steep calibrations of forests whose leaves are not pure', async () => {
  const params = { trees: 300, 'min-samples-leaf': 5 };
  for (const k of [2, 4])
    for (const calibrate of CALIBRATION_METHODS)
      await expectSame(
        `calibration ${calibrate}, forest of 300 trees`,
        await made('forest', classView(300, 10, k, 1), BASE, { params, calibrate }),
      );
});

test('curves of a forest over hundreds of times', async () => {
  const one = await made('forest', survivalView(600, 10), ['impute'], { params: { trees: 100 } });
  await expectSame('forest of 100 trees, curves', one);
});

test.each([3, 4, 7, 12])(
  'the pairs of %i classes are coupled as the library does, certain and contradicting ones too',
  async (K) => {
    const P = (K * (K - 1)) / 2;
    const draws = randomKey(29).at(K).stream();
    const rows = 60;
    const data = Float32Array.from({ length: rows * P }, (_, at) => {
      const u = draws.uniform();
      // By turns: anything, close to 0 or 1, and 0 or 1 themselves.
      return [u, u < 0.5 ? 1e-6 * u : 1 - 1e-6 * u, Math.round(u)][Math.floor(at / P) % 3]!;
    });
    const pairs = input('pairs', 'float32', ['N', P]);
    const session = await networks.open(writeModel({ p: single(couple(double(pairs), K)) }, [pairs]));
    const { p } = await session.run({ pairs: { data, shape: [rows, P] } });
    await session.close();
    for (let i = 0; i < rows; i++)
      coupleProbabilities([...data.subarray(i * P, (i + 1) * P)], K).forEach((share, k) => {
        expect(Math.abs(share - Number(p!.data[i * K + k])), `row ${i}`).toBeLessThan(CLOSE);
      });
  },
);

test('an input may be called as the output of another task, not as its own', async () => {
  const view = classView(60, 5, 2);
  await expectSame('names', await made('ridge', view, BASE, { blocks: [blockFrom(view, { name: 'survival' })] }));
  const own = await made('ridge', view, BASE, { blocks: [blockFrom(view, { name: 'probabilities' })] });
  expect(() => exportOnnx(own.bundle)).toThrow("cannot be called as an output, got 'probabilities'");
});

describe('what cannot be exported', () => {
  const refused = async (one: Made) => {
    try {
      exportOnnx(one.bundle);
    } catch (error) {
      expect(error).toBeInstanceOf(UnsupportedError);
      return (error as Error).message;
    }
    throw new Error('was exported');
  };

  test('a learner is named, with those that can', async () => {
    const message = await refused(await made('knn', classView(40, 4, 2), ['impute']));
    expect(message).toContain(
      'model knn: this learner cannot be exported to ONNX; those that can: majority, mean, kaplan-meier',
    );
  });

  test('a step is named, with those that can', async () => {
    const message = await refused(await made('ridge', numberView(40, 4), ['impute', 'rank']));
    expect(message).toContain(
      'blocks.genes.prepare.rank: this step cannot be exported to ONNX; those that can: impute, drop-constant',
    );
  });

  test('a column of words is named', async () => {
    const { bundle, ...rest } = await made('ridge', numberView(40, 4), ['impute']);
    const blocks = bundle.blocks.map((block) => ({ ...block, levels: [null, ['x', 'y'], null, null] }));
    expect(await refused({ bundle: { ...bundle, blocks }, ...rest })).toContain("got words in 'g1'");
  });
});

describe('the command', () => {
  const place = makePlace();
  afterAll(() => place.remove());
  const run = (...words: string[]) => {
    const answer = place.cistron(...words);
    expect([words[0], answer.code, answer.code === 0 ? '' : answer.stderr]).toEqual([words[0], 0, '']);
    return answer;
  };

  test.each(['forest: { trees: 30 }', 'mlp: { epochs: 5, members: 2 }'])(
    'from a table to a file that answers as predict does, to its metadata: %s',
    async (learner) => {
      const out = learner.split(':')[0]!;
      run('simulate', 'cohort', '--out', '.', '--samples', '60', '--features', '40', '--informative', '20');
      place.write(
        'study.yaml',
        `cistron: 1
title: small cohort
samples: { file: samples.tsv, id: sample, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ ${learner} }]
validate: { outer: 3, inner: 3, seed: 1, calibrate: sigmoid }
`,
      );
      run('run', 'study.yaml', '--out', out);
      run('convert', `${out}/model.cistron`, 'model.onnx');
      const rows = parseCells(run('predict', `${out}/model.cistron`, '--samples', 'expression.tsv').stdout);
      const bytes = place.bytes('model.onnx');
      for (const fact of ['small cohort', 'subtype', '["C1","C2","C3"]', '{"expression":["'])
        expect(Buffer.from(bytes).includes(fact), fact).toBe(true);
      const [header, ...table] = parseCells(place.read('expression.tsv'));
      const features = JSON.parse(/\{"expression":\[[^\]]*\]\}/.exec(Buffer.from(bytes).toString('utf8'))![0])
        .expression as string[];
      const data = new Float32Array(table.length * features.length);
      table.forEach((cells, i) => {
        features.forEach((name, j) => {
          const cell = cells[header!.indexOf(name)]!;
          data[i * features.length + j] = cell === '' ? Number.NaN : Number(cell);
        });
      });
      const session = await networks.open(bytes);
      const { probabilities } = await session.run({ expression: { data, shape: [table.length, features.length] } });
      await session.close();
      const from = rows[0]!.indexOf('p:C1');
      let gap = 0;
      rows.slice(1).forEach((cells, i) => {
        for (let k = 0; k < 3; k++)
          gap = Math.max(gap, Math.abs(Number(cells[from + k]) - Number(probabilities!.data[i * 3 + k])));
      });
      largest.set(`the command, ${learner}, with sigmoid`, gap);
      expect(gap).toBeLessThan(CLOSE);
    },
  );

  test('a clinical table with words, to their numbers in the metadata', async () => {
    const draws = randomKey(23).stream();
    const header = 'id\tage\tgrade\tsite\tgroup';
    const line = (i: number) => {
      const grade = ['low', 'middle', 'high', ''][draws.below(4)]!;
      const age = draws.below(9) === 0 ? '' : String(40 + draws.below(40));
      const ill = draws.below(4) === 0 ? draws.below(2) === 0 : grade === 'high';
      return [`s${i}`, age, grade, ['lung', 'colon', 'skin', ''][draws.below(4)]!, ill ? 'ill' : 'well'].join('\t');
    };
    place.write('clinic.tsv', `${[header, ...Array.from({ length: 80 }, (_, i) => line(i))].join('\n')}\n`);
    place.write(
      'new.tsv',
      `${[header, ...Array.from({ length: 20 }, (_, i) => line(i).replace('lung', 'bone'))].join('\n')}\n`,
    );
    place.write(
      'clinic.yaml',
      `cistron: 1
title: clinic
samples: { file: clinic.tsv, id: id, target: group }
blocks:
  clinical:
    from: samples
    columns: [age, grade, site]
    kind: clinical
    prepare: [{ ordinal: low < middle < high < worst }, impute, one-hot, standardize]
learners: [elastic-net]
validate: { outer: 3, inner: 3, seed: 1 }
`,
    );
    run('run', 'clinic.yaml', '--out', 'clinic');
    run('convert', 'clinic/model.cistron', 'clinic.onnx');
    const rows = parseCells(run('predict', 'clinic/model.cistron', '--samples', 'new.tsv').stdout);
    const bytes = place.bytes('clinic.onnx');
    const { facts } = parseModel(bytes, 'test');
    const lists = JSON.parse(facts.words!).clinical as Record<string, string[]>;
    expect(Object.keys(lists)).toEqual(['grade', 'site']);
    expect([lists.grade!.length, lists.site!.length]).toEqual([4, 3]);
    const features = JSON.parse(facts.features!).clinical as string[];
    const [names, ...table] = parseCells(place.read('new.tsv'));
    const data = Float32Array.from(
      table.flatMap((cells) =>
        features.map((name) => {
          const cell = cells[names!.indexOf(name)]!;
          if (cell === '') return Number.NaN;
          const list = lists[name];
          return !list ? Number(cell) : list.includes(cell) ? list.indexOf(cell) : list.length;
        }),
      ),
    );
    const session = await networks.open(bytes);
    const { probabilities } = await session.run({ clinical: { data, shape: [table.length, features.length] } });
    await session.close();
    const from = rows[0]!.indexOf('p:ill');
    const gaps = rows.slice(1).map((cells, i) => Math.abs(Number(cells[from]) - Number(probabilities!.data[i * 2])));
    largest.set('the command, words', Math.max(...gaps));
    expect(Math.max(...gaps)).toBeLessThan(CLOSE);
  });

  test('other pairs of formats end with 4 and say what there is', () => {
    const { code, stderr } = place.cistron('convert', 'a.onnx', 'b.cistron');
    expect([code, stderr]).toEqual([4, expect.stringContaining("no format that is written ends as 'b.cistron' does")]);
    expect(place.cistron('convert', 'none.cistron', 'b.onnx').code).toBe(3);
  });
});

const checker = spawnSync('/usr/bin/python3', ['-c', 'import onnx']).status === 0;
if (!checker) console.warn("skipped: ONNX's own checker, since python3-onnx is not installed");
test.skipIf(!checker)("ONNX's own checker takes what is written, shapes inferred in full", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-onnx-'));
  try {
    for (const word of words) {
      const task = tasksOf(word)[0]!;
      const calibrate = task === 'classification' ? ({ calibrate: 'isotonic' } as const) : {};
      // Components are no features that an edge could name.
      const last = word === 'graph-network' || OF_COUNTS.has(word) ? [] : [{ pca: 4 }];
      const steps = [{ impute: { indicator: true } }, 'arcsinh', ...baseOf(word), ...last];
      const { bundle } = await made(word, viewFor(word, task as Exclude<Task, 'clustering'>, 60, 5), steps, {
        params: paramsFor(word),
        ...calibrate,
      });
      writeFileSync(join(folder, `${word}.onnx`), exportOnnx(bundle));
    }
    const files = words.map((word) => join(folder, `${word}.onnx`));
    const add = (name: string, { bundle }: Made) => {
      files.push(join(folder, `${name}.onnx`));
      writeFileSync(files.at(-1)!, exportOnnx(bundle));
    };
    const view = classView(90, 8, 3, 1);
    for (const [what, steps] of Object.entries(OF_WORDS))
      add(what, await made('elastic-net', view, steps, { blocks: [wordy(view)] }));
    for (const step of ['cpm', { tpm: 'lengths.tsv' }, { fpkm: 'lengths.tsv' }])
      add(JSON.stringify(step), await made('elastic-net', view, [step, 'impute']));
    for (const kernel of ['linear', 'polynomial']) add(kernel, await made('svm', view, BASE, { params: { kernel } }));
    const script = 'import sys, onnx\nfor f in sys.argv[1:]: onnx.checker.check_model(f, full_check=True)';
    execFileSync('/usr/bin/python3', ['-c', script, ...files]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
