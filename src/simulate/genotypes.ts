import type { Annotations } from '../table/annotations.ts';
import { type FamilyOptions, familyParams, type SimulatedFamilies, simulateFamilies } from './families.ts';

/** Bases between two SNPs. */
const SPACING = 10_000;

const withDefaults = <T extends Partial<Record<keyof typeof familyParams, number>>>(defaults: T) =>
  Object.fromEntries(
    Object.entries(familyParams).map(([name, spec]) => [
      name,
      { ...spec, default: defaults[name as keyof T] ?? spec.default },
    ]),
  ) as unknown as typeof familyParams;

/** Those of families, with other defaults: a cohort of several populations, most of it unrelated. */
export const genotypeParams = withDefaults({
  ...{ snps: 20_000, unrelated: 400, trios: 5, siblings: 5, halfSiblings: 5, avuncular: 5, cousins: 5 },
  ...{ populations: 4, fst: 0.02, chromosomes: 22, block: 10, missing: 0.01 },
});

export interface SimulatedGenotypes extends SimulatedFamilies {
  /** Of each feature: chromosome, position, id, ref, alt, as readers give them. */
  readonly variants: Annotations;
}

/**
 * A cohort as a genotyping array gives it: people of several populations that drifted apart from one ancestor (Balding & Nichols; `fst` is the F_ST of each from
 * the ancestor, and of Hudson between two), linked SNPs in blocks on several chromosomes, some relatives, some genotypes missing.
 * No mutation and no tree: F_ST, linkage and kinship are those asked for, the spectrum of rare alleles is not that of a real population.
 * @returns the same bits for the same options and key. @throws {ParamError} an option out of range. Cost and sources at `simulateFamilies`.
 */
export function simulateGenotypes({ random, frequencies, ...options }: FamilyOptions): SimulatedGenotypes {
  const defaults = Object.fromEntries(Object.entries(genotypeParams).map(([name, spec]) => [name, spec.default]));
  const all = { ...defaults, ...options };
  const families = simulateFamilies({ ...all, ...(frequencies ? { frequencies } : {}), random });
  const { features } = families.genotypes;
  const perChromosome = Math.ceil(features.length / (all.chromosomes as number));
  const chromosomes = features.map((_, j) => String(Math.floor(j / perChromosome) + 1));
  const positions = features.map((_, j) => SPACING * ((j % perChromosome) + 1));
  const names = features.map((_, j) => `${chromosomes[j]}:${positions[j]}:A:G`);
  const text = (name: string, values: readonly string[]) => ({ name, type: 'text' as const, values });
  return {
    ...families,
    genotypes: { ...families.genotypes, features: names },
    variants: {
      ids: names,
      columns: [
        text('chromosome', chromosomes),
        { name: 'position', type: 'number', values: Float64Array.from(positions) },
        text('id', features),
        text(
          'ref',
          features.map(() => 'A'),
        ),
        text(
          'alt',
          features.map(() => 'G'),
        ),
      ],
    },
  };
}
