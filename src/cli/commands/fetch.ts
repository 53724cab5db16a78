import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { ConfigError, NotFoundError, ParamError } from '../../base/errors.ts';
import { download } from '../../fetch/download.node.ts';
import { GDC_API } from '../../fetch/gdc/api.ts';
import { fetchGdc, type GdcSummary } from '../../fetch/gdc/fetch-gdc.node.ts';
import type { FileWish } from '../../fetch/gdc/filters.ts';
import { parseManifest } from '../../fetch/gdc/manifest.ts';
import { COUNT_COLUMNS, type CountColumn } from '../../fetch/gdc/star-counts.ts';
import { realNetwork } from '../../fetch/network.ts';
import { webAddress } from '../../fetch/send.ts';
import { writeDelimited } from '../../read/write.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { wholeNumber, withInterrupt } from '../session.ts';

interface UrlFlags {
  readonly out?: string;
  readonly sha256?: string;
  readonly md5?: string;
  readonly retries: string;
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
    .action(fetchUrl);
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
    .action(gdcFiles);
}

const more = (value: string, before: readonly string[]): string[] => [...before, value];

async function fetchUrl(address: string, flags: UrlFlags): Promise<void> {
  const url = webAddress(address, '<url>');
  const retries = wholeNumber('--retries', flags.retries, 0, 100);
  const expected = {
    ...(flags.sha256 === undefined ? {} : { sha256: hexadecimal('--sha256', flags.sha256, 64) }),
    ...(flags.md5 === undefined ? {} : { md5: hexadecimal('--md5', flags.md5, 32) }),
  };
  const to = await fileFor(url, flags.out ?? '.');
  await diskFolder(dirname(to));
  const done = await withInterrupt((watched) =>
    download({
      ...{ url, to, expected },
      network: realNetwork(watched.signal, watched.say, retries),
      progress: (bytes, total) => watched.progress(total ? bytes / total : 0, `${basename(to)} ${megabytes(bytes)}`),
    }),
  );
  const { size, fetched, ...sums } = done;
  if (flags.json) process.stdout.write(`${JSON.stringify({ path: to, size, fetched, ...sums })}\n`);
  else {
    const how = fetched === 0 ? 'there already, checked' : fetched < size ? `${megabytes(fetched)} of it now` : 'new';
    const sum = sums.sha256 === undefined ? `md5 ${sums.md5}` : `sha256 ${sums.sha256}`;
    process.stdout.write(`${to}  ${megabytes(size)}, ${how}\n${sum}\n`);
  }
}

interface GdcFlags {
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

async function gdcFiles(flags: GdcFlags): Promise<void> {
  const url = webAddress(flags.api, '--api');
  const retries = wholeNumber('--retries', flags.retries, 0, 100);
  const parallel = wholeNumber('--parallel', flags.parallel, 1, 16);
  const wish = await wishOf(flags);
  const manifest =
    flags.manifest === undefined ? {} : { manifest: parseManifest(await textOf(flags.manifest), flags.manifest) };
  const token = flags.token === undefined ? {} : { token: await tokenIn(flags.token) };
  const folder = await diskFolder(flags.out);
  const summary = await withInterrupt(({ signal, say, progress }) =>
    fetchGdc({
      api: { url, network: realNetwork(signal, say, retries), pageSize: 500 },
      ...{ wish, ...manifest, ...token, folder, parallel, progress },
      withFiles: flags.files,
      ...(flags.assemble ? { assemble: { column: flags.column } } : {}),
      table: (rows) => writeDelimited(rows),
    }),
  );
  process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : summaryText(summary, folder.path, flags.files));
}

async function wishOf(flags: GdcFlags): Promise<FileWish> {
  const { project, dataCategory, sampleType, access } = flags;
  const counts = flags.assemble === 'counts' && flags.manifest === undefined;
  // What --assemble counts can be made of, where nothing else is named.
  const dataType = counts && flags.dataType.length === 0 ? ['Gene Expression Quantification'] : flags.dataType;
  const workflow = counts && flags.workflow.length === 0 ? ['STAR - Counts'] : flags.workflow;
  const named = [...project, ...dataCategory, ...dataType, ...workflow].length > 0 || flags.filters !== undefined;
  if (flags.manifest !== undefined && (named || (sampleType.length > 0 && !flags.assemble)))
    throw new ConfigError({ where: '--manifest', problem: 'names the files itself, got other words for them too' });
  const tree = flags.filters === undefined ? {} : { tree: await jsonIn(flags.filters) };
  if (counts && project.length === 0 && flags.filters === undefined)
    throw new ConfigError({
      where: '--assemble',
      problem: 'says not of which project',
      hint: 'name it: --project TCGA-COAD',
    });
  return { project, dataCategory, dataType, workflow, sampleType, access, ...tree };
}

function summaryText({ release, ...done }: GdcSummary, path: string, withFiles: boolean): string {
  const lines = [`${done.files} files of ${done.cases} cases, ${megabytes(done.totalBytes)} (${release})`];
  if (withFiles)
    lines.push(
      `${done.fresh} new, ${done.there} there already; ${megabytes(done.bytes)} fetched into ${join(path, 'files')}`,
    );
  else lines.push(`nothing fetched but the lists in ${path}`);
  if (done.assembled) {
    const { samples, genes, dropped } = done.assembled;
    lines.push(
      `${samples} samples × ${genes} genes in ${join(path, 'expression.tsv.gz')}; ${dropped} files left out (${join(path, 'dropped.tsv')})`,
    );
    lines.push(`next: cistron check ${join(path, 'study.yaml')}`);
  }
  return `${lines.join('\n')}\n`;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({ where: path, problem: `cannot be read (${cause.code})`, hint: 'check the path', cause });
  });
}

async function jsonIn(path: string): Promise<unknown> {
  const text = await textOf(path);
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError({ where: path, problem: `filters as JSON expected: ${(cause as Error).message}`, cause });
  }
  if (tree === null || typeof tree !== 'object' || !('op' in tree))
    throw new ConfigError({ where: path, problem: "a tree of filters expected: { op: 'and', content: […] }" });
  return tree;
}

/** @throws {ParamError} which never shows what stands in the file. */
async function tokenIn(path: string): Promise<string> {
  const token = (await textOf(path)).trim();
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ParamError({ where: '--token', problem: `a token expected in ${path}: one word, and nothing else` });
  return token;
}

/** Where the file goes. Its name in the address is taken only where it can be a name: no folders, no dots alone. */
async function fileFor(url: URL, out: string): Promise<string> {
  const isFolder = /[/\\]$/.test(out) || (await stat(out).catch(() => undefined))?.isDirectory();
  if (!isFolder) return out;
  const last = url.pathname.split('/').at(-1) ?? '';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // Not percent-encoded after all: as it stands.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name === '' || /^\.+$/.test(name) || /[/\\\u0000-\u001f]/.test(name))
    throw new ParamError({
      where: '--out',
      problem: `the address names no file, got '${last}'`,
      hint: 'say what the file is to be called: --out FILE',
    });
  return join(out, name);
}

function hexadecimal(option: string, text: string, digits: number): string {
  if (text.length !== digits || !/^[0-9a-f]+$/i.test(text))
    throw new ParamError({ where: option, problem: `must be ${digits} hexadecimal digits, got '${text}'` });
  return text.toLowerCase();
}

/** `12.3 MB`, by powers of ten. */
function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(1)} MB`;
}
