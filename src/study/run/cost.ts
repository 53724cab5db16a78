import type { ParamValues } from '../../base/params.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { LearnerSpec, Study } from '../file/study.ts';
import { heaviestOf } from '../tasks/progress.ts';
import type { Task } from '../tasks/task.ts';

/** What a task is expected to take. */
export interface Expected {
  /** Of one thread, reading the data not counted. */
  readonly seconds: number;
  /** The most that the process will hold. */
  readonly memoryMiB: number;
  /** More than these do not make it faster. */
  readonly threads: number;
}

/**
 * Seconds of one fit on a million values of features, and the power by which they grow with that number. Measured as processor time of folds of
 * 102 × 5,565 (four classes), 240 × 800 and 500 × 4,000 (three classes) with inner folds of four and default settings; the fits share what they
 * prepare, which is why the power is below one. What was not measured is taken for the elastic net's.
 */
const PER_FIT: Readonly<Record<string, { readonly seconds: number; readonly power: number }>> = {
  'elastic-net': { seconds: 0.106, power: 0.6 },
  'linear-svm': { seconds: 0.11, power: 0.7 },
  forest: { seconds: 0.4, power: 0.45 },
  boosting: { seconds: 0.56, power: 0.35 },
  ridge: { seconds: 0.3, power: 0.5 },
  knn: { seconds: 0.04, power: 1 },
};
/** What a network takes: seconds of one epoch of one member on a million values, the power as above, and the MiB that the process holds, without values and for each million. */
interface NetworkCost {
  readonly seconds: number;
  readonly power: number;
  readonly mib: readonly [base: number, perMillion: number];
}

/**
 * With default layers, by processor seconds of one thread on noise of two sizes (`scripts/network-costs.mjs`): 400 × 500 and 800 × 4,000 features, 300 × 100
 * and 800 × 300 letters, 100 × 2 × 256 and 300 × 2 × 512 points of a signal. Values are samples times features, letters or points.
 */
const NETWORKS: Readonly<Record<string, NetworkCost>> = {
  mlp: { seconds: 0.033, power: 1, mib: [176, 22] },
  autoencoder: { seconds: 0.091, power: 0.76, mib: [188, 26] },
  fusion: { seconds: 0.029, power: 0.66, mib: [171, 19] },
  'sequence-cnn': { seconds: 2.2, power: 0.87, mib: [207, 750] },
  'sequence-rnn': { seconds: 3.9, power: 0.96, mib: [233, 910] },
  'signal-cnn': { seconds: 2.6, power: 0.91, mib: [226, 400] },
};
/** Networks that were not measured, and the one that they are taken for. */
const LIKE: Readonly<Record<string, string>> = {
  'image-cnn': 'signal-cnn',
  'video-cnn': 'signal-cnn',
  'set-attention': 'fusion',
  'graph-network': 'autoencoder',
};
const networkOf = (word: string): NetworkCost | undefined => NETWORKS[LIKE[word] ?? word];
/** Of the epochs that are allowed where held-out samples say when to stop: assumed, as it depends on the data. */
const EPOCHS_MADE = 0.5;

/** A single feature, or a few columns: next to nothing beside the preparation. */
const BASELINE_SECONDS = 0.2;
/** Before the first fit of a process. */
const START_SECONDS = 0.35;
const BASE_MIB = 125;
const MIB_PER_MILLION = 45;
/** Of the intervals by the bootstrap of one learner. */
const SCORING_SECONDS = 0.8;
/** Inner folds where the study has a column in place of a number. */
const INNER_DEFAULT = 4;

/** One fit with these settings. @param millions of values. */
function fitSeconds(word: string, params: ParamValues, millions: number): number {
  const network = networkOf(word);
  if (!network) {
    const { seconds, power } = PER_FIT[word] ?? PER_FIT['elastic-net']!;
    return seconds * millions ** power;
  }
  const epochs = Number(params.epochs) * (Number(params.held) > 0 ? EPOCHS_MADE : 1);
  return Number(params.members) * epochs * network.seconds * millions ** network.power;
}

/**
 * What each task of a study is expected to take, by a formula: t = 0.35 s + fits · a · (samples · features / 10⁶)^b, fits = settings · inner folds + 1; of
 * networks a is that of an epoch, times epochs and members.
 * A guide for the time that is asked of a cluster, not a promise: see the guide of the run folder for its error.
 */
export function expectedCost(study: Study, loaded: LoadedCohort): (task: Task) => Expected {
  const { validate, learners } = study;
  const features = loaded.blocks.reduce((sum, block) => sum + block.features.length, 0);
  const millions = (loaded.ids.length * features) / 1e6;
  const outer = typeof validate.outer === 'number' ? validate.outer : 5;
  const inner = typeof validate.inner === 'number' ? validate.inner : INNER_DEFAULT;
  const search = ({ word, candidates }: LearnerSpec) => {
    const each = candidates.map((params) => fitSeconds(word, params, millions));
    const folds = candidates.length > 1 || validate.calibrate !== 'none' ? inner : 0;
    return folds * each.reduce((sum, one) => sum + one, 0) + Math.max(...each);
  };
  const ofAll = learners.reduce((sum, spec) => sum + search(spec), 0);
  const heaviest = search(heaviestOf(study));
  const named = new Map(learners.map((spec) => [spec.name, spec]));
  const learned = (name: unknown) => (named.has(String(name)) ? search(named.get(String(name))!) : undefined);
  const seconds = ({ kind, inputs }: Task): number => {
    switch (kind) {
      case 'fold':
        return 'baseline' in inputs ? BASELINE_SECONDS : (learned(inputs.learner) ?? heaviest);
      case 'target':
        return outer * validate.repeats * (ofAll + BASELINE_SECONDS) + heaviest + SCORING_SECONDS * learners.length;
      case 'permutation':
        return outer * (learned(validate.permutation?.learner) ?? heaviest);
      case 'learning-curve':
        return heaviest * Number(inputs.share);
      case 'score':
        return SCORING_SECONDS;
      case 'choice':
        return 0;
      case 'final':
        return heaviest;
      case 'clusters':
        return learned(inputs.learner) ?? heaviest;
      case 'differing-sets':
      case 'driving-sets':
      case 'distance':
        return BASELINE_SECONDS * 5;
      default:
        return heaviest;
    }
  };
  const held = learners.map(({ word }) => {
    const [base, perMillion] = networkOf(word)?.mib ?? [BASE_MIB, MIB_PER_MILLION];
    return base + perMillion * millions;
  });
  const memoryMiB = Math.ceil(Math.max(BASE_MIB + MIB_PER_MILLION * millions, ...held) / 10) * 10;
  return (task) => ({ seconds: Math.ceil(10 * (START_SECONDS + seconds(task))) / 10, memoryMiB, threads: 2 });
}
