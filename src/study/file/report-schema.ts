import { z } from 'zod';
import { NETWORK_KEYS, networkSchema } from '../record/network.ts';
import { EXPLAIN_KEYS, explainSchema } from './explain-spec.ts';
import { SIGNATURE_KEYS, signatureSchema } from './signature-spec.ts';

/** The key `report` of a study file: what is decided with the answers, and in which parts of the cohort they are judged. */
const between = { error: 'must be a number above 0 and below 1' };
const share = z.number(between).gt(0, between).lt(1, between);
const positive = { error: 'must be a number above 0' };
const cost = z.number(positive).gt(0, positive);

const thresholdSchema = z
  .strictObject({
    class: z.union([z.string(), z.number()]).optional(),
    cost: z.strictObject({ 'false-positive': cost, 'false-negative': cost }).optional(),
    sensitivity: share.optional(),
    specificity: share.optional(),
  })
  .refine(
    ({ cost, sensitivity, specificity }) =>
      [cost, sensitivity, specificity].filter((rule) => rule !== undefined).length === 1,
    { error: 'must say one of cost, sensitivity and specificity' },
  );

const rejectSchema = z.strictObject({
  'max-error': share.optional(),
  confidence: share.optional(),
  cost: z.strictObject({ error: cost, reject: cost }).optional(),
});

const conformalSchema = z.strictObject({ error: share });

const rankingSchema = z.strictObject({ best: share.optional(), good: z.enum(['high', 'low']).optional() });

const subgroupSchema = z.union(
  [z.string(), z.record(z.string(), z.array(z.number()).min(1, { error: 'must list at least one break' }))],
  {
    error: 'must be a column, or a column with its breaks: { age: [40, 60] }',
  },
);

const motifsSchema = z.strictObject({ file: z.string() });

export const reportSchema = z.strictObject({
  prevalence: z.record(z.string(), share).optional(),
  threshold: thresholdSchema.optional(),
  reject: rejectSchema.optional(),
  conformal: conformalSchema.optional(),
  ranking: rankingSchema.optional(),
  subgroups: z.array(subgroupSchema).optional(),
  composition: z.string().optional(),
  'gene-sets': z.string().optional(),
  network: networkSchema.optional(),
  times: z.array(z.number(positive).gt(0, positive)).min(1, { error: 'must list at least one time' }).optional(),
  explore: z.boolean().optional(),
  explain: explainSchema.optional(),
  signature: signatureSchema.optional(),
  motifs: z.union([z.boolean(), motifsSchema], { error: 'must be true, false, or { file: known.meme }' }).optional(),
});

/** As `KNOWN_KEYS` of the study file, which takes them in. */
export const REPORT_KEYS: Readonly<Record<string, readonly string[]>> = {
  report: Object.keys(reportSchema.shape),
  'report.threshold': Object.keys(thresholdSchema.shape),
  'report.threshold.cost': ['false-positive', 'false-negative'],
  'report.reject': Object.keys(rejectSchema.shape),
  'report.reject.cost': ['error', 'reject'],
  'report.conformal': ['error'],
  'report.ranking': ['best', 'good'],
  'report.explain': EXPLAIN_KEYS,
  'report.network': NETWORK_KEYS,
  'report.signature': SIGNATURE_KEYS,
  'report.motifs': Object.keys(motifsSchema.shape),
};
