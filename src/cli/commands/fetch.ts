import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { ParamError } from '../../base/errors.ts';
import { download } from '../../fetch/download.node.ts';
import { realNetwork } from '../../fetch/network.ts';
import { webAddress } from '../../fetch/send.ts';
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
}

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
