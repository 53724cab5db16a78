import { DataError, ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, Resources, State, Transform } from '../table/contract.ts';
import { checkWidth, someNames, stepWhere } from './checks.ts';
import { scaleToMillion } from './per-million.ts';
import { arrayOf } from './state.ts';

/**
 * Transcripts per million: (x / length) / Σ(x / length) · 10⁶ within each sample (Li et al. 2010, Bioinformatics 26, 493; Wagner et al.
 * 2012). The unit of the lengths cancels. Put it before any step that drops features. Missing counts as nothing and stays missing.
 * @param resources `lengths`: the file that the parameter names, read as feature → length. This room reads no files.
 * @throws {ParamError} no lengths. @throws {DataError} a feature without a length above 0, a negative value, a sample without counts.
 * Cost O(n·p), in place.
 */
export function create(params: ParamValues, resources: Resources = {}): Transform {
  const { lengths } = resources;
  if (!lengths) {
    throw new ParamError({
      where: 'tpm.lengths',
      problem: `needs the length of each gene, got ${JSON.stringify(params.lengths)}`,
      hint: 'name a table of genes and lengths: { tpm: lengths.tsv }; without lengths use cpm',
    });
  }
  return {
    kind: 'tpm',
    params,
    async fit(block) {
      const found = Float64Array.from(block.features, (name) => lengths.get(name) ?? Number.NaN);
      const missing = block.features.filter((_, j) => !(found[j]! > 0 && found[j]! < Number.POSITIVE_INFINITY));
      if (missing.length > 0) {
        throw new DataError({
          where: stepWhere(block, 'tpm'),
          problem: `every feature must have a length above 0, got none for ${missing.length} of ${found.length}: ${someNames(missing)}`,
          hint: 'complete the table of lengths, or leave these features out',
        });
      }
      return fitted(found);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'lengths', Float64Array));
}

function fitted(lengths: Float64Array): Fitted {
  return {
    kind: 'tpm',
    apply(block) {
      checkWidth(block, lengths.length, 'tpm');
      return scaleToMillion(block, lengths, 'tpm');
    },
    toState: () => ({ kind: 'tpm', json: {}, arrays: { lengths } }),
  };
}
