import type { Context } from '../base/context.ts';
import type { Attribution } from '../explain/attribution.ts';
import { explain, usualMethod } from '../explain/explain.ts';
import type { ByteSource } from '../read/source.ts';
import { writeDelimited } from '../read/write.ts';
import type { View } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import type { ModelBundle } from './model-file.ts';
import { prepareSamples } from './predict.ts';

export interface ExplainedSamples {
  readonly ids: readonly string[];
  readonly method: string;
  readonly attribution: Attribution;
  readonly view: View;
}

/**
 * Attributions of what a saved model says of new samples, read and prepared as `predict` does. Explained is the model's own output, before calibration.
 * A model file holds no training samples: where a method needs rows that stand for what is not known, they are the new samples themselves, which is said.
 * @param method default the usual one of the model.
 */
export async function explainSamples(
  bundle: ModelBundle,
  files: ReadonlyMap<string, ByteSource>,
  state: (sentence: string) => void,
  ctx: Context,
  {
    sheet,
    method = usualMethod(bundle.model),
  }: { readonly sheet?: ByteSource | undefined; readonly method?: string | undefined },
): Promise<ExplainedSamples> {
  const { ids, view } = await prepareSamples(bundle, files, state, ctx, sheet);
  if (method !== 'tree-shap') state(`explained against these ${ids.length} samples`);
  const attribution = await explain(method, bundle.model, view, ctx, { reference: view });
  return { ids, method, view, attribution };
}

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
