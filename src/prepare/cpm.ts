import type { Fitted, Transform } from '../table/contract.ts';
import { scaleToMillion } from './per-million.ts';

/**
 * Counts per million: x / (sum of the sample) · 10⁶, which takes out how deeply each sample was sequenced. Learns nothing, so put it
 * before any step that drops features: the sum is over the features that are there. Missing counts as nothing and stays missing.
 * @throws {DataError} a negative value, a sample without counts, a column of words. Cost O(n·p), in place.
 */
export function create(): Transform {
  return { kind: 'cpm', params: {}, fit: async () => restore() };
}

export function restore(): Fitted {
  return {
    kind: 'cpm',
    apply: (block) => scaleToMillion(block, null, 'cpm'),
    toState: () => ({ kind: 'cpm', json: {}, arrays: {} }),
  };
}
