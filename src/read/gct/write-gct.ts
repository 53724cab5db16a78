import { DataError, UnsupportedError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { columnOf } from '../../table/matrix.ts';
import { shortestFloat32 } from '../delimited/table.ts';
import type { FileContent, WrittenFile } from '../reader.ts';

/**
 * GCT 1.2 where nothing is known of samples and at most one thing of features, else 1.3. Missing values are written `NA`, numbers in the
 * shortest form that reads back as the same float32.
 * @throws {UnsupportedError} content without a block of numbers. @throws {DataError} a tab or a line end in a name, a name twice.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  if (content.holds !== 'blocks') {
    throw new UnsupportedError({ where: name, problem: `GCT holds a block of numbers, got ${content.holds}` });
  }
  const { block, features } = content.blocks[0]!;
  if (block.levels?.some((words) => words !== null)) {
    throw new UnsupportedError({
      where: name,
      problem: `GCT holds numbers, got words in block '${block.name}'`,
      hint: 'write it as .tsv',
    });
  }
  const about = features?.columns ?? [];
  const facts = content.samples?.columns ?? [];
  const plain = !content.samples && about.length <= 1;
  const columns: readonly AnnotationColumn[] =
    plain && about.length === 0 ? [{ name: 'Description', type: 'text', values: block.features }] : about;
  const { nRows, nCols } = block.matrix;
  const names = [plain ? 'NAME' : 'id', ...columns.map((column) => column.name), ...block.ids];
  checkNames(names, name);
  const sizes = plain ? [nCols, nRows] : [nCols, nRows, columns.length, facts.length];
  const lines = [plain ? '#1.2' : '#1.3', sizes.join('\t'), names.map((text) => field(text, name)).join('\t')];
  for (const column of facts) {
    const values = block.ids.map((_, i) => shown(column, i, name));
    lines.push([field(column.name, name), ...columns.map(() => 'na'), ...values].join('\t'));
  }
  block.features.forEach((feature, j) => {
    const values = Array.from(columnOf(block.matrix, j), (value) =>
      Number.isNaN(value) ? 'NA' : shortestFloat32(value),
    );
    lines.push([field(feature, name), ...columns.map((column) => shown(column, j, name)), ...values].join('\t'));
  });
  return [{ name, bytes: new TextEncoder().encode(`${lines.join('\n')}\n`) }];
}

function shown({ values }: AnnotationColumn, i: number, file: string): string {
  const value = values[i]!;
  return value === null || Number.isNaN(value) ? 'NA' : field(String(value), file);
}

function field(text: string, file: string): string {
  if (!/[\t\r\n]/.test(text)) return text;
  throw new DataError({
    where: file,
    problem: `names and texts without tabs and line ends expected, got ${JSON.stringify(text.slice(0, 60))}`,
    hint: 'GCT has no quotes: rename it, or write .tsv',
  });
}

function checkNames(names: readonly string[], file: string): void {
  const seen = new Set<string>();
  const twice = names.find((one) => seen.size === seen.add(one).size);
  if (twice === undefined) return;
  throw new DataError({
    where: file,
    problem: `samples and annotations of features must have different names in GCT, got '${twice}' twice`,
    hint: 'rename the annotation',
  });
}
