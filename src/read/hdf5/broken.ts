import { FormatError, UnsupportedError } from '../../base/errors.ts';

/** What every part of the reader says of a file that breaks its format. @param where file, and the path inside it. */
export function broken(where: string, problem: string): FormatError {
  return new FormatError({ where, problem, hint: 'is the file whole? `h5dump -H` tells; download or copy it again' });
}

/** A form of HDF5 that is not read. @param hint what to do. */
export function unread(where: string, problem: string, hint?: string): UnsupportedError {
  return new UnsupportedError({
    where,
    problem,
    hint: hint ?? "write it again with h5py, whose default (libver='earliest') is read",
  });
}
