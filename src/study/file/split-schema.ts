import { z } from 'zod';
import { oneOf, whole } from './schema-parts.ts';

const share = z.number().gt(0).lt(1);
const words = [
  z.literal('leave-one-out'),
  z.strictObject({ 'leave-out': z.string() }),
  z.strictObject({ predefined: z.string() }),
  z.strictObject({ 'hold-out': share }),
  z.strictObject({ time: z.string(), folds: whole(1, 100).optional() }),
] as const;
const OR =
  'leave-one-out, { leave-out: column }, { predefined: column }, { hold-out: share between 0 and 1 }, { time: column, folds: number }';

const external = z.strictObject({
  samples: z.strictObject({
    file: z.string().min(1),
    id: z.string().optional(),
    target: z.string().optional(),
    survival: z.strictObject({ time: z.string(), event: z.string() }).optional(),
    where: z.string().optional(),
  }),
  blocks: z
    .record(
      z.string().min(1),
      z.strictObject({ file: z.string().min(1), rows: oneOf(['samples', 'features']).optional() }),
    )
    .optional(),
});

/** `validate.inner`: how training rows are divided to choose settings. */
export const innerSchema = z.union([whole(2, 100), ...words], {
  error: `must be a whole number from 2 to 100, or ${OR}`,
});

/** `validate.outer`: how samples are divided to be tested. */
export const outerSchema = z.union([whole(2, 1000), ...words, z.strictObject({ external })], {
  error: `must be a whole number from 2 to 1000, or ${OR}, { external: { samples: { file: … } } }`,
});

/** `validate.pairs`: samples that are pairs of two kinds of things. */
export const pairsSchema = z.strictObject({
  rows: z.string(),
  columns: z.string(),
  'hold-out': oneOf(['rows', 'columns', 'both']),
});
