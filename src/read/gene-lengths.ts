import type { DelimitedTable } from './delimited/table.ts';

/** The column that tells a table of genes with their lengths from others. */
const LENGTH = 'exon-length';

export interface GeneLengths {
  /** By id, by id with version and by symbol. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly genes: number;
  /** Symbols of several genes with different lengths: these stand in no map. */
  readonly ambiguous: readonly string[];
}

/** The lengths in a table of genes, as the reader of GTF gives it; undefined: the table is another one. Genes without a length are left out. */
export function geneLengths(table: DelimitedTable): GeneLengths | undefined {
  const place = (name: string) => table.columns.findIndex((column) => column.name === name);
  const [id, version, symbol, length] = ['id', 'version', 'symbol', LENGTH].map(place);
  if (id! < 0 || symbol! < 0 || length! < 0) return undefined;
  const values = table.numbers(length!);
  const [ids, versions, symbols] = [id!, version!, symbol!].map((j) => (j < 0 ? [] : table.texts(j)));
  const lengths = new Map<string, number>();
  const ambiguous = new Set<string>();
  const add = (name: string | null | undefined, value: number) => {
    if (name === null || name === undefined) return;
    const known = lengths.get(name);
    if (known !== undefined && known !== value) ambiguous.add(name);
    else lengths.set(name, value);
  };
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    add(ids![i], value);
    if (versions![i]) add(withVersion(ids![i]!, versions![i]!), value);
    add(symbols![i], value);
  });
  for (const name of ambiguous) lengths.delete(name);
  return { lengths, genes: table.nRows, ambiguous: [...ambiguous] };
}

/** One sentence. */
export function geneLengthsInWords({ genes, ambiguous }: GeneLengths): string {
  const several = ambiguous.slice(0, 5).join(', ') + (ambiguous.length > 5 ? ', …' : '');
  const left =
    ambiguous.length > 0 ? `; ${ambiguous.length} names of genes with different lengths are not used: ${several}` : '';
  return `lengths of the exons of ${genes} genes, by id and symbol${left}`;
}

function withVersion(id: string, version: string): string {
  return id.endsWith('_PAR_Y') ? `${id.slice(0, -6)}.${version}_PAR_Y` : `${id}.${version}`;
}
