import { gzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { CELL_FILES } from '../../../test/support/cell-files.ts';
import { failureOf } from '../../../test/support/tables.ts';
import type { ParamValues } from '../../base/params.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const bytesOf = (word: string, shows: string) =>
  CELL_FILES.find((file) => file.word === word && file.shows === shows)!.bytes;
const dense = bytesOf('h5ad', 'anndata 0.8, dense');
const failure = async (bytes: Uint8Array, params: ParamValues = {}, format = 'h5ad') =>
  failureOf(readFile(memorySource('a.h5ad', bytes), { params }, format));

describe('single cells that cannot be read', () => {
  test.each([
    ['layers/count', "NotFoundError a.h5ad: no part 'layers/count'; did you mean 'layers/counts'?"],
    ['obs', "NotFoundError a.h5ad: no part 'obs'; the file holds: X, raw, layers/counts, obsm/X_pca"],
  ])('no part %s', async (part, message) => {
    const error = await failure(dense, { part });
    expect(`${error.tag} ${error.message}`).toBe(message);
  });

  test('cut short, packed, something else', async () => {
    expect((await failure(dense.subarray(0, 20_000))).message).toBe(
      `a.h5ad: superblock: a file of ${dense.length} bytes expected, got 20000; is the file whole? \`h5dump -H\` tells; download or copy it again`,
    );
    expect((await failure(gzipSync(dense))).message).toBe(
      'a.h5ad: an HDF5 file is read here and there, got one packed by gzip; unpack it: `gunzip`',
    );
    expect((await failure(bytesOf('10x-h5', 'Cell Ranger 3'))).message).toBe(
      "a.h5ad: an h5ad file expected, which holds 'obs', got matrix; is the file whole? `h5dump -H` tells; download or copy it again",
    );
    expect((await failure(dense, {}, '10x-h5')).message).toMatch(
      /^a.h5ad: a group 'matrix', or one of a genome, expected, got X, layers, obs, /,
    );
  });

  test('types of features and genomes that are not there are named', async () => {
    const v3 = await failure(bytesOf('10x-h5', 'Cell Ranger 3'), { type: 'Antibody Captures' }, '10x-h5');
    expect(v3.message).toBe("a.h5ad: no features of type 'Antibody Captures'; did you mean 'Antibody Capture'?");
    const v2 = await failure(bytesOf('10x-h5', 'Cell Ranger 2'), { genome: 'GRCh37' }, '10x-h5');
    expect(v2.message).toBe("a.h5ad: no 'GRCh37'; did you mean 'GRCh38'?");
  });

  test('antibodies are a block of their own, or the main one', async () => {
    const read = async (params: ParamValues) => {
      const { content } = await readFile(memorySource('a.h5', bytesOf('10x-h5', 'Cell Ranger 3')), { params });
      if (content.holds !== 'blocks') throw new Error(content.holds);
      return content.blocks.map(({ block }) => [block.name, block.kind, block.features]);
    };
    const [genes, antibodies] = [
      ['gene-expression', 'expression', ['CD3E', 'CD19', 'CD3E-1']],
      ['antibody-capture', 'numeric', ['NKG7']],
    ];
    expect(await read({})).toEqual([genes, antibodies]);
    expect(await read({ type: 'Antibody Capture' })).toEqual([antibodies, genes]);
  });
});
