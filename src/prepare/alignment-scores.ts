import type { ParamValues } from '../base/params.ts';
import { type AlignmentScoring, alignmentCodes, alignmentScoring } from '../kernels/alignment-scoring.ts';
import { localAlignmentScore } from '../numeric/alignment-score.ts';
import { withoutShape } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { createMatrix } from '../table/matrix.ts';
import { checkWidth } from './checks.ts';
import { alphabetOfBlock, isDna, sequenceTexts } from './sequence-rows.ts';
import { numberOf, textOf, textsOf } from './state.ts';

/**
 * How well each sequence aligns with some training sequences, drawn at random: the score of the best local alignment (Smith & Waterman, affine gaps) over the root of the product of
 * both scores with themselves, 0 … 1; 1 for the same sequence, 0 where a sequence has no known letter. A feature is called `like:<id>`. DNA by match 5,
 * mismatch −4, first letter of a gap 16, further ones 4, on the strand given; protein by BLOSUM62 with 12 and 1.
 * @throws {DataError} a block that is not of sequences. Cost n · count · L² cells, about 10⁸ a second.
 * Source: Liao & Noble 2003, J. Comput. Biol. 10 (scores to training sequences as features), with scores in place of p-values.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'alignment-scores',
    params,
    async fit(block, _, { random }) {
      const alphabet = alphabetOfBlock(block, 'alignment-scores');
      const texts = sequenceTexts(block, alphabet);
      const order = random.at('alignment-scores').stream().shuffle(Int32Array.from(texts.keys()));
      const drawn = order.slice(0, params.count as number).sort();
      return fitted({
        alphabet,
        nFeatures: block.features.length,
        names: Array.from(drawn, (i) => `like:${block.ids[i]}`),
        sequences: Array.from(drawn, (i) => texts[i]!),
      });
    },
  };
}

interface Learned {
  readonly alphabet: string;
  readonly nFeatures: number;
  readonly names: readonly string[];
  readonly sequences: readonly string[];
}

export function restore(state: State): Fitted {
  return fitted({
    ...{ alphabet: textOf(state, 'alphabet'), nFeatures: numberOf(state, 'nFeatures') },
    ...{ names: textsOf(state, 'names'), sequences: textsOf(state, 'sequences') },
  });
}

function fitted(learned: Learned): Fitted {
  const { alphabet, nFeatures, names, sequences } = learned;
  const scoring = alignmentScoring({ scores: isDna(alphabet) ? 'dna' : 'BLOSUM62' });
  const wanted = sequences.map((text) => withOwnScore(text, scoring));
  return {
    kind: 'alignment-scores',
    apply(block) {
      checkWidth(block, nFeatures, 'alignment-scores');
      const matrix = createMatrix(block.ids.length, names.length);
      sequenceTexts(block, alphabet).forEach((text, i) => {
        const row = withOwnScore(text, scoring);
        wanted.forEach((other, l) => {
          if (row.own === 0 || other.own === 0) return;
          const score = localAlignmentScore(row.codes, other.codes, scoring);
          matrix.data[l * matrix.nRows + i] = score / Math.sqrt(row.own * other.own);
        });
      });
      const { levels: _, ...rest } = withoutShape(block);
      return { ...rest, kind: 'numeric', features: names, matrix };
    },
    toState: () => ({ kind: 'alignment-scores', json: { ...learned }, arrays: {} }),
  };
}

/** The score with itself is that of its letters one by one where they are all known. */
function withOwnScore(text: string, scoring: AlignmentScoring) {
  const codes = alignmentCodes(scoring, text);
  return { codes, own: localAlignmentScore(codes, codes, scoring) };
}
