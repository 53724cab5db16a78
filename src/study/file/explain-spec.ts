import { z } from 'zod';
import { ConfigError } from '../../base/errors.ts';
import { EXPLAIN_METHODS } from '../../explain/explain.ts';

/** `report.explain`: what drives the chosen learner. */
export interface ExplainSpec {
  /** Absent: the usual one of the model. */
  readonly method?: string;
  /** How many features count as selected in a fold. */
  readonly top: number;
  /** Halves of the samples that stability selection learns from, an even number; 0: none. */
  readonly subsamples: number;
  /** Share of the halves from which a feature is stable, above ½. */
  readonly threshold: number;
  /** How many stable features may be false, in expectation. */
  readonly falsePositives: number;
}

const wish = z.strictObject({
  method: z.string().optional(),
  top: z.number().int().min(1).max(50, { error: 'must be a whole number from 1 to 50' }).optional(),
  subsamples: z.number().int().min(0).max(1000, { error: 'must be an even number up to 1000' }).optional(),
  threshold: z.number().gt(0.5).max(1, { error: 'must be a number above 0.5 and up to 1' }).optional(),
  'false-positives': z.number({ error: 'must be a number above 0' }).gt(0).optional(),
});
export const explainSchema = z.union([z.boolean(), wish], {
  error: `must be true, false, or keys among ${Object.keys(wish.shape).join(', ')}`,
});

/** As `KNOWN_KEYS` of the study file. */
export const EXPLAIN_KEYS: readonly string[] = Object.keys(wish.shape);

export const DEFAULT_EXPLAIN: ExplainSpec = { top: 20, subsamples: 0, threshold: 0.75, falsePositives: 1 };

/** False: not wanted; undefined: the study does not say. @throws {ConfigError} an unknown method, an odd number of halves. */
export function parseExplain(file: z.infer<typeof explainSchema> | undefined): ExplainSpec | false | undefined {
  if (file === undefined || file === false) return file;
  if (file === true) return DEFAULT_EXPLAIN;
  const { method, top = DEFAULT_EXPLAIN.top, subsamples = 0, threshold = DEFAULT_EXPLAIN.threshold } = file;
  const { 'false-positives': falsePositives = DEFAULT_EXPLAIN.falsePositives } = file;
  if (method !== undefined && !Object.hasOwn(EXPLAIN_METHODS, method)) {
    const hint = `the methods are: ${Object.keys(EXPLAIN_METHODS).join(', ')}`;
    throw new ConfigError({ where: 'report.explain.method', problem: `no method '${method}'`, hint });
  }
  if (subsamples % 2 === 1)
    throw new ConfigError({
      where: 'report.explain.subsamples',
      problem: `halves come in pairs, got ${subsamples}`,
      hint: `write ${subsamples + 1}`,
    });
  return { top, subsamples, threshold, falsePositives, ...(method === undefined ? {} : { method }) };
}
