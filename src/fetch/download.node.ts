import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { IntegrityError, throwIfCancelled } from '../base/errors.ts';
import { difference, type Expected, type Measured, measure } from './checksum.node.ts';
import type { Network } from './network.ts';
import { type PartFile, type PartNote, partFile, refusing } from './part-file.node.ts';
import { PassingFailure, withRetries } from './retry.ts';
import { failureName, send, shownAddress } from './send.ts';

export interface DownloadOptions {
  readonly url: URL;
  /** Path of the file; its folder is there. */
  readonly to: string;
  readonly expected?: Expected;
  /** Headers that no other server may see. */
  readonly secret?: Readonly<Record<string, string>>;
  readonly network: Network;
  /** Bytes that are there, and those of the whole where known. */
  readonly progress?: (bytes: number, total: number | undefined) => void;
}

export interface Downloaded extends Measured {
  /** Bytes that came over the network: less than the size where an earlier download was continued, 0 where the file was there. */
  readonly fetched: number;
}

/** An attempt that brought this much has the retries counted anew: a large file over a bad line ends well. */
const PROGRESS_BYTES = 1 << 20;

/**
 * Fetches one file. A file that is there and has the expected checksum is left as it is; any other is replaced, once the new one is whole.
 *
 * It grows as `<to>.part` and continues there, in this call or a later one, by a Range request: with If-Range where the server named a
 * version (ETag, Last-Modified), without where a checksum will tell. A server that sends the whole instead is listened to from the
 * start. Size and checksum are taken while it streams; it is flushed to the disk before it gets its name. A wrong checksum is
 * fetched once more from the start, since a file may have been continued wrongly; the second one stays as `<to>.bad`.
 * @throws {IntegrityError} (exit 6) wrong checksum or size, twice. @throws {NetworkError} (exit 4) the retries are used up; the part stays.
 * @throws {NotFoundError} @throws {UnsupportedError} refused by the server, or by the disk. @throws {CancelledError} the part stays.
 * Cost: one pass over the bytes, and one over those that were there. Memory: one chunk. Source: RFC 9110 §13.1.5, §14.
 */
export async function download({ expected = {}, ...options }: DownloadOptions): Promise<Downloaded> {
  const { url, to, network } = options;
  const where = shownAddress(url);
  const there = await thereAlready(to, expected, network.signal);
  if (there) return { ...there, fetched: 0 };
  const part = partFile(to);
  let fetched = 0;
  const count = (bytes: number) => {
    fetched += bytes;
  };
  for (let attempts = 1; ; attempts++) {
    const found = await withRetries(network, where, () => attempt({ ...options, expected }, part, count));
    const wrong = difference(expected, found);
    if (wrong === undefined) {
      await part.finish();
      return { ...found, fetched };
    }
    if (attempts > 1) {
      const bad = await part.spoil();
      throw new IntegrityError({
        where,
        problem: `${wrong}, twice`,
        hint: `the file is kept as ${bad}: see whether it is another version or a page that says why`,
      });
    }
    network.say(`${where}: ${wrong}; fetched once more from the start`);
    await part.remove();
  }
}

/** What the file is, if it has an expected checksum and is right. Without a checksum nothing says that a file is the same. */
async function thereAlready(path: string, expected: Expected, signal: AbortSignal): Promise<Measured | undefined> {
  if (expected.md5 === undefined && expected.sha256 === undefined) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || (expected.size !== undefined && expected.size !== found.size)) return undefined;
  const measuring = measure(expected);
  await measuring.addFile(path, found.size, signal);
  const measured = measuring.result();
  return difference(expected, measured) === undefined ? measured : undefined;
}

/** Fetches what is missing of the part. @returns what the whole is. @throws {PassingFailure} it is not whole yet. */
async function attempt(
  { url, expected = {}, secret = {}, network, progress }: DownloadOptions,
  part: PartFile,
  count: (bytes: number) => void,
): Promise<Measured> {
  const note = await part.note();
  let offset = await startAt(url, expected, part, note);
  const measuring = measure(expected);
  if (offset > 0 && offset === (expected.size ?? note?.size)) {
    // Whole, but the process ended before it got its name.
    await measuring.addFile(part.path, offset, network.signal);
    return measuring.result();
  }
  const response = await send(url, { headers: rangeHeaders(offset, note), secret }, network);
  if (response.status === 416 || (response.status === 206 && rangeStart(response) !== offset)) {
    await response.body?.cancel().catch(() => undefined);
    await part.remove();
    throw new PassingFailure('the server has another range than the one asked for');
  }
  if (response.status !== 206) offset = 0;
  const total = totalSize(response, offset);
  if (offset === 0) await part.writeNote(noteOf(url, response, total));
  await measuring.addFile(part.path, offset, network.signal);
  let bytes = offset;
  await receive(response, part, offset, network, (chunk) => {
    measuring.add(chunk);
    count(chunk.length);
    bytes += chunk.length;
    progress?.(bytes, expected.size ?? total);
    return bytes <= (expected.size ?? bytes); // more than expected is wrong already, and might never end
  });
  if (total !== undefined && bytes < total)
    throw new PassingFailure(`ended after ${bytes} of ${total} bytes`, {
      progressed: bytes - offset >= PROGRESS_BYTES,
    });
  return measuring.result();
}

/** Bytes of the part that may be continued. */
async function startAt(url: URL, expected: Expected, part: PartFile, note: PartNote | undefined): Promise<number> {
  const size = await part.size();
  if (expected.size !== undefined && size > expected.size) return 0;
  const sameVersion = note?.address === fingerprint(url) && (note.etag ?? note.lastModified) !== undefined;
  return sameVersion || expected.md5 !== undefined || expected.sha256 !== undefined ? size : 0;
}

/** Identity: ranges, sizes and checksums speak of the bytes as they are stored. */
function rangeHeaders(offset: number, note: PartNote | undefined): Record<string, string> {
  const version = note?.etag ?? note?.lastModified;
  return {
    'accept-encoding': 'identity',
    ...(offset > 0 ? { range: `bytes=${offset}-`, ...(version === undefined ? {} : { 'if-range': version }) } : {}),
  };
}

function noteOf(url: URL, { headers }: Response, size: number | undefined): PartNote {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  return {
    address: fingerprint(url),
    ...(etag !== null && !etag.startsWith('W/') ? { etag } : {}),
    ...(lastModified === null ? {} : { lastModified }),
    ...(size === undefined ? {} : { size }),
  };
}

const fingerprint = ({ href }: URL) => createHash('sha256').update(href).digest('hex');

function rangeStart({ headers }: Response): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** Bytes of the whole, as the server says; not where it packs the body on the way, which the platform unpacks. */
function totalSize({ headers }: Response, offset: number): number | undefined {
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? offset + Number(length) : undefined;
}

/**
 * Writes the body behind the part, as long as the listener wants more.
 * @throws {PassingFailure} the connection broke; what came is written and flushed.
 */
async function receive(
  response: Response,
  part: PartFile,
  offset: number,
  network: Network,
  heard: (chunk: Uint8Array) => boolean,
): Promise<void> {
  const file = await part.open(offset);
  const body = response.body?.getReader();
  let at = offset;
  try {
    for (let more = true; more; ) {
      const chunk = await body?.read().catch((cause: unknown) => {
        throwIfCancelled(network.signal, part.path);
        throw new PassingFailure(`the connection broke after ${at} bytes (${failureName(cause)})`, {
          progressed: at - offset >= PROGRESS_BYTES,
          cause,
        });
      });
      if (!chunk || chunk.done) break;
      await refusing(part.path, () => file.writeFile(chunk.value));
      at += chunk.value.length;
      more = heard(chunk.value);
    }
  } finally {
    await body?.cancel().catch(() => undefined);
    await refusing(part.path, () => file.sync().finally(() => file.close()));
  }
}
