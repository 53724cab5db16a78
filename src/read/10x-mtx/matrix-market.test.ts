import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { columnOf } from '../../table/matrix.ts';
import { readFile } from '../read-file.ts';
import { type ByteSource, memorySource } from '../source.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const HEADER = '%%MatrixMarket matrix coordinate integer general\n';
const FEATURES = { 'features.tsv': bytesOf('E1\tA\nE2\tB\n'), 'barcodes.tsv': bytesOf('c1\nc2\nc3\n') };

const read = (text: string, name = 'matrix.mtx', files: Record<string, Uint8Array> = FEATURES) =>
  readFile(memorySource(name, bytesOf(text), files));

async function valuesOf(reading: ReturnType<typeof read>) {
  const { content } = await reading;
  if (content.holds !== 'blocks') throw new Error(content.holds);
  const { matrix, features } = content.blocks[0]!.block;
  return Object.fromEntries(features.map((feature, j) => [feature, [...columnOf(matrix, j)]]));
}

describe('10x-mtx', () => {
  test('takes entries in any order, comments, CRLF, reals and exponents', async () => {
    const text = `${HEADER.replace('integer', 'real')}% made by hand\n2 3 3\r\n2 3 1.5e1\r\n1 1 .5\r\n2 1 -2\r\n`;
    expect(await valuesOf(read(text))).toEqual({ A: [0.5, 0, 0], B: [-2, 0, 15] });
  });

  test('finds companions under one prefix, and the older names', async () => {
    const files = {
      'GSM1_genes.tsv.gz': gzipSync(bytesOf('E1\tA\nE2\tB\n')),
      'GSM1_barcodes.tsv': FEATURES['barcodes.tsv'],
    };
    const reading = read(`${HEADER}2 3 1\n1 1 4\n`, 'folder/GSM1_matrix.mtx', files);
    expect(await valuesOf(reading)).toEqual({ A: [4, 0, 0], B: [0, 0, 0] });
    expect((await reading).facts.layout).toBe('Cell Ranger 2');
  });

  test('takes a folder', async () => {
    const files = { ...FEATURES, 'matrix.mtx': bytesOf(`${HEADER}2 3 1\n1 1 4\n`) };
    const folder: ByteSource = { ...memorySource('run1', new Uint8Array(), files), files: Object.keys(files) };
    expect((await readFile(folder)).entry.word).toBe('10x-mtx');
  });

  test.each([
    [
      `${HEADER}3 2 1\n1 1 4\n`,
      'matrix.mtx:2: 2 features × 3 cells expected, as many as lines beside it, got 3 × 2; it is written the other way round: transpose it',
    ],
    [
      `${HEADER}2 4 1\n1 1 4\n`,
      'matrix.mtx:2: 2 features × 3 cells expected, as many as lines beside it, got 2 × 4; are the files of one matrix?',
    ],
    [
      `${HEADER}2 3 2\n1 1 4\n`,
      'matrix.mtx:4: 2 entries expected, as the line of sizes says, got 1; is the file cut short?',
    ],
    [`${HEADER}2 3 1\n1 1 4\n1 2 4\n`, 'matrix.mtx:4: 1 entries expected, got more'],
    [
      `${HEADER}2 3 1\n3 1 4\n`,
      "matrix.mtx:3: feature from 1 to 2, cell from 1 to 3 and a value expected, got '3 1 4'",
    ],
    [`${HEADER}2 3 1\n1 1 x\n`, "matrix.mtx:3: a number expected, got 'x'"],
    [
      `${HEADER}2 3 1\n1 1 1e999\n`,
      'matrix.mtx: values below 3.4e38 in size expected, got a larger or infinite one; replace it, or mark it as missing',
    ],
    [
      `${HEADER}2 3 2\n1 1 1\n1 1 2\n`,
      'matrix.mtx: one value for row 1 and column 1 expected, got two; add them up where the file is made',
    ],
    [
      `${HEADER}2 3 1\n1 1 4`,
      'matrix.mtx:3: a last line that ends expected, got one that may be cut; is the file cut short? Otherwise add a line end',
    ],
    [
      `${HEADER.replace('general', 'symmetric')}2 3 0\n`,
      'matrix.mtx:1: coordinate integer or real general is read, got coordinate integer symmetric; write it with scipy.io.mmwrite(…, symmetry="general")',
    ],
  ])('refuses %j with its place', async (text, message) => {
    expect((await failureOf(read(text))).message).toBe(message);
  });

  test('names the companion that is missing', async () => {
    const error = await failureOf(read(`${HEADER}2 3 0\n`, 'matrix.mtx', { 'features.tsv': bytesOf('E1\n') }));
    expect(`${error.tag} ${error.message}`).toBe(
      'NotFoundError matrix.mtx: no barcodes.tsv or .gz beside matrix.mtx; a 10x matrix is three files together: name the folder that holds them, or give all three',
    );
  });
});
