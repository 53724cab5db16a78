import { UnsupportedError } from '../../../base/errors.ts';
import type { State } from '../../../table/contract.ts';
import type { ModelBundle } from '../model-file.ts';

/** Whether the model is a network, which holds its own ONNX file. */
export const isNetwork = (state: State): boolean => state.arrays.onnx instanceof Uint8Array;

/**
 * The network as it was trained: its inputs and outputs are its own (`x`, or the blocks' names; letters of sequences as uint8).
 * @throws {UnsupportedError} something stands before or behind it that the file would lack.
 */
export function networkFile({ blocks, calibration }: ModelBundle, { kind, json, arrays }: State): Uint8Array {
  const refuse = (what: string, hint: string): never => {
    throw new UnsupportedError({
      where: `model ${kind}`,
      problem: `the network is exported as it is, got ${what}`,
      hint,
    });
  };
  for (const { name, pipeline } of blocks) {
    const [step] = pipeline.toState();
    if (step) {
      refuse(
        `the step ${step.kind} before it in block '${name}'`,
        `train with prepare: [] on a prepared table, or prepare new samples with the same step and feed them to the network`,
      );
    }
  }
  if (calibration) {
    refuse(
      `a ${calibration.method} calibration behind it`,
      'train with calibrate: none, or calibrate its answers elsewhere',
    );
  }
  const outcome = json.outcome as {
    classes?: readonly string[];
    present?: readonly number[];
    form?: string;
    slope?: number;
  };
  if (outcome.classes && outcome.present?.length !== outcome.classes.length) {
    refuse('classes that it does not know', 'train on samples of every class');
  }
  if (outcome.form === 'intervals') refuse('curves for an answer', 'train with survival: cox');
  if ((outcome.slope ?? 1) !== 1) refuse(`an answer to be scaled by ${outcome.slope}`, 'scale it yourself');
  return arrays.onnx as Uint8Array;
}
