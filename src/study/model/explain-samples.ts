import type { Context } from '../../base/context.ts';
import { usualMethod } from '../../explain/explain.ts';
import type { ByteSource } from '../../read/source.ts';
import { writeDelimited } from '../../read/write.ts';
import type { NewSamplesInput } from '../../report/new-samples/input.ts';
import { ambiguousNames, shortName } from '../../report/short-names.ts';
import type { View } from '../../table/contract.ts';
import { columnOf } from '../../table/matrix.ts';
import { takeViewRows } from '../../table/view-rows.ts';
import { type ExplainedRows, explainRows } from '../tasks/explain-rows.ts';
import type { ModelBundle } from './model-file.ts';
import { answerSamples, type NewSamples, type NewSamplesReading, prepareSamples } from './predict.ts';

export interface ExplainedSamples extends NewSamples, ExplainedRows {
  readonly view: View;
}

/**
 * What a saved model says of new samples, as `predictSamples`, and its attributions, as a run explains it (`explainRows`). Explained is the model's own output, before calibration.
 * A model file holds no training samples: what is not known is stood for by their mean, which a file that refuses aliens has, else by the new samples themselves; which is said.
 * @param method default the usual one of the model.
 */
export async function explainSamples(
  bundle: ModelBundle,
  files: ReadonlyMap<string, ByteSource>,
  state: (sentence: string) => void,
  ctx: Context,
  {
    method = usualMethod(bundle.model),
    ...how
  }: Omit<NewSamplesReading, 'read'> & { readonly method?: string | undefined },
): Promise<ExplainedSamples> {
  const prepared = await prepareSamples(bundle, files, state, ctx, how);
  const { ids, view } = prepared;
  const mean = WITH_ROWS.has(method) ? undefined : trainingMean(bundle, view);
  if (method !== 'tree-shap')
    state(
      mean ? 'explained against the mean of the training samples' : `explained against these ${ids.length} samples`,
    );
  const explained = await explainRows(bundle.model, view, mean ?? view, ctx, method);
  return { ...(await answerSamples(bundle, prepared, state, ctx)), ...explained, view };
}

/** Methods to which the mean of the training samples is not enough: they need rows that vary, or none. */
const WITH_ROWS = new Set(['tree-shap', 'interventional-shap', 'correlated-linear-shap']);

/** The mean training sample, as the model file knows it that refuses aliens by their distance; twice, as a reference has more rows than one. Undefined without. */
function trainingMean({ decisions }: ModelBundle, view: View): View | undefined {
  const means = decisions?.distance?.space.means;
  // Of a view with text columns the means are of words, which are not its columns.
  if (means?.length !== view.X.nCols) return undefined;
  const data = Float32Array.from({ length: 2 * means.length }, (_, at) => means[at >> 1]!);
  return { ...takeViewRows(view, [0, 0]), X: { nRows: 2, nCols: means.length, data } };
}

/** As the page of new samples is drawn from. @param notes what was stated while they were read. */
export function explainedInput(
  bundle: ModelBundle,
  explained: ExplainedSamples,
  { notes, command }: Pick<NewSamplesInput, 'notes' | 'command'>,
): NewSamplesInput {
  const { cistron, title, target, samples, seed, lock, data, scores } = bundle.provenance as unknown as Provenance;
  const hashes = Object.fromEntries([
    ['lock of the run', lock],
    ...data.map((hash, d) => [`data ${d + 1} (SHA-256)`, hash]),
  ]);
  const { ids, prediction, decided, method, attribution } = explained;
  const limit = bundle.decisions?.distance?.scale.limit;
  return {
    model: { cistron, title, target, learner: bundle.learner, samples, scores, seed, hashes },
    ...{ ids, prediction, decided, method, notes, command },
    ...{
      scale: attribution.scale,
      outputs: attribution.outputs,
      explained: underShortNames(bundle, strongestOf(explained, LISTED)),
    },
    ...(limit === undefined ? {} : { limit }),
  };
}

/** As they are called on a page: without their block where no other block of the model has a feature of that name. */
function underShortNames({ blocks }: ModelBundle, samples: readonly SampleOutput[]): SampleOutput[] {
  const names = new Set(samples.flatMap(({ features }) => features.map(({ feature }) => feature)));
  const known = blocks.flatMap(({ name, pipeline: { inputFeatures, outputFeatures } }) => [
    { name, features: inputFeatures },
    { name, features: outputFeatures },
  ]);
  const nameOf = shortName(
    blocks.map(({ name }) => name),
    ambiguousNames([...names], known),
  );
  return samples.map((sample) => ({
    ...sample,
    features: sample.features.map((one) => ({ ...one, feature: nameOf(one.feature) })),
  }));
}

/** Features that the page has of each sample. */
const LISTED = 20;

/** What `final-task` writes into a model file. */
type Provenance = Omit<NewSamplesInput['model'], 'hashes' | 'learner'> & {
  readonly lock: string;
  readonly data: readonly string[];
};

interface SampleOutput {
  readonly id: string;
  readonly output: string;
  readonly base: number;
  /** The strongest, by |attribution|. */
  readonly features: readonly { readonly feature: string; readonly value: number; readonly attribution: number }[];
  /** What all others add. */
  readonly others: number;
}

/** Of each sample and output the `top` features that move it most. */
function strongestOf({ ids, view, attribution }: ExplainedSamples, top: number): SampleOutput[] {
  const { outputs, features, names, values, nRows, base } = attribution;
  const columns = Array.from(features, (j) => columnOf(view.X, j));
  return ids.flatMap((id, i) =>
    outputs.map((output, k) => {
      const own = Array.from(features, (_, at) => values[(k * features.length + at) * nRows + i]!);
      const order = [...own.keys()].sort((a, b) => Math.abs(own[b]!) - Math.abs(own[a]!) || a - b);
      return {
        ...{ id, output, base: base[k]! },
        features: order
          .slice(0, top)
          .map((at) => ({ feature: names[at]!, value: columns[at]![i]!, attribution: own[at]! })),
        others: order.slice(top).reduce((sum, at) => sum + own[at]!, 0),
      };
    }),
  );
}

/** `id, output, feature, value, attribution`; of each sample and output first `(base)`, last `(others)`. */
export function explainedTable(explained: ExplainedSamples, top: number): string {
  const rows = strongestOf(explained, top).flatMap(({ id, output, base, features, others }) => [
    [id, output, '(base)', null, base],
    ...features.map(({ feature, value, attribution }) => [id, output, feature, value, attribution]),
    [id, output, '(others)', null, others],
  ]);
  return writeDelimited([['id', 'output', 'feature', 'value', 'attribution'], ...rows]);
}

export function explainedJson(explained: ExplainedSamples, top: number): string {
  const { method, attribution } = explained;
  return `${JSON.stringify({ method, scale: attribution.scale, samples: strongestOf(explained, top) }, null, 2)}\n`;
}
