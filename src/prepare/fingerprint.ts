import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { featuresOf, type WordFeatures, wordsFitted } from './encode-words.ts';
import { moleculesOf } from './molecules.ts';
import { morganCodes } from './morgan.ts';
import { sparseFeatures } from './sparse-features.ts';
import { numberOf } from './state.ts';

/**
 * Each column of SMILES becomes its extended-connectivity fingerprint (ECFP; radius 2 is ECFP4): feature `column#k` says whether, or how often (`counts`),
 * a neighbourhood of up to `radius` bonds occurs whose code is k modulo `bits`. It learns nothing from the rows; a missing SMILES gives zeros, a salt the
 * neighbourhoods of all its parts. Stereochemistry is not told apart. Columns of numbers pass through.
 * @throws {FormatError} a word that is no SMILES: names the character. @throws {DataError} words where numbers were learned or the reverse.
 * Cost about 1 ms for each different molecule, and O(n · bits on); the table is sparse. Source and check: see `morganCodes`; folding as RDKit's.
 */
export function create(params: ParamValues): Transform {
  const options = { radius: params.radius as number, bits: params.bits as number, counts: Number(params.counts) };
  return {
    kind: 'fingerprint',
    params,
    fit: async (block) => {
      const names = (name: string) => Array.from({ length: options.bits }, (_, k) => `${name}#${k}`);
      const features = block.features.map((name, j) => (block.levels?.[j] ? names(name) : null));
      return fitted(features, options);
    },
  };
}

export function restore(state: State): Fitted {
  const [radius, bits, counts] = ['radius', 'bits', 'counts'].map((name) => numberOf(state, name));
  return fitted(featuresOf(state), { radius: radius!, bits: bits!, counts: counts! });
}

function fitted(features: WordFeatures, options: { radius: number; bits: number; counts: number }): Fitted {
  const { radius, bits, counts } = options;
  return wordsFitted(
    'fingerprint',
    features,
    ({ codes, words, where }) => {
      const folded = new Map<number, ReadonlyMap<number, number>>();
      for (const [code, molecule] of moleculesOf(codes, words, where)) {
        const on = new Map<number, number>();
        for (const [key, count] of morganCodes(molecule, radius)) {
          const bit = key % bits;
          on.set(bit, counts ? (on.get(bit) ?? 0) + count : 1);
        }
        folded.set(code, on);
      }
      return sparseFeatures(codes.length, bits, (i, put) => {
        for (const [bit, value] of folded.get(codes[i]!) ?? []) put(bit, value);
      });
    },
    { json: options, arrays: {} },
  );
}
