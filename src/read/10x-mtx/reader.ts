import { FormatError, NotFoundError } from '../../base/errors.ts';
import { checkCells } from '../check-cells.ts';
import { featureBlocks, type TenxFeatures } from '../feature-blocks.ts';
import { openBytes } from '../open-bytes.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { readMatrixMarket } from './matrix-market.ts';

/**
 * A feature–barcode matrix as Cell Ranger writes it for people: three text files. Source: 10x Genomics, "Feature-Barcode Matrices", MEX format.
 * Checked against scipy.io.mmread and the same run as HDF5. @throws {NotFoundError} a file that is not beside the matrix.
 * @throws {FormatError} counts that do not agree.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal } = options;
  const { matrix, features, barcodes } = await openThree(source);
  const lines = await linesOf(features, signal);
  const table = featuresOf(lines, features.name);
  const cells = (await linesOf(barcodes, signal)).map(([barcode]) => barcode!);
  checkCells(cells, barcodes.name);
  const { columns, compressed } = await readMatrixMarket(matrix, table.ids.length, cells.length, options);
  const problems: string[] = [];
  const blocks = featureBlocks(cells, table, columns, options, features.name, problems);
  return {
    content: { holds: 'blocks', blocks, samples: { ids: cells, columns: [] } },
    facts: {
      layout: /genes\.tsv(\.gz)?$/.test(features.name) ? 'Cell Ranger 2' : 'Cell Ranger 3 and later',
      compression: compressed ? 'gzip' : 'none',
      ...{ cells: cells.length, features: table.ids.length, types: [...new Set(table.types)].join(', ') },
    },
    problems,
  };
}

async function openThree(source: ByteSource) {
  const matrixName = source.files ? theMatrix(source.files, source.name) : source.name.replace(/^.*[/\\]/, '');
  const matrix = source.files ? await source.beside?.(matrixName) : source;
  const prefix = matrixName.replace(/matrix\.mtx(\.gz)?$/, '');
  // A name of its own (counts.mtx) has companions under the plain names.
  const prefixes = prefix === matrixName ? [''] : [prefix];
  const find = async (...names: string[]): Promise<ByteSource> => {
    for (const before of prefixes)
      for (const name of names)
        for (const packed of ['.gz', '']) {
          const found = await source.beside?.(`${before}${name}${packed}`);
          if (found) return found;
        }
    throw new NotFoundError({
      where: source.name,
      problem: `no ${prefixes[0]}${names[0]} or .gz beside ${matrixName}`,
      hint: 'a 10x matrix is three files together: name the folder that holds them, or give all three',
    });
  };
  const features = await find('features.tsv', 'genes.tsv');
  const barcodes = await find('barcodes.tsv');
  if (!matrix) throw new NotFoundError({ where: source.name, problem: `no ${matrixName}` });
  return { matrix, features, barcodes };
}

function theMatrix(files: readonly string[], where: string): string {
  const found = files.filter((name) => /matrix\.mtx(\.gz)?$/.test(name));
  if (found.length === 1) return found[0]!;
  throw new FormatError({
    where,
    problem: `one matrix.mtx in the folder expected, got ${found.join(', ') || 'none'}`,
    hint: 'name one of them as the file',
  });
}

/** Lines that are not empty, in fields. A companion is small: a line for each gene or cell. */
async function linesOf(source: ByteSource, signal: AbortSignal | undefined): Promise<string[][]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for await (const chunk of (await openBytes(source, signal)).chunks) text += decoder.decode(chunk, { stream: true });
    text += decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new FormatError({ where: source.name, problem: 'text in UTF-8 expected, got other bytes', cause });
  }
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.split('\t'));
}

function featuresOf(lines: readonly (readonly string[])[], name: string): TenxFeatures {
  const empty = lines.findIndex(([id]) => !id);
  if (empty >= 0)
    throw new FormatError({
      where: `${name}:${empty + 1}`,
      problem: 'an id of a feature expected, got an empty field',
    });
  return {
    ids: lines.map(([id]) => id!),
    names: lines.map(([id, symbol]) => symbol || id!),
    types: lines.map((fields) => fields[2] || 'Gene Expression'),
  };
}
