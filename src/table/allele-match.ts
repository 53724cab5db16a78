import { DataError } from '../base/errors.ts';

/** Variants as lists that belong together, [n] each. */
export interface VariantList {
  /** As errors call it: a file, a model. */
  readonly name: string;
  readonly chromosomes: readonly (string | null)[];
  /** 1-based. */
  readonly positions: ArrayLike<number>;
  readonly refs: readonly (string | null)[];
  readonly alts: readonly (string | null)[];
  /** rs numbers, where known: they tell when positions are of two builds. */
  readonly ids?: readonly (string | null)[];
  /** Frequency of the ALT allele among the samples: it decides between strands of A/T and C/G. NaN: not known. */
  readonly frequencies?: ArrayLike<number>;
}

/**
 * How a variant of the one list stands in the other: `same` alleles, `swapped` (copies there are 2 − copies here), the `complement` of both on the
 * other strand, `complement-swapped`; `ambiguous`: A/T or C/G of which frequencies cannot tell the strand; `absent`: none there has its place and alleles.
 */
export type AlleleRelation = 'same' | 'swapped' | 'complement' | 'complement-swapped' | 'ambiguous' | 'absent';

export interface AlleleMatch {
  readonly relation: AlleleRelation;
  /** Its place in the second list; −1: absent. */
  readonly index: number;
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', T: 'A', C: 'G', G: 'C' };
/** Frequencies this near to a half do not tell which allele was counted. */
const NEAR_HALF = 0.1;
/** Shared ids from which the builds are judged. */
const JUDGED = 10;

/**
 * Finds each variant of `first` (a model's) in `second`, by chromosome (with or without `chr`; 23 is X), position and alleles, in this order of preference:
 * same, swapped, complement, complement and swapped. Palindromic alleles (A/T, C/G) read alike on both strands: with frequencies known on both sides, not
 * nearer to a half than 0.1, they are the same or swapped as these say; otherwise ambiguous, since a wrong strand would turn the genotype around.
 * @throws {DataError} the lists are of different builds: of at least 10 ids that both have, most stand at other positions.
 * Cost O(n). Source: the usual rules of harmonising (Hartwig et al. 2016, Int J Epidemiol 45(6)).
 */
export function matchAlleles(first: VariantList, second: VariantList): AlleleMatch[] {
  checkBuilds(first, second);
  const places = new Map<string, number[]>();
  for (let k = 0; k < second.refs.length; k++) {
    const key = placeOf(second, k);
    const here = places.get(key);
    if (here) here.push(k);
    else places.set(key, [k]);
  }
  return first.refs.map((_, j) => {
    let best: AlleleMatch = { relation: 'absent', index: -1 };
    for (const index of places.get(placeOf(first, j)) ?? []) {
      const relation = relationOf(first, j, second, index);
      if (ORDER.indexOf(relation) < ORDER.indexOf(best.relation)) best = { relation, index };
    }
    return best;
  });
}

const ORDER: readonly AlleleRelation[] = ['same', 'swapped', 'complement', 'complement-swapped', 'ambiguous', 'absent'];

/** Copies of the allele that the first list counts, from copies in the second. Missing stays missing. */
export function copiesAs(relation: AlleleRelation, copies: number): number {
  return relation === 'swapped' || relation === 'complement-swapped' ? 2 - copies : copies;
}

function relationOf(first: VariantList, j: number, second: VariantList, k: number): AlleleRelation {
  const [ref, alt] = [first.refs[j]?.toUpperCase(), first.alts[j]?.toUpperCase()];
  const [otherRef, otherAlt] = [second.refs[k]?.toUpperCase(), second.alts[k]?.toUpperCase()];
  if (!ref || !alt || !otherRef || !otherAlt) return 'absent';
  const same = ref === otherRef && alt === otherAlt;
  const swapped = ref === otherAlt && alt === otherRef;
  if (alt === complementOf(ref)) {
    if (!same && !swapped) return 'absent';
    return byFrequency(first.frequencies?.[j], second.frequencies?.[k]);
  }
  if (same) return 'same';
  if (swapped) return 'swapped';
  const [turnedRef, turnedAlt] = [complementOf(otherRef), complementOf(otherAlt)];
  if (ref === turnedRef && alt === turnedAlt) return 'complement';
  return ref === turnedAlt && alt === turnedRef ? 'complement-swapped' : 'absent';
}

/** Of palindromic alleles: what is rare here and there is the same allele, whatever it is called. */
function byFrequency(here = Number.NaN, there = Number.NaN): AlleleRelation {
  const clear = (frequency: number) => Math.abs(frequency - 0.5) > NEAR_HALF;
  if (!clear(here) || !clear(there)) return 'ambiguous';
  return here < 0.5 === there < 0.5 ? 'same' : 'swapped';
}

/** The same bases on the other strand, read in its direction; undefined: no bases. */
function complementOf(allele: string): string | undefined {
  const bases = [...allele].reverse().map((base) => COMPLEMENT[base]);
  return bases.includes(undefined) ? undefined : bases.join('');
}

const placeOf = (list: VariantList, j: number) => `${chromosomeOf(list.chromosomes[j] ?? '')}:${list.positions[j]}`;

const NUMBERED: Readonly<Record<string, string>> = { '23': 'X', '24': 'Y', '26': 'MT', M: 'MT' };

function chromosomeOf(name: string): string {
  const bare = name.replace(/^chr/i, '');
  return NUMBERED[bare] ?? bare;
}

function checkBuilds(first: VariantList, second: VariantList): void {
  if (!first.ids || !second.ids) return;
  const places = new Map<string, number>();
  second.ids.forEach((id, k) => {
    if (id !== null) places.set(id, k);
  });
  let shared = 0;
  let moved = 0;
  let example = '';
  first.ids.forEach((id, j) => {
    const k = id === null ? undefined : places.get(id);
    if (k === undefined) return;
    shared++;
    const [here, there] = [placeOf(first, j), placeOf(second, k)];
    if (here === there) return;
    moved++;
    example ||= `${id} is at ${here} in ${first.name} and at ${there} in ${second.name}`;
  });
  if (shared < JUDGED || moved <= shared / 2) return;
  throw new DataError({
    where: second.name,
    problem: `variants must be of the genome build of ${first.name}, got ${moved} of ${shared} shared ids at other positions (${example})`,
    hint: 'lift one of them over, or take the file of the other build',
  });
}
