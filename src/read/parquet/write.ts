import type { ColumnSource } from 'hyparquet-writer';
import { UnsupportedError } from '../../base/errors.ts';
import { columnOf as viewOf } from '../../table/matrix.ts';
import type { FileContent, WrittenFile } from '../reader.ts';

/**
 * A table, or the main block with its samples' ids first, packed by snappy. Missing is null. Words are text, numbers of tables double, of blocks
 * float. @throws {UnsupportedError} content that is neither.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(content), createdBy: 'cistron' }));
  return [{ name, bytes }];
}

function columnsOf(content: FileContent): ColumnSource[] {
  if (content.holds === 'table') {
    const { table } = content;
    return table.columns.map(({ name, type }, j) =>
      type === 'number' ? numbers(name, table.numbers(j), 'DOUBLE') : text(name, table.texts(j)),
    );
  }
  if (content.holds !== 'blocks')
    throw new UnsupportedError({ where: 'parquet', problem: `holds tables and blocks, got ${content.holds}` });
  const { ids, features, matrix, levels } = content.blocks[0]!.block;
  return [
    text('id', ids),
    ...features.map((feature, j) => {
      const words = levels?.[j];
      const values = viewOf(matrix, j);
      return words
        ? text(
            feature,
            Array.from(values, (code) => words[code] ?? null),
          )
        : numbers(feature, values, 'FLOAT');
    }),
  ];
}

/** Where none is missing the column says so, and its values are written as they lie. */
function numbers(name: string, values: Float32Array | Float64Array, type: 'DOUBLE' | 'FLOAT'): ColumnSource {
  if (!values.some(Number.isNaN)) return { name, type, nullable: false, data: values };
  return { name, type, nullable: true, data: Array.from(values, (value) => (Number.isNaN(value) ? null : value)) };
}

const text = (name: string, values: readonly (string | null)[]): ColumnSource => ({
  ...{ name, type: 'STRING', nullable: true },
  data: values as (string | null)[],
});
