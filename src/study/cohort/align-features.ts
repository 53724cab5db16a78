import { DataError } from '../../base/errors.ts';
import { alphabetOf, sequencesOf, sequencesToBlock } from '../../read/index.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, createMatrix } from '../../table/matrix.ts';
import { matchVariants } from './match-variants.ts';

/** A larger share of absent features is not a gap but another assay. */
const MISSING_ALLOWED = 0.05;

/** The features that rows are brought to. */
export interface WantedFeatures {
  readonly features: readonly string[];
  readonly levels?: Block['levels'];
}

/**
 * The block with the wanted features in their order; extra ones are left out. A feature that is not there is missing in every sample, to be
 * filled as in training; genotypes are also looked for under swapped alleles. @param file for messages. @param state told which are absent.
 * @throws {DataError} 5 % or more are absent.
 */
export function alignFeatures(
  block: Block,
  { features, levels: wantedLevels }: WantedFeatures,
  file: string,
  state: (sentence: string) => void,
): Block {
  const index = new Map(block.features.map((name, j) => [name, j]));
  const unknown = features.filter((name) => !index.has(name));
  const others = unknown.length > 0 ? matchVariants(unknown, block, file, state) : undefined;
  const absent = others ? unknown.filter((name) => !others.has(name)) : unknown;
  const named = absent.slice(0, 5).join(', ') + (absent.length > 5 ? ', …' : '');
  if (absent.length >= MISSING_ALLOWED * features.length && absent.length > 0) {
    throw new DataError({
      where: file,
      problem: `${absent.length} of ${features.length} features of block '${block.name}' are absent (${named}); at most ${100 * MISSING_ALLOWED} % may be`,
      hint: 'give a table of the same features, or train on those that both have',
    });
  }
  if (absent.length > 0) state(`${absent.length} features are absent and filled as in training: ${named}`);
  const n = block.ids.length;
  const matrix = createMatrix(n, features.length);
  const levels = features.map((name, j) => {
    const other = others?.get(name);
    const from = index.get(name) ?? other?.from;
    const column = columnOf(matrix, j);
    if (from === undefined) column.fill(Number.NaN);
    else column.set(columnOf(block.matrix, from));
    if (other?.turned) for (let i = 0; i < n; i++) column[i] = 2 - column[i]!;
    return from === undefined ? (wantedLevels?.[j] ?? null) : (block.levels?.[from] ?? null);
  });
  const { levels: _, ...rest } = block;
  return { ...rest, features, matrix, ...(levels.some(Boolean) ? { levels } : {}) };
}

/**
 * Sequences of another cohort at the positions, and with the letters, of those of the study: shorter ones are missing at the right.
 * @param file for messages. @throws {DataError} a longer one, or letters of another alphabet.
 */
export function alignSequences(block: Block, study: Block, file: string): Block {
  const alphabet = alphabetOf(study.levels?.[0] ?? []);
  const options = { name: block.name, length: study.features.length, placeOf: () => file };
  return sequencesToBlock(block.ids, sequencesOf(block), { ...options, ...(alphabet ? { alphabet } : {}) }).block;
}
