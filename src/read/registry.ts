import { UnsupportedError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { aviEntry } from './avi/entry.ts';
import { delimitedEntry } from './delimited/entry.ts';
import { dicomEntry } from './dicom/entry.ts';
import { fastaEntry } from './fasta/entry.ts';
import { imagesEntry } from './images/entry.ts';
import { npyEntry } from './npy/entry.ts';
import { npzEntry } from './npz/entry.ts';
import type { ReaderEntry } from './reader.ts';
import { wfdbEntry } from './wfdb/entry.ts';

/** Every format, in the order of the docs. A reader is one folder and one line here. */
export const readers: readonly ReaderEntry[] = [
  delimitedEntry,
  fastaEntry,
  npyEntry,
  npzEntry,
  imagesEntry,
  wfdbEntry,
  dicomEntry,
  aviEntry,
];

/** @throws {UnsupportedError} naming the nearest. */
export function readerByWord(word: string, where: string): ReaderEntry {
  const found = readers.find((entry) => entry.word === word);
  if (found) return found;
  const words = readers.map((entry) => entry.word);
  const near = nearest(word, words);
  const hint = near ? `did you mean '${near}'?` : `the formats are: ${words.join(', ')}`;
  throw new UnsupportedError({ where, problem: `no format '${word}'`, hint });
}
