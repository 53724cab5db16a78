import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { elementwiseFitted } from './elementwise.ts';
import { numberOf } from './state.ts';

/**
 * Values beyond ±limit become ±limit: after standardize, so that one outlier cannot carry a feature. Learns nothing; missing stays
 * missing. @throws {DataError} a column of words. Cost O(n·p), in place.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'clip',
    columnwise: true,
    elementwise: true,
    sparse: true,
    params,
    fit: async () => fitted(params.limit as number),
  };
}

export function restore(state: State): Fitted {
  return fitted(numberOf(state, 'limit'));
}

function fitted(limit: number): Fitted {
  return elementwiseFitted('clip', { limit }, (values) => {
    for (let i = 0; i < values.length; i++) {
      const x = values[i]!;
      if (x > limit) values[i] = limit;
      else if (x < -limit) values[i] = -limit;
    }
  });
}
