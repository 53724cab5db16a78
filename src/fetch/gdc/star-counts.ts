import { FormatError } from '../../base/errors.ts';

/** Columns of a file of counts by STAR that a study may be made of. */
export const COUNT_COLUMNS = ['unstranded', 'tpm_unstranded', 'fpkm_unstranded', 'fpkm_uq_unstranded'] as const;
export type CountColumn = (typeof COUNT_COLUMNS)[number];

export interface StarCounts {
  readonly genes: readonly { readonly id: string; readonly name: string; readonly type: string }[];
  /** One for each gene, as written: nothing is rounded on the way. */
  readonly values: readonly string[];
}

/**
 * Reads `….augmented_star_gene_counts.tsv`: a comment with the gene model, a header from `gene_id gene_name gene_type` on, rows `N_…` that count
 * reads of no gene (left out), one row a gene.
 * @throws {FormatError} naming the line. Cost: one pass. Source: GDC mRNA Analysis Pipeline, "STAR - Counts".
 */
export function parseStarCounts(content: string, column: CountColumn, name: string): StarCounts {
  const lines = content.split(/\r?\n/);
  const head = lines.findIndex((line) => !line.startsWith('#'));
  const header = lines[head]?.split('\t') ?? [];
  const [id, gene, type, value] = ['gene_id', 'gene_name', 'gene_type', column].map((word) => header.indexOf(word));
  if (id === -1 || gene === -1 || type === -1 || value === -1)
    throw new FormatError({
      where: `${name}:${head + 1}`,
      problem: `the columns gene_id, gene_name, gene_type and ${column} expected, got '${header.slice(0, 12).join(' ')}'`,
      hint: "ask for files of the workflow 'STAR - Counts'",
    });
  const genes: StarCounts['genes'][number][] = [];
  const values: string[] = [];
  for (let i = head + 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === '' || line.startsWith('N_')) continue;
    const cells = line.split('\t');
    if (cells.length !== header.length)
      throw new FormatError({
        where: `${name}:${i + 1}`,
        problem: `${header.length} fields expected (as in the header), got ${cells.length}`,
      });
    const number = cells[value!]!;
    if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(number))
      throw new FormatError({
        where: `${name}:${i + 1}`,
        problem: `a number of at least 0 expected in column '${column}', got '${number}'`,
      });
    genes.push({ id: cells[id!]!, name: cells[gene!]!, type: cells[type!]! });
    values.push(number);
  }
  if (genes.length === 0) throw new FormatError({ where: name, problem: 'genes expected, got none' });
  return { genes, values };
}
