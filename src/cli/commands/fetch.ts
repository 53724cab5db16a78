import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConfigError, NotFoundError, ParamError } from '../../base/errors.ts';
import { download } from '../../fetch/download.node.ts';
import { fetchGdc, type GdcSummary } from '../../fetch/gdc/fetch-gdc.node.ts';
import type { FileWish } from '../../fetch/gdc/filters.ts';
import { parseManifest } from '../../fetch/gdc/manifest.ts';
import { realNetwork } from '../../fetch/network.ts';
import { webAddress } from '../../fetch/send.ts';
import { writeDelimited } from '../../read/write.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { wholeNumber, withInterrupt } from '../session.ts';
import type { GdcFlags, UrlFlags } from '../words/fetch.ts';

export async function fetchUrl(address: string, flags: UrlFlags): Promise<void> {
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

export async function fetchGdcFiles(flags: GdcFlags): Promise<void> {
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
