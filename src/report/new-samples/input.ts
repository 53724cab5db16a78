import type { Scale } from '../../explain/attribution.ts';
import type { Prediction } from '../../table/prediction.ts';
import type { Metrics } from '../record.ts';

/** All that the page of explained new samples is drawn from. It is of the user's own samples, and names them. */
export interface NewSamplesInput {
  /** Of the model: what its file says of where it came from. */
  readonly model: {
    readonly cistron: string;
    readonly title: string;
    readonly target: string;
    /** Registry word. */
    readonly learner: string;
    /** Samples that it learned from. */
    readonly samples: number;
    /** Of its validation, on samples that it had not seen. */
    readonly scores: Metrics;
    readonly seed: number;
    /** Name → SHA-256: its lock, its data. */
    readonly hashes: Readonly<Record<string, string>>;
  };
  readonly ids: readonly string[];
  readonly prediction: Prediction;
  /** What the model decides beside its answer, as in the table of `predict`: `set`, `low`, `high`, `called`, `distance`, `alien`, `rejected`, one value a sample. */
  readonly decided: readonly { readonly name: string; readonly values: readonly (string | number)[] }[];
  /** The distance above which a sample is refused. */
  readonly limit?: number;
  readonly method: string;
  readonly scale: Scale;
  readonly outputs: readonly string[];
  /** What is said of each sample, output by output within a sample, [n · nOutputs]. */
  readonly explained: readonly ExplainedOutput[];
  /** What was found while the files were read, a sentence each. */
  readonly notes: readonly string[];
  /** The command that makes this page again. */
  readonly command: string;
}

/** Why one output of one sample is what it is. */
export interface ExplainedOutput {
  readonly base: number;
  /** The strongest first. `value`: as prepared. */
  readonly features: readonly { readonly feature: string; readonly value: number; readonly attribution: number }[];
  /** What all others add. */
  readonly others: number;
}
