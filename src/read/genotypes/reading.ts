import { DataError } from '../../base/errors.ts';
import type { Annotations } from '../../table/annotations.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { GenotypeCounts } from './emit.ts';
import type { VariantOptions } from './params.ts';
import type { RecordCounts } from './record-sink.ts';
import type { VariantStore } from './variant-store.ts';

/** What a reader of genotypes found. */
export interface FoundVariants {
  readonly file: string;
  readonly store: VariantStore<Uint8Array> | VariantStore<Float32Array> | undefined;
  readonly ids: readonly string[];
  readonly samples?: Annotations;
  readonly facts: FileReading['facts'];
  readonly problems: readonly string[];
  readonly options: VariantOptions;
  /** Chromosomes that were met, for the message when a region is empty. */
  readonly chromosomes: readonly string[];
}

const SHOWN = 6;

/** The block of a file of genotypes, with what is known of its variants. @throws {DataError} no variant is left. */
export function readingOf(found: FoundVariants, { block }: ReadOptions): FileReading {
  const { file, store, ids, facts, options, samples } = found;
  if (!store || store.nVariants === 0) throw nothingLeft(found);
  const { matrix, names, features } = store.finish(file);
  const problems = [...found.problems];
  if (store.repeated > 0) {
    const shown = names.filter((name) => name.includes('#')).slice(0, 3);
    problems.push(
      `variants that come back with the same position and alleles, called ${shown.join(', ')}${store.repeated > shown.length ? ', …' : ''}: ${store.repeated}`,
    );
  }
  if (store.rare > 0) {
    problems.push(`variants rarer than min-maf ${options.minMaf}, left out: ${store.rare}`);
  }
  return {
    content: {
      holds: 'blocks',
      blocks: [
        {
          block: {
            ...{ name: block?.name ?? 'genotypes', kind: block?.kind ?? 'genotypes' },
            ...{ ids, features: names, matrix },
          },
          features,
        },
      ],
      ...(samples ? { samples } : {}),
    },
    facts,
    problems,
  };
}

function nothingLeft({ file, store, options, chromosomes }: FoundVariants): DataError {
  const { region, minMaf } = options;
  if (store && store.rare > 0) {
    return new DataError({
      where: file,
      problem: `at least one variant with min-maf ${minMaf} expected, got ${store.rare} that are rarer`,
      hint: 'lower min-maf',
    });
  }
  if (!region) {
    return new DataError({ where: file, problem: 'at least one variant with an ALT allele expected, got none' });
  }
  const other = region.chromosome.startsWith('chr') ? region.chromosome.slice(3) : `chr${region.chromosome}`;
  const shown = chromosomes.slice(0, SHOWN).join(', ') + (chromosomes.length > SHOWN ? ', …' : '');
  return new DataError({
    where: file,
    problem: `a variant in region ${region.text} expected, got none`,
    hint: chromosomes.includes(other)
      ? `here the chromosome is called ${other}`
      : chromosomes.includes(region.chromosome)
        ? 'widen the region'
        : `the chromosomes are: ${shown || 'not said'}`,
  });
}

/** What of the genotypes a study should know, one sentence each. */
export function genotypeProblems({ half, haploid }: GenotypeCounts): string[] {
  return [
    ...(half > 0 ? [`genotypes with one allele missing (./1), taken as missing: ${half}`] : []),
    ...(haploid > 0
      ? [`haploid genotypes (0, 1), counted as two copies of their allele as PLINK does: ${haploid}`]
      : []),
  ];
}

/** `all phased`, `none`, `12 % of genotypes`. */
export function phasedShare({ called, phased }: GenotypeCounts): string {
  if (phased === 0 || called === 0) return 'none';
  return phased === called ? 'all' : `${((100 * phased) / called).toPrecision(3)} %`;
}

/** What became of records that are not one variant each. */
export function recordProblems(counts: RecordCounts, field: string | undefined): string[] {
  const { several, constant, symbolic, without } = counts;
  return [
    ...(several > 0 ? [`records with several ALT alleles, split into one feature for each: ${several}`] : []),
    ...(constant > 0 ? [`records without an ALT allele, left out: ${constant}`] : []),
    ...(symbolic > 0
      ? [`ALT alleles that are no sequence of their own (*, <*>, <NON_REF>), left out: ${symbolic}`]
      : []),
    ...(without > 0 ? [`records without ${field}, missing in every sample: ${without}`] : []),
  ];
}
