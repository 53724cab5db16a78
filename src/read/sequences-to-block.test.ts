import { describe, expect, test } from 'vitest';
import { DataError, ShapeError, UnsupportedError } from '../base/errors.ts';
import { sequencesOf, sequencesToBlock } from './sequences-to-block.ts';

const blockOf = (sequences: readonly string[], more = {}) =>
  sequencesToBlock(
    sequences.map((_, i) => `s${i}`),
    sequences,
    { name: 'dna', ...more },
  );
const NaN_ = Number.NaN;

describe('sequencesToBlock', () => {
  test('makes a position a column of letters; U is T, case is folded, the rest is missing', () => {
    const { block, alphabet, statement } = blockOf(['ACGT', 'uN', 'r-ga']);
    expect(alphabet).toBe('dna');
    expect(block.kind).toBe('sequence');
    expect(block.features).toEqual(['pos1', 'pos2', 'pos3', 'pos4']);
    expect(block.levels).toEqual(Array.from({ length: 4 }, () => ['A', 'C', 'G', 'T']));
    // Column-major: position after position.
    expect([...block.matrix.data]).toEqual([0, 3, NaN_, 1, NaN_, NaN_, 2, NaN_, 2, 3, NaN_, 0]);
    expect(statement).toBe(
      "block 'dna': 3 sequences of 2 to 4 letters, DNA; shorter ones are missing at the right; 3 of 10 letters are none of ACGT and are missing",
    );
  });

  test('knows protein by its letters', () => {
    const { block, alphabet, statement } = blockOf(['MKLY', 'maXE']);
    expect(alphabet).toBe('protein');
    expect(block.levels![0]!.join('')).toBe('ACDEFGHIKLMNPQRSTVWY');
    expect(sequencesOf(block)).toEqual(['MKLY', 'MAXE']);
    expect(statement).toContain('of 4 letters, protein; 1 of 8 letters');
  });

  test('of a given length pads, and refuses what is longer by its sample', () => {
    expect(blockOf(['ACG'], { length: 5 }).block.matrix.nCols).toBe(5);
    expect(() => blockOf(['AC', 'ACGT', 'ACGTA'], { length: 3, placeOf: (i: number) => `f:${i}` })).toThrow(DataError);
    expect(() => blockOf(['AC', 'ACGT', 'ACGTA'], { length: 3, placeOf: (i: number) => `f:${i}` })).toThrow(
      "f:1: a sequence must have at most 3 letters, as in training, got 4 in sample 's1' (samples with more: 2); cut it to the part that the model was trained on",
    );
  });

  test('refuses what is no letter of the alphabet, with its place', () => {
    expect(() => blockOf(['ACGT', 'A1'])).toThrow(
      "blocks.dna: a letter of DNA or protein expected, got '1' at position 2 of sample 's1'",
    );
    expect(() => blockOf(['ACGT', 'ACE'], { alphabet: 'dna' })).toThrow(
      "blocks.dna: a nucleotide expected, got 'E' at position 3 of sample 's1'; those that were learned from are DNA",
    );
    expect(() => blockOf(['', ''])).toThrow('blocks.dna: sequences must have letters, got none');
    expect(() => sequencesToBlock(['a'], [], { name: 'dna' })).toThrow(ShapeError);
    expect(() => blockOf(['A', 'C'], { length: 2 ** 28 })).toThrow(UnsupportedError);
  });

  test('sequencesOf gives back what is known: N inside, nothing at the end', () => {
    expect(sequencesOf(blockOf(['ACNT', 'uNN', 'GG']).block)).toEqual(['ACNT', 'T', 'GG']);
  });
});
