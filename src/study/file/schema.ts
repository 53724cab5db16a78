import { z } from 'zod';
import { CALIBRATION_METHODS } from '../../numeric/calibration/calibrators.ts';
import { BLOCK_KINDS } from '../../table/block.ts';
import { TASKS } from '../../table/target.ts';
import { REPORT_KEYS, reportSchema } from './report-schema.ts';
import { oneOf, whole } from './schema-parts.ts';
import { innerSchema, outerSchema, pairsSchema } from './split-schema.ts';
import { MISTAKES } from './study.ts';
import { learningCurveSchema, permutationSchema, powerSchema } from './uncertainty-schema.ts';

/** What may stand under `calibrate`. */
export const CALIBRATE_WORDS = ['auto', 'none', ...CALIBRATION_METHODS] as const;

/** The shape of a study file. Words of registries and their parameters are checked against the registries, not here. */
const names = z.union([z.string(), z.array(z.string()).min(1)], { error: 'must be a name or a list of names' });
const entry = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: 'must be a word, or one word with its parameters',
});

const HOMOLOGY = 'must be an identity above 0, at most 1, or off';

export const studySchema = z.strictObject({
  cistron: z.literal(1, { error: 'must be 1, the version of the study file' }),
  title: z.string().min(1).optional(),
  samples: z.strictObject({
    file: z.string().min(1).optional(),
    from: z.string().min(1).optional(),
    annotations: names.optional(),
    id: z.string().optional(),
    target: names.optional(),
    survival: z.strictObject({ time: z.string(), event: z.string() }).optional(),
    group: names.optional(),
    confounders: names.optional(),
    weight: z.string().optional(),
    where: z.string().optional(),
    positive: z.union([z.string(), z.number()]).optional(),
  }),
  task: oneOf(TASKS).optional(),
  blocks: z
    .record(
      z.string().min(1),
      z.strictObject({
        file: z
          .union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))], {
            error: 'must be a path, or a path for each class',
          })
          .optional(),
        from: z.literal('samples').optional(),
        kind: oneOf(BLOCK_KINDS).optional(),
        format: z.string().min(1).optional(),
        read: z.record(z.string(), z.unknown()).optional(),
        key: z.string().min(1).optional(),
        optional: z.boolean().optional(),
        rows: oneOf(['samples', 'features']).optional(),
        columns: names.optional(),
        prepare: z.array(entry).optional(),
      }),
    )
    .refine((blocks) => Object.keys(blocks).length > 0, { error: 'must name at least one block' }),
  learners: z.array(entry).min(1).optional(),
  validate: z
    .strictObject({
      outer: outerSchema.optional(),
      inner: innerSchema.optional(),
      pairs: pairsSchema.optional(),
      repeats: whole(1, 1000).optional(),
      metric: z.string().optional(),
      search: z
        .union([oneOf(['grid', 'halving']), z.strictObject({ random: whole(1, 10_000) })], {
          error: 'must be grid, halving, or { random: number of settings }',
        })
        .optional(),
      rule: oneOf(['best', 'one-standard-error']).optional(),
      calibrate: oneOf(CALIBRATE_WORDS).optional(),
      seed: whole(0, Number.MAX_SAFE_INTEGER).optional(),
      groups: oneOf(['inferred', 'declared', 'none']).optional(),
      leaky: z
        .array(oneOf(MISTAKES))
        .min(1, { error: `must name at least one of ${MISTAKES.join(', ')}` })
        .optional(),
      'ignore-groups': z.array(z.strictObject({ source: z.string().min(1), reason: z.string().min(1) })).optional(),
      homology: z
        .union(
          [z.number({ error: HOMOLOGY }).gt(0, { error: HOMOLOGY }).max(1, { error: HOMOLOGY }), z.literal('off')],
          {
            error: HOMOLOGY,
          },
        )
        .optional(),
      permutation: permutationSchema.optional(),
      'learning-curve': learningCurveSchema.optional(),
      power: powerSchema.optional(),
    })
    .optional(),
  audit: z
    .strictObject({ accept: z.array(z.strictObject({ rule: z.string(), reason: z.string().min(1) })) })
    .optional(),
  report: reportSchema.optional(),
  quick: z.record(z.string(), z.unknown()).optional(),
});

export type StudyFile = z.infer<typeof studySchema>;

/** The keys that may stand at each place, for suggesting the nearest: path with * for any name → keys. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(studySchema.shape),
  samples: Object.keys(studySchema.shape.samples.shape),
  'samples.survival': ['time', 'event'],
  'blocks.*': ['file', 'from', 'kind', 'format', 'read', 'key', 'optional', 'rows', 'columns', 'prepare'],
  validate: Object.keys(studySchema.shape.validate.unwrap().shape),
  'validate.search': ['random'],
  'validate.ignore-groups.*': ['source', 'reason'],
  'validate.pairs': Object.keys(pairsSchema.shape),
  'validate.permutation': ['n', 'learner', 'within'],
  audit: ['accept'],
  'audit.accept.*': ['rule', 'reason'],
  ...REPORT_KEYS,
};
