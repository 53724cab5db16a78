import { NotFoundError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { AnnotationColumn } from '../table/annotations.ts';
import { sparseMatrix } from '../table/matrix.ts';
import { type SparseColumns, takeEntries } from '../table/sparse.ts';
import type { FileBlock, ReadOptions } from './reader.ts';
import { makeNamesUnique } from './unique-names.ts';

/** What both forms of a Cell Ranger matrix say of their features, [p] each. */
export interface TenxFeatures {
  readonly ids: readonly string[];
  /** Gene symbols. */
  readonly names: readonly string[];
  /** `Gene Expression`, `Antibody Capture` …; before Cell Ranger 3 all are genes. */
  readonly types: readonly string[];
  /** Such as the genome. */
  readonly more?: readonly AnnotationColumn[];
}

const GENES = 'Gene Expression';

/**
 * One block for each type of features, genes first. @param columns cells × all features. @param problems hears of symbols that repeat.
 * @throws {NotFoundError} a type that the file does not have.
 */
export function featureBlocks(
  cells: readonly string[],
  { ids, names, types, more = [] }: TenxFeatures,
  columns: SparseColumns,
  options: ReadOptions,
  where: string,
  problems: string[],
): FileBlock[] {
  const present = [...new Set(types)];
  const asked = String(options.params?.type ?? '');
  if (asked !== '' && !present.includes(asked)) {
    const near = nearest(asked, present);
    const hint = near ? `did you mean '${near}'?` : `the types are: ${present.join(', ')}`;
    throw new NotFoundError({ where, problem: `no features of type '${asked}'`, hint });
  }
  const main = asked || (present.includes(GENES) ? GENES : (present[0] ?? GENES));
  return [main, ...present.filter((type) => type !== main)].map((type, order): FileBlock => {
    const own = [...types.keys()].filter((j) => types[j] === type);
    const pick = (list: readonly string[]) => own.map((j) => list[j]!);
    const byId = options.params?.names === 'id';
    const { names: features, changed } = makeNamesUnique(own.map((j) => (byId ? ids[j]! : names[j] || ids[j]!)));
    if (changed > 0) {
      const what = byId ? 'ids' : 'symbols';
      problems.push(
        `${changed} ${what} of ${type} repeat; -1, -2 … was put behind them${byId ? '' : ' as scanpy does; names: id tells them apart for good'}`,
      );
    }
    const text = (name: string, list: readonly string[]): AnnotationColumn => ({
      name,
      type: 'text',
      values: pick(list),
    });
    const all = own.length === types.length;
    return {
      block: {
        name: (order === 0 ? options.block?.name : undefined) ?? type.toLowerCase().replaceAll(/\W+/g, '-'),
        kind: (order === 0 ? options.block?.kind : undefined) ?? (type === GENES ? 'expression' : 'numeric'),
        ...{ ids: cells, features },
        matrix: sparseMatrix(cells.length, all ? columns : takeEntries(columns, cells.length, null, own)),
      },
      features: {
        ids: features,
        columns: [
          text('id', ids),
          text('name', names),
          text('type', types),
          ...more.map((column) => text(column.name, column.values as readonly string[])),
        ],
      },
    };
  });
}
