import { type AnnotationColumn, type Annotations, textValues } from './annotations.ts';
import type { Block } from './block.ts';
import { columnOf, createMatrix, sparsified } from './matrix.ts';

/**
 * The samples of two blocks of the same features, one below the other. Words of text columns are coded anew over both.
 * @param below has the features of the first, in their order. Neither is modified. Cost one copy.
 */
export function stackBlocks(above: Block, below: Block): Block {
  const n = above.matrix.nRows;
  const matrix = createMatrix(n + below.matrix.nRows, above.features.length);
  const levels = above.features.map((_, j) => {
    const column = columnOf(matrix, j);
    column.set(columnOf(above.matrix, j));
    column.set(columnOf(below.matrix, j), n);
    const [first, second] = [above.levels?.[j] ?? null, below.levels?.[j] ?? null];
    if (!first && !second) return null;
    const words = [...new Set([...(first ?? []), ...(second ?? [])])].sort();
    recode(column.subarray(0, n), first ?? [], words);
    recode(column.subarray(n), second ?? [], words);
    return words;
  });
  return {
    ...above,
    ids: [...above.ids, ...below.ids],
    matrix: above.matrix.sparse ? sparsified(matrix) : matrix,
    ...(above.present || below.present ? { present: Uint8Array.from([...presence(above), ...presence(below)]) } : {}),
    ...(levels.some((words) => words !== null) ? { levels } : {}),
    ...(above.annotations
      ? { annotations: stackColumns(above.annotations, below.annotations ?? [], below.ids.length) }
      : {}),
  };
}

const presence = ({ present, matrix }: Block) => present ?? new Uint8Array(matrix.nRows).fill(1);

/** The columns of the first; missing below where the second has no such column. */
export function stackAnnotations(above: Annotations, below: Annotations): Annotations {
  return {
    ids: [...above.ids, ...below.ids],
    columns: stackColumns(above.columns, below.columns, below.ids.length),
  };
}

function stackColumns(above: readonly AnnotationColumn[], below: readonly AnnotationColumn[], n: number) {
  return above.map((column): AnnotationColumn => {
    const other = below.find(({ name }) => name === column.name);
    if (column.type === 'number' && (other === undefined || other.type === 'number')) {
      const more = other ? other.values : new Float64Array(n).fill(Number.NaN);
      const values = new Float64Array(column.values.length + n);
      values.set(column.values);
      values.set(more, column.values.length);
      return { name: column.name, type: 'number', values };
    }
    const values = [...textValues(column), ...(other ? textValues(other) : new Array<null>(n).fill(null))];
    return { name: column.name, type: 'text', values };
  });
}

function recode(codes: Float32Array, from: readonly string[], to: readonly string[]): void {
  const place = from.map((word) => to.indexOf(word));
  for (let i = 0; i < codes.length; i++) if (!Number.isNaN(codes[i]!)) codes[i] = place[codes[i]!]!;
}
