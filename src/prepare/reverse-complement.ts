import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { checkWidth } from './checks.ts';
import { DNA_LETTERS, requireDna, sequenceRows } from './sequence-rows.ts';
import { numberOf, textOf } from './state.ts';
import { writeRows } from './write-rows.ts';

/**
 * The other strand of DNA, read from its own left end: the order turned round, A with T and C with G exchanged; missing letters stay where they are in it. `smaller`: of
 * a sequence and its other strand the one that comes first in the alphabet (a missing letter before all), so that sequences of unknown strand that are the same
 * become the same. Positions stay; shorter sequences stand at the left.
 * @throws {DataError} a block that is not of DNA. Cost O(n·L). Checked by hand, and by its own inverse.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'reverse-complement',
    params,
    async fit(block) {
      requireDna(block, 'reverse-complement');
      return fitted(params.when as string, block.features.length);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(textOf(state, 'when'), numberOf(state, 'nFeatures'));
}

function fitted(when: string, nFeatures: number): Fitted {
  return {
    kind: 'reverse-complement',
    apply(block) {
      checkWidth(block, nFeatures, 'reverse-complement');
      const turned = sequenceRows(block, DNA_LETTERS).map((row) => {
        const other = row.map((_, at) => otherOf(row[row.length - 1 - at]!));
        return when === 'smaller' && comesFirst(row, other) ? row : other;
      });
      return writeRows(block, turned, block.features, DNA_LETTERS);
    },
    toState: () => ({ kind: 'reverse-complement', json: { when, nFeatures }, arrays: {} }),
  };
}

const otherOf = (code: number) => (code < 0 ? -1 : 3 - code);

function comesFirst(a: Int8Array, b: Int8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! < b[at]!;
  return true;
}
