import { describe, expect, test } from 'vitest';
import { CELL_FILES } from '../../../test/support/cell-files.ts';
import { sourceOf } from '../../../test/support/reader-cases.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { columnOf } from '../../table/matrix.ts';
import { readFile } from '../read-file.ts';
import type { FileReading } from '../reader.ts';

const plain = (column: AnnotationColumn) =>
  Array.from(column.values as ArrayLike<string | number | null>, (value) => (Number.isNaN(value) ? null : value));

/** The main block in rows, as the golden has it. */
function cellsOf({ content }: FileReading) {
  if (content.holds !== 'blocks') throw new Error(content.holds);
  const { ids, features, matrix } = content.blocks[0]!.block;
  const columns = features.map((_, j) => columnOf(matrix, j));
  return {
    ids,
    features,
    rows: ids.map((_, i) => columns.map((column) => column[i]!)),
    obs: Object.fromEntries((content.samples?.columns ?? []).map((column) => [column.name, plain(column)])),
  };
}

describe('every encoding that single cells have had gives what python put in', () => {
  test.each(CELL_FILES.map((file) => [`${file.word}: ${file.shows}`, file] as const))('%s', async (_, file) => {
    const reading = await readFile(sourceOf(file), file.params ? { params: file.params } : {}, file.word);
    expect(cellsOf(reading)).toEqual(file.expected);
  });
});
