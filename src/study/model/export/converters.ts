import type { Tensor } from '../../../graph/tensor.ts';
import type { State } from '../../../table/contract.ts';
import type { Curves } from './curves.ts';
import type { Words } from './words.ts';

/** A fitted step as a graph. @param x float32 [N, features in]. @param words of its columns; empty where all hold numbers. @returns float32 [N, features out]. @throws {UnsupportedError} it cannot be said in ONNX. */
export type StepConverter = (state: State, x: Tensor, words: Words) => Tensor;

/** What a model says, as expressions of float64 over the rows. */
export type Answer =
  /** [N, classes], before calibration. */
  | { readonly task: 'classification'; readonly classes: readonly string[]; readonly probabilities: Tensor }
  /** [N, 1] */
  | { readonly task: 'regression'; readonly values: Tensor }
  /** [N, 1]; curves where the graph can hold them. */
  | { readonly task: 'survival'; readonly risk: Tensor; readonly curves?: Curves };

/** A trained model as a graph. @param x float32 [N, prepared features]. @throws {UnsupportedError} it cannot be said in ONNX. */
export type ModelConverter = (state: State, x: Tensor) => Answer;
