import { UnsupportedError } from '../../base/errors.ts';
import type { FileContent, WrittenFile } from '../reader.ts';

/** Letters of a line, as samtools and NCBI write them. */
const LINE = 60;

/** Records of a header, the id, and lines of 60 letters. @throws {UnsupportedError} content that is no sequences. */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  if (content.holds !== 'sequences') {
    throw new UnsupportedError({ where: name, problem: `FASTA holds sequences, got ${content.holds}` });
  }
  const { ids, sequences } = content.fasta;
  const encoder = new TextEncoder();
  const parts = sequences.map((sequence, i) => {
    const lines = [`>${ids[i]}`];
    for (let at = 0; at < sequence.length; at += LINE) lines.push(sequence.slice(at, at + LINE));
    return encoder.encode(`${lines.join('\n')}\n`);
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return [{ name, bytes }];
}
