import { log } from '../base/elementary.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { elementwiseFitted } from './elementwise.ts';
import { numberOf } from './state.ts';

/**
 * arcsinh(x / cofactor): near 0 a straight line, far from it a logarithm of either sign; for cytometry (cofactor 5 for mass, 150 for
 * fluorescence) and for intensities that background subtraction leaves negative. Learns nothing; missing stays missing; the same bits on
 * every machine. @throws {DataError} a column of words. Cost O(n·p), in place. Checked against numpy.arcsinh.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'arcsinh',
    columnwise: true,
    elementwise: true,
    sparse: true,
    params,
    fit: async () => fitted(params.cofactor as number),
  };
}

export function restore(state: State): Fitted {
  return fitted(numberOf(state, 'cofactor'));
}

function fitted(cofactor: number): Fitted {
  return elementwiseFitted('arcsinh', { cofactor }, (values) => {
    for (let i = 0; i < values.length; i++) values[i] = arcsinh(values[i]! / cofactor);
  });
}

/** Relative error below 1e-12, which is far below the rounding of a float32. */
function arcsinh(x: number): number {
  const a = Math.abs(x);
  // ln(1 + small) loses digits: below 0.02 the series, whose next term is a^9·35/1152
  if (a < 0.02) return x * (1 - a * a * (1 / 6 - a * a * (3 / 40 - a * a * (15 / 336))));
  return x < 0 ? -log(a + Math.sqrt(a * a + 1)) : log(a + Math.sqrt(a * a + 1));
}
