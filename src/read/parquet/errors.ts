import { CistronError, FormatError, UnsupportedError } from '../../base/errors.ts';

export function broken(where: string, problem: string, cause?: unknown): FormatError {
  return new FormatError({ where, problem, hint: 'is the file whole? Download or write it again', cause });
}

export function unread(where: string, problem: string, hint: string, cause?: unknown): UnsupportedError {
  return new UnsupportedError({ where, problem, hint, cause });
}

/** What the library throws, of any kind, as an error of ours. */
export async function guarded<T>(where: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CistronError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/unsupported (encoding|compression codec)/.test(message))
      throw unread(
        where,
        message.replace(/^parquet /, ''),
        'write it again with the defaults of pandas or pyarrow',
        cause,
      );
    throw broken(where, `readable Parquet expected, got what cannot be decoded (${message})`, cause);
  }
}
