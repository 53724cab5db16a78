import { UnsupportedError } from '../../../base/errors.ts';
import type { State } from '../../../table/contract.ts';
import type { ModelBundle } from '../model-file.ts';

/**
 * For each column its words, whose places are the numbers of the graph; null: a column of numbers. Any other number is a word that is not
 * listed, NaN a missing one.
 */
export type Words = readonly (readonly string[] | null)[];

/** The words of the inputs of a block: those of the training table, and levels of `ordinal` that it did not hold, so that they keep their place. */
export function wordsOfInputs({ levels, pipeline }: ModelBundle['blocks'][number]): Words {
  const orders = pipeline.toState().flatMap(({ kind, json }) => (kind === 'ordinal' ? [json.levels as string[]] : []));
  return pipeline.inputFeatures.map((_, j) => {
    const own = levels?.[j];
    if (!own) return null;
    const others = orders.filter((order) => order.some((word) => own.includes(word))).flat();
    return [...new Set([...own, ...others])];
  });
}

const picked = ({ arrays }: State, words: Words): Words => Array.from(arrays.kept!, (j) => words[j]!);

/** What a step that takes columns of words makes of them: word of the registry → the words after it. */
const wordSteps: Readonly<Record<string, (state: State, words: Words) => Words>> = {
  impute: ({ arrays }, words) => [...words, ...Array.from(arrays.indicators!, () => null)],
  ordinal: ({ arrays }, words) => words.map((list, j) => (arrays.coded![j] ? null : list)),
  'one-hot': () => [],
  'drop-constant': picked,
};

/** The words after a step. @throws {UnsupportedError} it takes numbers only. */
export function wordsAfter(state: State, words: Words, where: string): Words {
  if (words.every((list) => list === null)) return [];
  const after = wordSteps[state.kind];
  if (after) return after(state, words);
  throw new UnsupportedError({
    where,
    problem: 'behind this step only numbers can be exported, got columns of words',
    hint: 'put one-hot or ordinal before it',
  });
}

/** Columns of words in a metadata text: block → feature → words. Empty where there are none. */
export function wordFacts(blocks: ModelBundle['blocks']): Record<string, string> {
  const facts = blocks.flatMap((block) => {
    const words = wordsOfInputs(block);
    const own = block.pipeline.inputFeatures.flatMap((name, j) => (words[j] ? [[name, words[j]] as const] : []));
    return own.length > 0 ? [[block.name, Object.fromEntries(own)] as const] : [];
  });
  return facts.length > 0 ? { words: JSON.stringify(Object.fromEntries(facts)) } : {};
}
