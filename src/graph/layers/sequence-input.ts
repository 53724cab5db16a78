import { ParamError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { dropout } from '../ops/dropout.ts';
import { flip } from '../ops/flip.ts';
import { gather } from '../ops/gather.ts';
import { greater } from '../ops/greater.ts';
import { mul } from '../ops/mul.ts';
import { oneHot } from '../ops/one-hot.ts';
import { pad } from '../ops/slice.ts';
import { transpose } from '../ops/transpose.ts';
import { where } from '../ops/where.ts';
import { knownSizes } from '../shape.ts';
import { integers, scalar, type Tensor } from '../tensor.ts';
import type { Scope } from './scope.ts';

/** Changes of a sequence that keep what it means; made anew for every step of training, never when predicting. */
export interface SequenceChanges {
  /** Share of the letters that are hidden. Default 0. */
  readonly mask?: number;
  /** Most positions that a batch is moved by, to either side. Default 0. */
  readonly shift?: number;
  /** Whether each sequence is turned into its reverse complement half of the time. Default false. */
  readonly turn?: boolean;
}

/** Letters as 0/1 channels, [n, positions] codes → [n, letters, positions]; a missing letter is 0 in all. @param codes uint8. */
export function letterChannels(scope: Scope, codes: Tensor, letters: number): Tensor {
  return scope.letters(transpose(oneHot(cast(codes, 'int32'), letters), [0, 2, 1]));
}

/**
 * The other strand, [n, 4, positions]: letters in the order A, C, G, T, whose complement is that order reversed. Padding at the end comes first.
 */
export function reverseComplement(x: Tensor): Tensor {
  return flip(flip(x, 1), 2);
}

/** @param letters of the channels. @throws {ParamError} they are not A, C, G, T. */
export function requireDna(letters: readonly string[], whereFrom: string): void {
  if (letters.join('') === 'ACGT') return;
  const problem = `two strands need the letters A, C, G, T, got ${letters.join(', ')}`;
  throw new ParamError({ where: whereFrom, problem, hint: 'leave the option out for proteins' });
}

/** The channels of a batch changed at random. */
export function changedSequence(
  scope: Scope,
  x: Tensor,
  { mask = 0, shift = 0, turn = false }: SequenceChanges,
): Tensor {
  if (!scope.training) return x;
  const [n, , positions] = knownSizes(x.shape, scope.nameOf('sequence')) as [number, number, number];
  let changed = x;
  if (turn)
    changed = where(greater(scope.noise('uniform', [n, 1, 1]), scalar(0.5)), reverseComplement(changed), changed);
  if (shift > 0) {
    // 0 … 2·shift places into the sequence with `shift` empty places on both sides.
    const by = cast(mul(scope.noise('uniform', [1]), scalar(2 * shift + 1)), 'int64');
    const places = integers(Array.from({ length: positions }, (_, i) => i));
    changed = gather(pad(changed, { 2: [shift, shift] }), add(places, by), 2);
  }
  // Dropout scales up what is left, which letters must not be.
  if (mask > 0) changed = mul(dropout(changed, mask, scope.noise('uniform', [n, 1, positions])), scalar(1 - mask));
  return changed;
}
