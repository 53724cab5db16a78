import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { changedSequence, letterChannels, requireDna } from '../../graph/layers/sequence-input.ts';
import { concat } from '../../graph/ops/concat.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { sizeOf } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';

/**
 * What networks over letters have in common: letters as channels, changed at random in training; what `read` finds in each sequence beside blocks that
 * are tables; a layer of rectified units over all. @param word of the learner, for messages. @param params mask, shift, turn, units, dropout, and
 * `strands` where there is one. @param read [n, letters, positions] → [n, features].
 */
export function sequenceNet(
  word: string,
  params: ParamValues,
  read: (scope: Scope, letters: Tensor) => Tensor,
): Architecture {
  return (parts) => {
    const sequences = parts.filter(({ letters }) => letters);
    if (sequences.length === 0) {
      throw new DataError({
        where: word,
        problem: 'needs a block of kind sequence that was not one-hot encoded, got none',
        hint: "give the block 'kind: sequence' and no prepare",
      });
    }
    if (params.strands === 'both' || params.turn) for (const { letters } of sequences) requireDna(letters!, word);
    return (scope, inputs) => {
      const found = parts.map(({ name, letters, shape }) => {
        const x = inputs[name]!;
        const own = scope.at(name);
        if (!letters) return reshape(x, [x.shape[0]!, sizeOf(shape)]);
        const changes = { mask: params.mask as number, shift: params.shift as number, turn: params.turn as boolean };
        return read(own, changedSequence(own, letterChannels(own, x, letters.length), changes));
      });
      const joined = dropped(scope, concat(found, 1), params.dropout as number);
      const last = scope.at('dense');
      return dropped(last, rectified(last, dense(last, joined, params.units as number)), params.dropout as number);
    };
  };
}
