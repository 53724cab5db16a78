import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey } from '../base/random.ts';
import type { Annotations } from '../table/annotations.ts';
import type { Block } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';
import { className, drawClasses, numberedNames } from './people.ts';

export const noiseParams = {
  samples: { type: 'integer', default: 50, min: 2, max: 1e6, doc: 'Rows of the table.' },
  features: { type: 'integer', default: 10000, min: 1, max: 1e6, doc: 'Genes.' },
  classes: { type: 'integer', default: 2, min: 2, max: 50, doc: 'Labels.' },
} as const satisfies ParamTable;

export type NoiseOptions = { readonly [name in keyof typeof noiseParams]?: number } & { readonly random: RandomKey };

/**
 * A table of independent normal values (mean 8, SD 1) and labels that have nothing to do with it: what an honest validation must
 * score as chance. One table scatters widely (n = 50: ROC AUC 0.5 ± 0.08), so judge the mean of several.
 * @returns sheet with the columns patient (all different) and subtype. The same bits for the same options and key.
 * @throws {ParamError} an option out of range. Cost O(samples · features).
 */
export function simulateNoise({ random, ...options }: NoiseOptions): { expression: Block; sheet: Annotations } {
  const p = checkParams(noiseParams, options, 'simulateNoise') as Record<keyof typeof noiseParams, number>;
  const ids = numberedNames('S', p.samples);
  const matrix = createMatrix(p.samples, p.features);
  const stream = random.at('values').stream();
  for (let at = 0; at < matrix.data.length; at++) matrix.data[at] = 8 + stream.normal();
  const subtype = Array.from(drawClasses(p.samples, p.classes, random), className);
  return {
    expression: { name: 'expression', kind: 'expression', ids, features: numberedNames('GENE', p.features), matrix },
    sheet: {
      ids,
      columns: [
        { name: 'patient', type: 'text', values: numberedNames('P', p.samples) },
        { name: 'subtype', type: 'text', values: subtype },
      ],
    },
  };
}
