import { log2 } from '../base/elementary.ts';
import { ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { elementwiseFitted } from './elementwise.ts';
import { numberOf } from './state.ts';

/**
 * log2(max(x, floor) + offset): for counts, TPM, FPKM and raw intensities, whose spread grows with their size. The floor takes the
 * negative values that background subtraction leaves. Learns nothing; missing stays missing; the same bits on every machine.
 * @throws {ParamError} floor + offset ≤ 0. @throws {DataError} a column of words. Cost O(n·p), in place.
 */
export function create(params: ParamValues): Transform {
  const offset = params.offset as number;
  const floor = params.floor as number;
  if (!(floor + offset > 0)) {
    throw new ParamError({
      where: 'log2.offset',
      problem: `floor + offset must be above 0, got ${floor} + ${offset}`,
      hint: 'the logarithm of 0 is not a number that can be learned from',
    });
  }
  return {
    kind: 'log2',
    columnwise: true,
    elementwise: true,
    sparse: true,
    params,
    fit: async () => fitted(offset, floor),
  };
}

export function restore(state: State): Fitted {
  return fitted(numberOf(state, 'offset'), numberOf(state, 'floor'));
}

function fitted(offset: number, floor: number): Fitted {
  return elementwiseFitted('log2', { offset, floor }, (values) => {
    for (let i = 0; i < values.length; i++) values[i] = log2(Math.max(values[i]!, floor) + offset);
  });
}
