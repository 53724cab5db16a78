import type { ParamValues } from '../base/params.ts';
import type { Fitted, Resources, State, Transform } from '../table/contract.ts';
import { checkWidth } from './checks.ts';
import { lengthsOf, requireLengths } from './gene-lengths.ts';
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
  const lengths = requireLengths('tpm', params, resources);
  return { kind: 'tpm', params, fit: async (block) => fitted(lengthsOf(block, lengths, 'tpm')) };
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
