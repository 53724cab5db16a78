import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';
import { numberedNames } from './people.ts';

export const readParams = {
  samples: { type: 'integer', default: 3, min: 1, max: 1000, doc: 'People sequenced.' },
  length: { type: 'integer', default: 50_000, min: 1000, max: 1e7, doc: 'Letters of the reference.' },
  variants: { type: 'integer', default: 50, min: 0, max: 1e5, doc: 'Single-letter variants planted among the people.' },
  depth: { type: 'number', default: 30, min: 1, max: 1000, doc: 'Reads that cover a letter, on average.' },
  readLength: { type: 'integer', default: 100, min: 30, max: 300, doc: 'Letters of a read; they come in pairs.' },
  fragment: { type: 'number', default: 300, min: 100, max: 1000, doc: 'Mean length of a fragment; deviation a tenth.' },
  error: { type: 'number', default: 0.002, min: 0, max: 0.1, doc: 'Chance that a letter is read wrongly.' },
  duplicates: { type: 'number', default: 0.05, min: 0, max: 0.9, doc: 'Share of the pairs that copy an earlier one.' },
} as const satisfies ParamTable;

export type ReadOptions = { readonly [name in keyof typeof readParams]?: number } & { readonly random: RandomKey };

/** A planted variant: the letter at this place of the reference, the other letter, and how often each person carries it. */
export interface PlantedVariant {
  /** 0-based. */
  readonly start0: number;
  readonly ref: string;
  readonly alt: string;
  /** 0, 1 or 2 copies, one a person, somebody has one. */
  readonly dosages: readonly number[];
}

export interface SimulatedReads {
  readonly chromosome: string;
  readonly reference: string;
  readonly variants: readonly PlantedVariant[];
  readonly people: readonly {
    readonly id: string;
    /** FASTQ of the first and the second read of each pair. */
    readonly fastq: readonly [string, string];
    readonly pairs: number;
    readonly duplicates: number;
  }[];
}

const LETTERS = 'ACGT';
/** Phred quality of letters read well, and of most that were read wrongly. */
const GOOD = 'F'; // 37
const POOR = '0'; // 15

/**
 * Paired short reads of diploid people over one random reference, with variants planted at known places: what a pipeline from reads to variants
 * is tested on. Variants keep a fiftieth of their mean spacing from each other and a read's length from the ends. Fragments start anywhere, come from
 * either copy and either strand; a letter is wrong with probability `error`, and three of four wrong letters have a low quality. No insertions or
 * deletions, no repeats, no bias: an easy case, where everything should be found.
 * @returns the same bits for the same options and key. @throws {ParamError} an option out of range.
 * Cost O(samples · length · depth).
 */
export function simulateReads({ random, ...options }: ReadOptions): SimulatedReads {
  const p = checkParams(readParams, options, 'simulateReads') as Record<keyof typeof readParams, number>;
  const stream = random.at('reference').stream();
  const reference = Uint8Array.from({ length: p.length }, () => stream.uint32() & 3);
  const places = drawPlaces(p.variants, p.length, p.readLength, random.at('places').stream());
  const people = numberedNames('P', p.samples);
  const variants = places.map((start0, v) => {
    const own = random.at('variant', v).stream();
    const ref = reference[start0]!;
    const alt = (ref + 1 + own.below(3)) & 3;
    return { start0, ref, alt, copies: drawCopies(people.length, own) };
  });
  const sequenced = people.map((id, i) => {
    const haplotypes = [0, 1].map((h) => {
      const copy = reference.slice();
      for (const { start0, alt, copies } of variants) if (copies[2 * i + h]) copy[start0] = alt;
      return copy;
    });
    return { id, ...sequencePerson(id, haplotypes, p, random.at('reads', i).stream()) };
  });
  return {
    chromosome: 'chrS',
    reference: textOf(reference),
    variants: variants.map(({ start0, ref, alt, copies }) => ({
      start0,
      ref: LETTERS[ref]!,
      alt: LETTERS[alt]!,
      dosages: people.map((_, i) => copies[2 * i]! + copies[2 * i + 1]!),
    })),
    people: sequenced,
  };
}

/** One place in each of `count` equal stretches, off their ends, in order. */
function drawPlaces(count: number, length: number, margin: number, stream: RandomStream): number[] {
  const stretch = (length - 2 * margin) / count;
  return Array.from({ length: count }, (_, v) =>
    Math.floor(margin + stretch * (v + 0.01 + 0.98 * stream.uniform())),
  ).filter((place, v, all) => v === 0 || place > all[v - 1]!);
}

/** Which of the 2n copies carry the variant: each with a frequency of its own, at least one. */
function drawCopies(n: number, stream: RandomStream): Uint8Array {
  const frequency = 0.05 + 0.45 * stream.uniform();
  const copies = Uint8Array.from({ length: 2 * n }, () => Number(stream.uniform() < frequency));
  if (!copies.includes(1)) copies[stream.below(2 * n)] = 1;
  return copies;
}

function sequencePerson(
  id: string,
  haplotypes: readonly Uint8Array[],
  p: Record<keyof typeof readParams, number>,
  stream: RandomStream,
): { readonly fastq: readonly [string, string]; readonly pairs: number; readonly duplicates: number } {
  const pairs = Math.round((p.depth * p.length) / (2 * p.readLength));
  const fragments: { codes: Uint8Array; start: number; end: number; flipped: boolean }[] = [];
  const lines: [string[], string[]] = [[], []];
  let duplicates = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const copied = pair > 0 && stream.uniform() < p.duplicates;
    if (copied) duplicates++;
    const fragment = copied ? fragments[stream.below(fragments.length)]! : drawFragment(haplotypes, p, stream);
    if (!copied) fragments.push(fragment);
    const { codes, start, end, flipped } = fragment;
    const forward = codes.subarray(start, start + p.readLength);
    const backward = complement(codes.subarray(end - p.readLength, end));
    for (const [side, read] of (flipped ? [backward, forward] : [forward, backward]).entries()) {
      const { letters, qualities } = readOut(read, p.error, stream);
      lines[side]!.push(`@${id}:${pair + 1}/${side + 1}\n${letters}\n+\n${qualities}\n`);
    }
  }
  return { fastq: [lines[0].join(''), lines[1].join('')], pairs, duplicates };
}

function drawFragment(
  haplotypes: readonly Uint8Array[],
  p: { fragment: number; readLength: number },
  stream: RandomStream,
) {
  const codes = haplotypes[stream.uint32() & 1]!;
  const drawn = Math.round(p.fragment * (1 + 0.1 * stream.normal()));
  const size = Math.min(codes.length, Math.max(p.readLength, drawn));
  const start = stream.below(codes.length - size + 1);
  return { codes, start, end: start + size, flipped: (stream.uint32() & 1) === 1 };
}

function readOut(codes: Uint8Array, error: number, stream: RandomStream): { letters: string; qualities: string } {
  let letters = '';
  let qualities = '';
  for (const code of codes) {
    const wrong = stream.uniform() < error;
    letters += LETTERS[wrong ? (code + 1 + stream.below(3)) & 3 : code];
    qualities += wrong && stream.uniform() < 0.75 ? POOR : GOOD;
  }
  return { letters, qualities };
}

const complement = (codes: Uint8Array) =>
  codes
    .slice()
    .reverse()
    .map((code) => 3 - code);

const textOf = (codes: Uint8Array) => Array.from(codes, (code) => LETTERS[code]).join('');
