import { type Command, Option } from 'commander';
import { type NumberParam, type ParamTable, rangeText } from '../../base/params.ts';
import { cohortParams } from '../../simulate/cohort.ts';
import { drugPanelParams } from '../../simulate/drug-panel.ts';
import { familyParams } from '../../simulate/families.ts';
import { genotypeParams } from '../../simulate/genotypes.ts';
import { readParams } from '../../simulate/reads.ts';
import { sequenceFamilyParams } from '../../simulate/sequence-families.ts';
import { survivalParams } from '../../simulate/survival.ts';

interface KindWords {
  readonly description: string;
  /** A flag for each. */
  readonly params: ParamTable;
  /** Formats that the data can be written in, as the registry of readers calls them; the first is the default. */
  readonly formats?: readonly string[];
}

/** What can be simulated. */
export const KINDS = {
  cohort: {
    params: cohortParams,
    description: 'expression of patients of several subtypes, with a batch effect and patients measured twice',
  },
  relatives: {
    params: familyParams,
    description: 'genotypes of relatives and strangers, by gene dropping through pedigrees',
  },
  genotypes: {
    params: genotypeParams,
    description:
      'a cohort of several populations on an array: drift, linked SNPs, some relatives; as PLINK files or VCF',
    formats: ['plink', 'vcf'],
  },
  families: { params: sequenceFamilyParams, description: 'families of DNA sequences of known divergence' },
  'drug-panel': {
    params: drugPanelParams,
    description: 'expression of cell lines and their response to drugs of known drivers',
  },
  survival: {
    params: survivalParams,
    description:
      'patients with survival times of known hazards, censored, and the best concordance that can be reached',
  },
  reads: {
    params: readParams,
    description: 'paired short reads of people with planted variants, to try workflows/reads-to-vcf on',
  },
} as const satisfies Readonly<Record<string, KindWords>>;
export type Kind = keyof typeof KINDS;

export type SimulateFlags = { readonly out: string; readonly seed: string; readonly format: string } & Readonly<
  Record<string, number>
>;

export function registerSimulate(program: Command): void {
  const simulate = program.command('simulate').description('synthetic data with known truth');
  for (const [kind, words] of Object.entries<KindWords>(KINDS)) addKind(simulate, kind as Kind, words);
}

function addKind(simulate: Command, kind: Kind, { description, params, formats }: KindWords): void {
  const command = simulate
    .command(kind)
    .description(description)
    .option('--out <folder>', 'where to write', kind)
    .option('--seed <n>', 'seed', '1');
  if (formats) {
    const doc = 'what the genotypes are written as: cohort.bed with .bim and .fam, or cohort.vcf.gz';
    command.addOption(new Option('--format <word>', doc).choices(formats).default(formats[0]));
  }
  for (const [param, spec] of Object.entries(params as Record<string, NumberParam>)) {
    const flag = param.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.addOption(
      new Option(`--${flag} <n>`, `${spec.doc} ${rangeText(spec)}`).default(spec.default as number).argParser(Number),
    );
  }
  command.action(async (flags: SimulateFlags) => (await import('../commands/simulate.ts')).simulate(kind, flags));
}
