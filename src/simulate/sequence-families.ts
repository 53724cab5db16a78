import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';
import { numberedNames } from './people.ts';

export const sequenceFamilyParams = {
  families: { type: 'integer', default: 50, min: 1, max: 1e5, doc: 'Families of sequences.' },
  members: { type: 'integer', default: 10, min: 1, max: 1e5, doc: 'Members of each.' },
  length: { type: 'integer', default: 300, min: 1, max: 1e6, doc: 'Letters of the ancestor of a family.' },
  divergence: {
    type: 'number',
    default: 0.2,
    min: 0,
    max: 0.74,
    doc: 'Share of the letters in which two members of a family differ.',
  },
  classes: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 1000,
    doc: 'Classes that families belong to in turn, each with an ancestor of all its families; 0: families have nothing in common.',
  },
  classDivergence: {
    type: 'number',
    default: 0.5,
    min: 0,
    max: 0.74,
    doc: 'Share of the letters in which the ancestors of two families of a class differ.',
  },
  indels: {
    type: 'number',
    default: 0,
    min: 0,
    max: 0.5,
    doc: 'Insertions and deletions a letter between ancestor and member; each of one letter or more, two on average.',
  },
  reversed: { type: 'number', default: 0, min: 0, max: 1, doc: 'Share of the members given on the other strand.' },
} as const satisfies ParamTable;

export type SequenceFamilyOptions = { readonly [name in keyof typeof sequenceFamilyParams]?: number } & {
  readonly random: RandomKey;
};

export interface SimulatedSequences {
  readonly ids: readonly string[];
  /** Letters A, C, G, T. */
  readonly sequences: readonly string[];
  /** Family of each, [n]. */
  readonly families: Int32Array;
  /** Class of each, [n]; absent without classes. */
  readonly classes?: Int32Array;
}

const LETTERS = 'ACGT';

/**
 * Families of DNA sequences with known truth. Each descends from a random ancestor by a star: every member has changed each letter with probability
 * s = ¾(1 − √(1 − 4d/3)) to one of the other three, so that two members differ in a share d of the letters (Jukes–Cantor), and has insertions and deletions of its
 * own. With classes, the ancestors of the families of a class descend likewise from one of the class, without insertions and deletions. Rows are in random order.
 * @returns the same bits for the same options and key. @throws {ParamError} an option out of range.
 * Cost O(families · members · length). Source: Jukes & Cantor 1969.
 */
export function simulateSequenceFamilies({ random, ...options }: SequenceFamilyOptions): SimulatedSequences {
  const p = checkParams(sequenceFamilyParams, options, 'simulateSequenceFamilies') as Record<
    keyof typeof sequenceFamilyParams,
    number
  >;
  const [change, classChange] = [p.divergence, p.classDivergence].map(
    (d) => 0.75 * (1 - Math.sqrt(1 - (4 * d) / 3)),
  ) as [number, number];
  const drawn = (stream: RandomStream) => Uint8Array.from({ length: p.length }, () => stream.uint32() & 3);
  const classAncestors = Array.from({ length: p.classes }, (_, k) => drawn(random.at('class', k).stream()));
  const made = Array.from({ length: p.families }, (_, family) => {
    const stream = random.at('family', family).stream();
    const ofClass = classAncestors[family % p.classes];
    const ancestor = ofClass ? Uint8Array.from(descend(ofClass, classChange, 0, stream)) : drawn(stream);
    return Array.from({ length: p.members }, () => {
      const codes = descend(ancestor, change, p.indels, stream);
      return stream.uniform() < p.reversed ? codes.reverse().map((code) => 3 - code) : codes;
    });
  }).flat();
  const order = random.at('rows').stream().shuffle(Int32Array.from(made.keys()));
  return {
    ids: numberedNames('SEQ', made.length),
    sequences: Array.from(order, (k) => Array.from(made[k]!, (code) => LETTERS[code]).join('')),
    families: order.map((k) => Math.floor(k / p.members)),
    ...(p.classes > 0 ? { classes: order.map((k) => Math.floor(k / p.members) % p.classes) } : {}),
  };
}

function descend(ancestor: Uint8Array, change: number, indels: number, stream: RandomStream): number[] {
  const out: number[] = [];
  for (let at = 0; at < ancestor.length; at++) {
    if (indels > 0 && stream.uniform() < indels) {
      const insert = (stream.uint32() & 1) === 0;
      do {
        if (insert) out.push(stream.uint32() & 3);
        else at++;
      } while ((stream.uint32() & 1) === 0);
      if (at >= ancestor.length) break;
    }
    const code = ancestor[at]!;
    out.push(stream.uniform() < change ? (code + 1 + stream.below(3)) & 3 : code);
  }
  return out;
}
