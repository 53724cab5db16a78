import { DataError } from '../../base/errors.ts';
import type { ParamTable, ParamValues } from '../../base/params.ts';
import type { VariantNames } from './variant-store.ts';

/** What all readers of genotypes are told. */
export const VARIANT_PARAMS = {
  region: {
    type: 'text',
    default: '',
    doc: 'Only variants that touch this region: `2`, `chr2:136500000` or `2:136400000-136600000`, 1-based, both ends within; by the index beside the file where there is one.',
  },
  'min-maf': {
    type: 'number',
    default: 0,
    min: 0,
    max: 0.5,
    doc: 'Only variants whose rarer allele has at least this frequency among all samples of the file.',
  },
  names: {
    type: 'choice',
    choices: ['position', 'id'],
    default: 'position',
    doc: 'What features are called: `position` is chromosome:position:ref:alt, which says what is counted; `id` the IDs of the file, of which every one must be there and occur once.',
  },
} as const satisfies ParamTable;

/** Which measurement of a VCF or BCF is read. */
export const FIELD_PARAM = {
  field: {
    type: 'choice',
    choices: ['auto', 'GT', 'DS', 'PL', 'GL'],
    default: 'auto',
    doc: 'GT: genotypes; DS: dosages; PL, GL: the likeliest genotype; auto: GT where the first variant has it, else DS.',
  },
} as const satisfies ParamTable;

/** Bases of a chromosome, 0-based half-open. */
export interface Region {
  readonly chromosome: string;
  readonly start0: number;
  readonly end0: number;
  /** As the user wrote it. */
  readonly text: string;
}

export interface VariantOptions {
  readonly region: Region | null;
  readonly minMaf: number;
  readonly names: VariantNames;
}

/** The parameters as options. @param where of errors. @throws {DataError} a region that cannot be understood. */
export function variantOptions(params: ParamValues | undefined, where: string): VariantOptions {
  const text = ((params?.region as string | undefined) ?? '').trim();
  return {
    region: text === '' ? null : parseRegion(text, where),
    minMaf: (params?.['min-maf'] as number | undefined) ?? 0,
    names: (params?.names as VariantNames | undefined) ?? 'position',
  };
}

/** Names of chromosomes may hold colons (HLA contigs): only digits after the last one are a place. */
function parseRegion(text: string, where: string): Region {
  const [, chromosome = text, from, dash, to] = /^(.+):([\d,]+)(?:(-)([\d,]*))?$/.exec(text) ?? [];
  const number = (digits: string) => Number(digits.replaceAll(',', ''));
  const start0 = from === undefined ? 0 : number(from) - 1;
  const end0 = from === undefined || (dash && !to) ? Number.POSITIVE_INFINITY : to ? number(to) : start0 + 1;
  if (!(start0 >= 0) || !(end0 > start0)) {
    throw new DataError({
      where,
      problem: `a region must begin at 1 or later and end no earlier than it begins, got '${text}'`,
      hint: 'write it as chromosome:from-to, such as 2:136400000-136600000',
    });
  }
  return { chromosome, start0, end0, text };
}

/** Whether a variant whose REF begins at a position (1-based) touches the region, as bcftools -r means it. */
export function touches(region: Region, position: number, refLength: number): boolean {
  return position - 1 < region.end0 && position - 1 + Math.max(1, refLength) > region.start0;
}
