import { z } from 'zod';
import { TOP } from '../tasks/fold-task.ts';

const rule = { error: `must be whole numbers from 1 to ${TOP}` };

/** The key `report.signature`: numbers of features. */
export const signatureSchema = z.union(
  [z.boolean(), z.strictObject({ sizes: z.array(z.number().int().min(1).max(TOP, rule)).min(1, rule) })],
  { error: `must be true, false, or sizes from 1 to ${TOP}: { sizes: [5, 10, 20] }` },
);

/** As `KNOWN_KEYS` of the study file. */
export const SIGNATURE_KEYS: readonly string[] = ['sizes'];

const USUAL: readonly number[] = [5, 10, 20, TOP];

/** Rising, each once; none where no signature is wanted. */
export function parseSignature(file: z.infer<typeof signatureSchema> = false): readonly number[] {
  if (file === false) return [];
  return file === true ? USUAL : [...new Set(file.sizes)].sort((a, b) => a - b);
}
