import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey } from '../base/random.ts';
import type { Annotations } from '../table/annotations.ts';
import type { Block } from '../table/block.ts';
import { genotypeMatrix } from '../table/matrix.ts';
import { strideOf } from '../table/packed.ts';
import { divergedFrequencies } from './allele-frequencies.ts';
import { dropGenes, misread } from './gene-dropping.ts';
import { kinshipOfPedigree, PEDIGREES, type Relation } from './pedigrees.ts';
import { numberedNames } from './people.ts';

export const familyParams = {
  snps: { type: 'integer', default: 5000, min: 1, max: 1e6, doc: 'SNPs.' },
  unrelated: { type: 'integer', default: 100, min: 0, max: 1e6, doc: 'People without a relative.' },
  admixed: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 1e6,
    doc: 'People without a relative whose alleles come from two populations.',
  },
  twice: { type: 'integer', default: 0, min: 0, max: 1e5, doc: 'People measured twice, or identical twins.' },
  trios: { type: 'integer', default: 10, min: 0, max: 1e5, doc: 'Father, mother and child.' },
  siblings: { type: 'integer', default: 10, min: 0, max: 1e5, doc: 'Pairs of full siblings.' },
  halfSiblings: { type: 'integer', default: 10, min: 0, max: 1e5, doc: 'Pairs of half-siblings.' },
  avuncular: { type: 'integer', default: 10, min: 0, max: 1e5, doc: 'Pairs of uncle and nephew.' },
  cousins: { type: 'integer', default: 10, min: 0, max: 1e5, doc: 'Pairs of first cousins.' },
  populations: { type: 'integer', default: 1, min: 1, max: 100, doc: 'Populations; families take turns through them.' },
  fst: {
    type: 'number',
    default: 0.1,
    min: 0.001,
    max: 0.9,
    doc: 'Divergence of each population from their ancestor.',
  },
  chromosomes: { type: 'integer', default: 1, min: 1, max: 100, doc: 'Chromosomes, of equal numbers of SNPs.' },
  block: {
    type: 'integer',
    default: 1,
    min: 1,
    max: 1000,
    doc: 'SNPs of a block of linked ones; 1: all are inherited independently.',
  },
  linkage: {
    type: 'number',
    default: 0.9,
    min: 0,
    max: 1,
    doc: 'Share of the alleles of a block that its haplotype decides.',
  },
  error: { type: 'number', default: 0, min: 0, max: 0.5, doc: 'Share of the genotypes that are read as another one.' },
  missing: { type: 'number', default: 0, min: 0, max: 0.9, doc: 'Share of the genotypes that are missing.' },
} as const satisfies ParamTable;

export type FamilyOptions = { readonly [name in keyof typeof familyParams]?: number } & {
  /** Of the alternative allele, for each population [snps], in place of simulated ones. */
  readonly frequencies?: readonly Float64Array[];
  readonly random: RandomKey;
};

export interface SimulatedFamilies {
  /** Kind genotypes: copies of the alternative allele, 0, 1, 2; NaN is missing. At 2 bits. */
  readonly genotypes: Block;
  /** Column population; the admixed name two. Families are not told. */
  readonly sheet: Annotations;
  readonly truth: readonly Relation[];
  /** Of the alternative allele, for each population [snps]. */
  readonly frequencies: readonly Float64Array[];
}

interface Family {
  readonly kind: keyof typeof PEDIGREES;
  readonly population: number;
}

/**
 * People of known kinship: founders draw alleles by the frequencies of their population, children one allele of each parent at every SNP
 * (gene dropping: `dropGenes`, with or without linkage). Frequencies of the ancestor are uniform in 0.05 … 0.95, those of a population are drawn around them (Balding & Nichols). Rows are in random order.
 * @returns the same bits for the same options and key. @throws {ParamError} an option out of range.
 * Cost O(people · snps), memory 2 bits each. Source: Balding & Nichols 1995, Genetica 96; MacCluer et al. 1986 (gene dropping).
 */
export function simulateFamilies({ random, frequencies, ...options }: FamilyOptions): SimulatedFamilies {
  const p = checkParams(familyParams, options, 'simulateFamilies') as Record<keyof typeof familyParams, number>;
  const f = frequencies ?? divergedFrequencies(p.snps, p.populations, p.fst, random.at('frequencies'));
  const snps = f[0]!.length;
  const families = layOut(p, f.length);
  const people: { family: number; member: number }[] = [];
  families.forEach(({ kind }, family) => {
    for (const member of PEDIGREES[kind].sampled) people.push({ family, member });
  });
  const order = random.at('rows').stream().shuffle(Int32Array.from(people.keys()));
  const ids = numberedNames('P', people.length);
  const rowOf = new Map(Array.from(order, (person, row) => [person, row]));
  const stride = strideOf(people.length);
  const codes = new Uint8Array(stride * snps);
  const map = { snps, perChromosome: Math.ceil(snps / p.chromosomes), block: p.block, linkage: p.linkage };
  const relations: Relation[] = [];
  let person = 0;
  families.forEach((family, u) => {
    const { sampled } = PEDIGREES[family.kind];
    const rows = sampled.map((_, k) => rowOf.get(person + k)!);
    person += sampled.length;
    const stream = random.at('family', u).stream();
    const { members } = PEDIGREES[family.kind];
    const other = f[(family.population + 1) % f.length]!;
    const genotypes = dropGenes(members, f[family.population]!, family.kind === 'admixed' ? other : null, map, stream);
    rows.forEach((row, k) => {
      const dosages = genotypes[sampled[k]!]!;
      for (let j = 0; j < snps; j++) {
        codes[j * stride + (row >> 2)]! |= misread(dosages[j]!, p.error, p.missing, stream) << (2 * (row & 3));
      }
    });
    relations.push(
      ...relationsOf(
        family.kind,
        rows.map((row) => ids[row]!),
      ),
    );
  });
  const nameOf = ({ kind, population }: Family) =>
    kind === 'admixed' ? `POP${population + 1}+POP${((population + 1) % f.length) + 1}` : `POP${population + 1}`;
  return {
    genotypes: {
      ...{ name: 'snps', kind: 'genotypes', ids, features: numberedNames('RS', snps) },
      matrix: genotypeMatrix(people.length, { nCols: snps, codes }),
    },
    sheet: {
      ids,
      columns: [
        { name: 'population', type: 'text', values: Array.from(order, (k) => nameOf(families[people[k]!.family]!)) },
      ],
    },
    truth: relations,
    frequencies: f,
  };
}

function layOut(p: Record<keyof typeof familyParams, number>, populations: number): Family[] {
  return (Object.keys(PEDIGREES) as (keyof typeof PEDIGREES)[]).flatMap((kind) =>
    Array.from({ length: p[kind] }, (_, u) => ({ kind, population: u % populations })),
  );
}

function relationsOf(kind: keyof typeof PEDIGREES, ids: readonly string[]): Relation[] {
  const { members, sampled } = PEDIGREES[kind];
  const kinship = kinshipOfPedigree(members);
  const out: Relation[] = [];
  for (let b = 1; b < sampled.length; b++) {
    for (let a = 0; a < b; a++) {
      // A person measured twice is one member named twice.
      const same = sampled[a] === sampled[b];
      const value = same ? 0.5 : kinship[sampled[a]!]![sampled[b]!]!;
      if (value > 0) out.push({ samples: [ids[a]!, ids[b]!], kind, kinship: value });
    }
  }
  return out;
}
