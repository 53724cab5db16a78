import type { Context } from '../../base/context.ts';
import type { Attribution } from '../../explain/attribution.ts';
import { centredOutputs } from '../../explain/centred-outputs.ts';
import { explain, usualMethod } from '../../explain/explain.ts';
import type { Model, View } from '../../table/contract.ts';

/** Attributions, and the word of the method that they come from. */
export interface ExplainedRows {
  readonly method: string;
  readonly attribution: Attribution;
}

/**
 * What a model says of rows, attributed to features in the one way that a run and `explain` share: log-odds of more than two classes less their mean
 * (`centredOutputs`), so that the same model says the same of a sample wherever it is asked.
 * @param reference rows that stand for what is not known, prepared as the rows. @param method default the usual one of the model.
 * @throws {UnsupportedError} no such method, or not for this model. Cost as the method says.
 */
export async function explainRows(
  model: Model,
  rows: View,
  reference: View,
  ctx: Context,
  method = usualMethod(model),
): Promise<ExplainedRows> {
  return { method, attribution: centredOutputs(await explain(method, model, rows, ctx, { reference })) };
}
