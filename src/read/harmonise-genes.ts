import { NotFoundError } from '../base/errors.ts';
import type { DelimitedTable } from './delimited/table.ts';
import { splitVersion } from './gene-version.ts';

/** What genes are called, from a table of them. */
export interface GeneNames {
  /** Stable id (without version) → symbols; symbol → ids; earlier or other symbol → current ones. Each in the order of the table. */
  readonly symbolsOf: ReadonlyMap<string, readonly string[]>;
  readonly idsOf: ReadonlyMap<string, readonly string[]>;
  readonly currentOf: ReadonlyMap<string, readonly string[]>;
}

export interface HarmonisedGenes {
  /** The name asked for, [n]; null where there is none or more than one. */
  readonly names: readonly (string | null)[];
  /** Names that the table does not have. */
  readonly unknown: readonly string[];
  /** Names that several genes have, with these. */
  readonly ambiguous: readonly { readonly name: string; readonly candidates: readonly string[] }[];
  /** Several of the names that became one: their features have to be joined, or all but one left out. */
  readonly merged: readonly { readonly name: string; readonly from: readonly string[] }[];
  /** One sentence with the counts. */
  readonly statement: string;
}

const ID_COLUMNS = ['id', 'gene_id', 'ensembl_gene_id', 'gene stable id', 'ensembl gene id'];
const SYMBOL_COLUMNS = ['symbol', 'gene_name', 'gene_symbol', 'gene name', 'approved symbol', 'hgnc_symbol'];
const ALIAS_COLUMNS = [
  'alias_symbol',
  'prev_symbol',
  'alias',
  'aliases',
  'synonyms',
  'alias symbols',
  'previous symbols',
];

/**
 * The names of genes from a table of them: one of GTF (`id`, `symbol`), of HGNC (`ensembl_gene_id`, `symbol`, `alias_symbol`, `prev_symbol`), of
 * BioMart. Aliases are parted by `|` or commas. A symbol that is current is not taken for an alias of another gene.
 * @throws {NotFoundError} no column of ids or of symbols.
 */
export function geneNames(table: DelimitedTable): GeneNames {
  const ids = columnOf(table, ID_COLUMNS, 'gene ids');
  const symbols = columnOf(table, SYMBOL_COLUMNS, 'gene symbols');
  const symbolsOf = new Map<string, string[]>();
  const idsOf = new Map<string, string[]>();
  const currentOf = new Map<string, string[]>();
  for (let i = 0; i < table.nRows; i++) {
    const [id, symbol] = [ids[i], symbols[i]];
    if (!symbol) continue;
    if (!id) idsOf.set(symbol, idsOf.get(symbol) ?? []);
    else {
      const stable = splitVersion(id).id;
      addTo(symbolsOf, stable, symbol);
      addTo(idsOf, symbol, stable);
    }
  }
  table.columns.forEach((column, j) => {
    if (!ALIAS_COLUMNS.includes(column.name.toLowerCase())) return;
    table.texts(j).forEach((field, i) => {
      if (field === null || !symbols[i]) return;
      for (const alias of field.split(/[|,]/).map((one) => one.trim()))
        if (alias !== '' && !idsOf.has(alias)) addTo(currentOf, alias, symbols[i]!);
    });
  });
  return { symbolsOf, idsOf, currentOf };
}

/**
 * Names of genes as ids or as current symbols: versions are taken off, aliases become the current symbol, and ids and symbols are exchanged.
 * What the table does not have, and what several genes are called, becomes null and is listed: nothing is guessed.
 * @param names [n] ids with or without version, symbols, aliases, mixed as they come. Cost O(n).
 */
export function harmoniseGenes(names: readonly string[], genes: GeneNames, to: 'id' | 'symbol'): HarmonisedGenes {
  const unknown: string[] = [];
  const ambiguous: { name: string; candidates: readonly string[] }[] = [];
  const from = new Map<string, string[]>();
  let changed = 0;
  const found = names.map((name) => {
    const candidates = candidatesOf(name, genes, to);
    if (candidates.length === 1) {
      const one = candidates[0]!;
      if (one !== name) changed++;
      addTo(from, one, name);
      return one;
    }
    if (candidates.length === 0) unknown.push(name);
    else ambiguous.push({ name, candidates });
    return null;
  });
  const merged = [...from].flatMap(([name, several]) => (several.length > 1 ? [{ name, from: several }] : []));
  const shown = (list: readonly string[]) =>
    list.length === 0 ? '' : ` (${list.slice(0, 5).join(', ')}${list.length > 5 ? ', …' : ''})`;
  const statement = `${names.length} gene names as ${to}s: ${changed} changed, ${unknown.length} unknown${shown(unknown)}, ${ambiguous.length} ambiguous${shown(ambiguous.map(({ name }) => name))}, ${merged.length} that several become${shown(merged.map(({ name }) => name))}`;
  return { names: found, unknown, ambiguous, merged, statement };
}

function candidatesOf(
  name: string,
  { symbolsOf, idsOf, currentOf }: GeneNames,
  to: 'id' | 'symbol',
): readonly string[] {
  const { id } = splitVersion(name);
  if (symbolsOf.has(id)) return to === 'id' ? [id] : symbolsOf.get(id)!;
  const current = idsOf.has(name) ? [name] : (currentOf.get(name) ?? []);
  return to === 'symbol' ? current : [...new Set(current.flatMap((symbol) => idsOf.get(symbol) ?? []))];
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (!known) map.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}

function columnOf(table: DelimitedTable, words: readonly string[], what: string): (string | null)[] {
  for (const word of words) {
    const j = table.columns.findIndex(({ name }) => name.toLowerCase() === word);
    if (j >= 0) return table.texts(j);
  }
  throw new NotFoundError({
    where: table.name,
    problem: `no column of ${what}`,
    hint: `it may be called ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
  });
}
