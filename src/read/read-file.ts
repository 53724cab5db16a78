import { FormatError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { openBytes } from './open-bytes.ts';
import type { FileHead, FileReading, ReaderEntry, ReadOptions } from './reader.ts';
import { readerByWord, readers } from './registry.ts';
import type { ByteSource } from './source.ts';

const HEAD_BYTES = 1 << 16;

/** The beginning of a file, inflated. Broken gzip gives what came before the break: the reader will say so. */
export async function headOf(source: ByteSource, signal?: AbortSignal): Promise<FileHead> {
  if (source.files) return { name: source.name, bytes: new Uint8Array(), compressed: false, files: source.files };
  const opened = await openBytes(source, signal);
  const bytes = new Uint8Array(HEAD_BYTES);
  let filled = 0;
  try {
    for await (const chunk of opened.chunks) {
      const part = chunk.subarray(0, HEAD_BYTES - filled);
      bytes.set(part, filled);
      filled += part.length;
      if (filled === HEAD_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  const head = bytes.subarray(0, filled);
  const members = membersOf(head);
  return { name: source.name, bytes: head, compressed: opened.compressed, ...(members ? { members } : {}) };
}

/** The names of the files whose local headers lie in the head of a zip archive; undefined: it is none. */
function membersOf(head: Uint8Array): readonly string[] | undefined {
  const isHeader = (at: number) =>
    head[at] === 0x50 && head[at + 1] === 0x4b && head[at + 2] === 3 && head[at + 3] === 4;
  if (!isHeader(0)) return undefined;
  const names: string[] = [];
  for (let at = 0; at + 30 < head.length; at++) {
    if (!isHeader(at)) continue;
    const name0 = at + 30;
    const name = new TextDecoder().decode(head.subarray(name0, name0 + head[at + 26]! + 256 * head[at + 27]!));
    if (!name.endsWith('/')) names.push(name);
  }
  return names;
}

/** The format of a file, by its first bytes and then its name. @throws {FormatError} none knows it. */
export async function sniffFormat(source: ByteSource, signal?: AbortSignal): Promise<ReaderEntry> {
  const head = await headOf(source, signal);
  const sure = readers.map((entry) => entry.sniff(head));
  const most = Math.max(...sure);
  if (most > 0) return readers[sure.indexOf(most)]!;
  const shown = head.files
    ? `a folder of ${head.files.length} files (${head.files.slice(0, 5).join(', ')})`
    : `a file that begins with the bytes ${Array.from(head.bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
  throw new FormatError({
    where: source.name,
    problem: `a known format expected, got ${shown}`,
    hint: `the formats are: ${readers.map(({ word }) => word).join(', ')}`,
  });
}

export interface FileReadings extends FileReading {
  readonly entry: ReaderEntry;
}

/**
 * Reads a file of any format. @param format its word; default sniffed from its bytes.
 * @throws {ParamError} parameters that the reader does not have. @throws {FormatError} as `sniffFormat`, and as the reader.
 */
export async function readFile(source: ByteSource, options: ReadOptions = {}, format?: string): Promise<FileReadings> {
  const entry = format ? readerByWord(format, source.name) : await sniffFormat(source, options.signal);
  const params = checkParams(entry.params, options.params ?? {}, entry.word);
  const { read } = await entry.load();
  return { entry, ...(await read(source, { ...options, params })) };
}
