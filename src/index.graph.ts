/** The door to networks: expressions and their gradients, layers, losses, training, ONNX written and read. */
export type { HostData, HostTensor, NetworkEngine, NetworkSession } from './base/network-engine.ts';
export { gradients } from './graph/gradients.ts';
export { type ArrayChanges, changedArray } from './graph/layers/array-changes.ts';
export { batchNorm } from './graph/layers/batch-norm.ts';
export { type ConvolutionOptions, convolution } from './graph/layers/convolution.ts';
export { type DenseOptions, dense } from './graph/layers/dense.ts';
export { type DroppedOptions, dropped } from './graph/layers/dropped.ts';
export { ones, scaled, uniform, zeros } from './graph/layers/initial.ts';
export { layerNorm } from './graph/layers/layer-norm.ts';
export { rectified } from './graph/layers/rectified.ts';
export { gru, lstm, type Recurrent, type RecurrentOptions } from './graph/layers/recurrent.ts';
export { type ResidualOptions, residualBlock } from './graph/layers/residual-block.ts';
export { type Initial, NetworkParts, Scope } from './graph/layers/scope.ts';
export {
  changedSequence,
  letterChannels,
  reverseComplement,
  type SequenceChanges,
} from './graph/layers/sequence-input.ts';
export { binaryCrossEntropy } from './graph/loss/binary-cross-entropy.ts';
export { contrastive } from './graph/loss/contrastive.ts';
export { type CoxBatch, coxPartialLikelihood } from './graph/loss/cox-partial-likelihood.ts';
export { crossEntropy } from './graph/loss/cross-entropy.ts';
export { dice } from './graph/loss/dice.ts';
export { discreteTimeSurvival, type Intervals, intervalsOf } from './graph/loss/discrete-time-survival.ts';
export { focal } from './graph/loss/focal.ts';
export { huber } from './graph/loss/huber.ts';
export { klNormal } from './graph/loss/kl-normal.ts';
export { reconstruction } from './graph/loss/reconstruction.ts';
export { squared } from './graph/loss/squared.ts';
export { weightedMean } from './graph/loss/weighted-mean.ts';
export { type AutoencoderOptions, autoencoder } from './graph/networks/autoencoder.ts';
export { type UnetOptions, unet } from './graph/networks/unet.ts';
export * as ops from './graph/ops/index.ts';
export { type ReadNetwork, type ReadOptions, readModel } from './graph/read-model.ts';
export type { DType, Shape } from './graph/shape.ts';
export { constant, input, integers, scalar, stopGradient, type Tensor, withGradient } from './graph/tensor.ts';
export type { TrainingData } from './graph/training/data.ts';
export { findRate } from './graph/training/find-rate.ts';
export type { Batch, Field, Network } from './graph/training/network.ts';
export { type OptimiserOptions, optimiser } from './graph/training/optimiser.ts';
export {
  type Checkpoint,
  type EpochRecord,
  type Trained,
  type TrainSettings,
  train,
} from './graph/training/train.ts';
export { predictionGraph } from './graph/training/write-evaluation.ts';
export { type LoopStep, writeLoop } from './graph/write-loop.ts';
export { type WriteOptions, writeModel } from './graph/write-model.ts';
