import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { readFasta } from './read-fasta.ts';

export { write } from './write-fasta.ts';

export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  return { content: { holds: 'sequences', fasta: await readFasta(source, options) }, facts: {}, problems: [] };
}
