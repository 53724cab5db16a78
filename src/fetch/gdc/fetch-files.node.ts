import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '../../base/concurrency.ts';
import {
  CancelledError,
  type CistronError,
  IntegrityError,
  NotFoundError,
  UnsupportedError,
} from '../../base/errors.ts';
import { download } from '../download.node.ts';
import { refusing } from '../part-file.node.ts';
import { type GdcApi, gdcAddress } from './api.ts';
import type { ManifestLine } from './manifest.ts';

export interface FilesOptions {
  readonly api: GdcApi;
  readonly lines: readonly ManifestLine[];
  /** The files go to `<folder>/files/<id>/<filename>`. */
  readonly folder: string;
  readonly parallel: number;
  readonly token?: string;
  readonly progress: (done: number, label: string) => void;
}

export interface FilesFetched {
  readonly fresh: number;
  readonly there: number;
  /** Over the network, in this call. */
  readonly bytes: number;
}

export const filePath = (folder: string, { id, filename }: Pick<ManifestLine, 'id' | 'filename'>) =>
  join(folder, 'files', id, filename);

/**
 * Fetches files, some at a time, each checked by size and MD5; those that are there and right are left. A file that is wrong, withdrawn or not
 * allowed does not keep the others from coming: what went wrong is said at the end.
 * @throws the first of those failures, after all others are there. @throws {NetworkError} the archive is away: at once. @throws {CancelledError}
 */
export async function fetchFiles(options: FilesOptions): Promise<FilesFetched> {
  const { api, lines, folder, parallel, token, progress } = options;
  const { network } = api;
  const total = lines.reduce((sum, { size }) => sum + size, 0);
  const here = new Map<string, number>();
  let bytes = 0;
  let [fresh, there] = [0, 0];
  const show = (id: string, now: number) => {
    bytes += now - (here.get(id) ?? 0);
    here.set(id, now);
    progress(
      total === 0 ? 1 : bytes / total,
      `${fresh + there} of ${lines.length} files, ${(bytes / 1e6).toFixed(1)} MB`,
    );
  };
  const failures: CistronError[] = [];
  let fetchedBytes = 0;
  await mapLimit(lines, parallel, async (line) => {
    if (network.signal.aborted) throw new CancelledError({ where: api.url.origin, problem: 'cancelled' });
    const to = filePath(folder, line);
    await refusing(to, () => mkdir(join(folder, 'files', line.id), { recursive: true }));
    try {
      const { fetched } = await download({
        ...{ url: gdcAddress(api, 'data', line.id), to, network },
        expected: { size: line.size, md5: line.md5 },
        ...(token === undefined ? {} : { secret: { 'x-auth-token': token } }),
        progress: (now) => show(line.id, now),
      });
      fetchedBytes += fetched;
      if (fetched > 0) fresh++;
      else there++;
      show(line.id, line.size);
    } catch (error) {
      if (!isOfOneFile(error)) throw error;
      failures.push(error);
    }
  });
  if (failures.length > 0) {
    for (const { message } of failures.slice(1, 10)) network.say(message);
    network.say(`${failures.length} of ${lines.length} files were not fetched; the others are there`);
    throw failures[0]!;
  }
  return { fresh, there, bytes: fetchedBytes };
}

function isOfOneFile(error: unknown): error is CistronError {
  return error instanceof IntegrityError || error instanceof NotFoundError || error instanceof UnsupportedError;
}
