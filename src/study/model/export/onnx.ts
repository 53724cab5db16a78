import { UnsupportedError } from '../../../base/errors.ts';
import { concat } from '../../../graph/ops/concat.ts';
import { reshape } from '../../../graph/ops/reshape.ts';
import { input, type Tensor } from '../../../graph/tensor.ts';
import { writeModel } from '../../../graph/write-model.ts';
import type { ModelBundle } from '../model-file.ts';
import { calibrate } from './calibration.ts';
import type { Answer } from './converters.ts';
import { single } from './doubles.ts';
import { modelConverters } from './models.ts';
import { isNetwork, networkFile } from './network.ts';
import { stepConverters } from './steps.ts';
import { type Words, wordFacts, wordsAfter, wordsOfInputs } from './words.ts';

type TrainedBlock = ModelBundle['blocks'][number];

/**
 * A trained pipeline as one ONNX file (opset 17, ai.onnx.ml 3) that answers as `predictSamples` does: preparation, model and calibration in one graph.
 * Inputs: for each block, under its name, float32 [N, features] in the order of the metadata `features`, NaN where a value is missing. Output:
 * `probabilities` [N, classes], `values` [N], or `risk` [N] and `survival` [N, times]. Metadata: `task`, `learner`, `target`, `title`, `features`
 * (JSON: block → names), `classes` and `times` (JSON). The graph computes in float64 and rounds to float32 where the steps do.
 * What is decided beside the prediction (sets, calls, refusals) is not in it, and nothing is refused: a value that is still missing gives what comes of it.
 * @throws {UnsupportedError} a step, a learner or a column of words that ONNX cannot hold; names it and what can.
 */
export function exportOnnx(bundle: ModelBundle): Uint8Array {
  const state = bundle.model.toState();
  if (isNetwork(state) && bundle.blocks.some(({ sequence }) => sequence)) return networkFile(bundle, state);
  const convert = modelConverters[state.kind];
  if (!convert) {
    const can = [...Object.keys(modelConverters), 'networks of letters without preparation'].join(', ');
    throw new UnsupportedError({
      where: `model ${state.kind}`,
      problem: 'this learner cannot be exported to ONNX',
      hint: `those that can: ${can}`,
    });
  }
  for (const block of bundle.blocks) requireNumbers(block);
  const inputs = bundle.blocks.map(({ name, pipeline }) =>
    input(name, 'float32', ['N', pipeline.inputFeatures.length]),
  );
  const prepared = bundle.blocks.map((block, b) => prepare(block, inputs[b]!));
  const answer = convert(state, concat(prepared, 1));
  const outputs = outputsOf(answer, bundle);
  for (const { name } of bundle.blocks) requireOtherName(name, outputs);
  return writeModel(outputs, inputs, { facts: factsOf(bundle, answer) });
}

function prepare(block: TrainedBlock, x: Tensor): Tensor {
  const { name, pipeline } = block;
  let values = x;
  let words: Words = wordsOfInputs(block);
  for (const state of pipeline.toState()) {
    const where = `blocks.${name}.prepare.${state.kind}`;
    const convert = stepConverters[state.kind];
    if (!convert) {
      throw new UnsupportedError({
        where,
        problem: 'this step cannot be exported to ONNX',
        hint: `those that can: ${Object.keys(stepConverters).join(', ')}`,
      });
    }
    const after = wordsAfter(state, words, where);
    values = convert(state, values, words);
    words = after;
  }
  const j = words.findIndex((list) => list !== null);
  if (j < 0) return values;
  throw new UnsupportedError({
    where: `blocks.${name}`,
    problem: `a learner of numbers alone can be exported, got words in '${pipeline.outputFeatures[j]}'`,
    hint: 'put one-hot or ordinal into prepare, or leave the column out of the study',
  });
}

function outputsOf(answer: Answer, { calibration }: ModelBundle): Readonly<Record<string, Tensor>> {
  switch (answer.task) {
    case 'classification': {
      const { probabilities } = answer;
      return { probabilities: single(calibration ? calibrate(calibration, probabilities) : probabilities) };
    }
    case 'regression':
      return { values: single(reshape(answer.values, ['N'])) };
    case 'survival': {
      const curves = curvesOf(answer);
      return { risk: single(reshape(answer.risk, ['N'])), ...(curves ? { survival: single(curves.survival) } : {}) };
    }
  }
}

/** Those of at least one time. */
const curvesOf = (answer: Answer) =>
  answer.task === 'survival' && answer.curves && answer.curves.times.length > 0 ? answer.curves : undefined;

function factsOf({ learner, task, blocks, provenance }: ModelBundle, answer: Answer): Record<string, string> {
  const { title, target } = provenance;
  const curves = curvesOf(answer);
  const features = Object.fromEntries(blocks.map(({ name, pipeline }) => [name, pipeline.inputFeatures]));
  return {
    ...{ task, learner, features: JSON.stringify(features) },
    ...wordFacts(blocks),
    ...(answer.task === 'classification' ? { classes: JSON.stringify(answer.classes) } : {}),
    ...(curves ? { times: JSON.stringify(Array.from(curves.times)) } : {}),
    ...(typeof target === 'string' ? { target } : {}),
    ...(typeof title === 'string' ? { title } : {}),
  };
}

function requireNumbers({ name, sequence }: TrainedBlock): void {
  if (!sequence) return;
  const hint = 'sequence-cnn and sequence-rnn without preparation can be exported';
  const where = `blocks.${name}`;
  throw new UnsupportedError({ where, problem: 'only blocks of numbers can be exported, got sequences', hint });
}

function requireOtherName(name: string, outputs: Readonly<Record<string, Tensor>>): void {
  if (!(name in outputs)) return;
  const problem = `an input of the graph cannot be called as an output, got '${name}'`;
  throw new UnsupportedError({ where: `blocks.${name}`, problem });
}
