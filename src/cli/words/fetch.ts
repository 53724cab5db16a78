import { type Command, Option } from 'commander';
import { GDC_API } from '../../fetch/gdc/address.ts';
import type { FileWish } from '../../fetch/gdc/filters.ts';
import { COUNT_COLUMNS, type CountColumn } from '../../fetch/gdc/star-counts.ts';

export interface UrlFlags {
  readonly out?: string;
  readonly sha256?: string;
  readonly md5?: string;
  readonly retries: string;
  readonly json?: boolean;
}

export interface GdcFlags {
  readonly project: readonly string[];
  readonly dataCategory: readonly string[];
  readonly dataType: readonly string[];
  readonly workflow: readonly string[];
  readonly sampleType: readonly string[];
  readonly access: FileWish['access'];
  readonly filters?: string;
  readonly manifest?: string;
  readonly token?: string;
  readonly out: string;
  readonly files: boolean;
  readonly assemble?: 'counts';
  readonly column: CountColumn;
  readonly parallel: string;
  readonly retries: string;
  readonly api: string;
  readonly json?: boolean;
}

export function registerFetch(program: Command): void {
  const fetching = program
    .command('fetch')
    .description('download data: resumed where it broke off, checked. The only command that uses the network');
  fetching
    .command('url')
    .description('one file')
    .argument('<url>', 'http or https address')
    .option('--out <path>', 'file to write, or a folder for a file called as in the address', '.')
    .option('--sha256 <hex>', 'what the file must be: exit 6 otherwise')
    .option('--md5 <hex>', 'the same, where that is what is published')
    .option('--retries <n>', 'how often a broken connection or a busy server is tried again', '5')
    .option('--json', 'print path, size and checksum as JSON')
    .action(async (url: string, flags: UrlFlags) => (await import('../commands/fetch.ts')).fetchUrl(url, flags));
  const gdc = fetching
    .command('gdc')
    .description(
      'files of the Genomic Data Commons with sample sheet and clinical table; a study of them with --assemble',
    )
    .option('--project <id>', 'such as TCGA-COAD; may be repeated, as the next four', more, [])
    .option('--data-category <words>', "such as 'Transcriptome Profiling'", more, [])
    .option('--data-type <words>', "such as 'Gene Expression Quantification'", more, [])
    .option('--workflow <words>', "such as 'STAR - Counts'", more, [])
    .option('--sample-type <words>', "such as 'Primary Tumor'", more, []);
  gdc
    .addOption(new Option('--access <which>', 'files').choices(['open', 'controlled', 'any']).default('open'))
    .option('--filters <file>', 'a tree of filters as JSON, as the API and the portal write it; must hold too')
    .option('--manifest <file>', 'the files of a manifest (gdc_manifest.txt) in place of all these')
    .option('--token <file>', 'file with the token for controlled data')
    .option('--out <folder>', 'where to write', 'gdc')
    .option('--no-files', 'only the lists: what would be fetched, how large it is, the clinical table')
    .addOption(
      new Option('--assemble <what>', 'one table, a sample sheet and a study file of the files').choices(['counts']),
    )
    .addOption(new Option('--column <name>', 'of --assemble counts').choices(COUNT_COLUMNS).default(COUNT_COLUMNS[0]))
    .option('--parallel <n>', 'files at a time', '4')
    .option('--retries <n>', 'how often a broken connection or a busy server is tried again', '5')
    .option('--api <url>', 'where the API is', GDC_API)
    .option('--json', 'print the summary as JSON')
    .action(async (flags: GdcFlags) => (await import('../commands/fetch.ts')).fetchGdcFiles(flags));
}

const more = (value: string, before: readonly string[]): string[] => [...before, value];
