import type { ParamValues } from '../base/params.ts';
import { type Block, withoutShape } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { createMatrix } from '../table/matrix.ts';
import { checkWidth } from './checks.ts';
import { DNA_LETTERS, requireDna, sequenceRows } from './sequence-rows.ts';
import { numberOf } from './state.ts';

/**
 * Share of G and C among the known letters of DNA, in the whole sequence or in each of some equal parts of it (from its first to its last letter). A part without a known
 * letter has half, which says nothing. Features gc, or gc1, gc2, ….
 * @throws {DataError} a block that is not of DNA. Cost O(n·L).
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'gc-content',
    params,
    async fit(block) {
      requireDna(block, 'gc-content');
      return fitted(params.parts as number, block.features.length);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(numberOf(state, 'parts'), numberOf(state, 'nFeatures'));
}

function fitted(parts: number, nFeatures: number): Fitted {
  const features = Array.from({ length: parts }, (_, k) => (parts === 1 ? 'gc' : `gc${k + 1}`));
  return {
    kind: 'gc-content',
    apply(block: Block) {
      checkWidth(block, nFeatures, 'gc-content');
      const rows = sequenceRows(block, DNA_LETTERS);
      const matrix = createMatrix(rows.length, parts);
      rows.forEach((row, i) => {
        for (let k = 0; k < parts; k++) {
          const part = row.subarray(Math.round((k * row.length) / parts), Math.round(((k + 1) * row.length) / parts));
          let [known, strong] = [0, 0];
          for (let at = 0; at < part.length; at++) {
            known += Number(part[at]! >= 0);
            strong += Number(part[at] === 1 || part[at] === 2);
          }
          matrix.data[k * rows.length + i] = known > 0 ? strong / known : 0.5;
        }
      });
      const { levels: _, ...rest } = withoutShape(block);
      return { ...rest, kind: 'numeric', features, matrix };
    },
    toState: () => ({ kind: 'gc-content', json: { parts, nFeatures }, arrays: {} }),
  };
}
