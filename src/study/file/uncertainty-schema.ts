import { z } from 'zod';
import { whole } from './schema-parts.ts';

const share = z.number().gt(0).lte(1);

/** `validate.permutation`: how many permutations, of which learner, within which column. */
export const permutationSchema = z.union(
  [
    z.literal(false),
    whole(1, 100_000),
    z.strictObject({ n: whole(1, 100_000), learner: z.string().optional(), within: z.string().optional() }),
  ],
  {
    error: 'must be the number of permutations, 1 to 100000, or { n: number, learner: name, within: column }, or false',
  },
);

/** `validate.learning-curve`: shares of the training samples. */
export const learningCurveSchema = z.union([z.boolean(), z.array(share).min(2)], {
  error: 'must be true, false, or a list of at least two shares of the training samples, each above 0 and at most 1',
});

/** `validate.power`: the power that the sample size is looked for. */
export const powerSchema = z.union([z.boolean(), z.number().gt(0).lt(1)], {
  error: 'must be true (80 %), false, or a power between 0 and 1',
});
