import { splitVersion } from '../gene-version.ts';
import { Names } from '../text/names.ts';
import type { Attributes } from './attributes.ts';

/** A gene as it is put together from the lines about it. Places are 0-based, half-open. */
export interface Gene {
  readonly id: string;
  readonly chromosome: string;
  version: string | null;
  symbol: string | null;
  type: string | null;
  strand: string;
  start0: number;
  end0: number;
  /** Whether a line said where the gene is; otherwise its exons do. */
  placed: boolean;
  /** start0, end0 of each exon, one after another. */
  readonly exons: number[];
}

export interface Place {
  readonly chromosome: string;
  readonly start0: number;
  readonly end0: number;
  readonly strand: string;
}

/** Puts genes together. In GTF a line names its gene; in GFF3 it may name its parent only, whose own parent is the gene. */
export class GeneCollector {
  readonly #genes = new Map<string, Gene>();
  readonly #names = new Names();
  /** GFF3: ID of a gene → its key; ID of another feature → ID of its parent. */
  readonly #keyOfId = new Map<string, string>();
  readonly #parents = new Map<string, string>();
  /** GFF3: exons whose parents are looked up at the end. */
  readonly #orphans: { readonly parent: string; readonly place: Place }[] = [];
  /** Exons that no gene was found for. */
  lost = 0;

  gene(place: Place, of: Attributes): void {
    const own = of('ID');
    const name = of('gene_id') ?? own?.replace(/^gene[:-]/, '');
    if (!name) return;
    const gene = this.#at(name, place);
    if (own) this.#keyOfId.set(this.#names.of(own), keyOf(gene));
    this.#describe(gene, of);
    [gene.start0, gene.end0, gene.strand, gene.placed] = [place.start0, place.end0, place.strand, true];
  }

  exon(place: Place, of: Attributes): void {
    const name = of('gene_id');
    if (name) {
      const gene = this.#at(name, place);
      if (!gene.placed) this.#describe(gene, of);
      addExon(gene, place);
      return;
    }
    const parents = of('Parent');
    if (!parents) this.lost++;
    else {
      const kept = { ...place, chromosome: this.#names.of(place.chromosome) };
      for (const parent of parents.split(',')) this.#orphans.push({ parent: this.#names.of(parent), place: kept });
    }
  }

  /** Of GFF3: a transcript, or whatever else stands between. */
  between(of: Attributes): void {
    const [id, parent] = [of('ID'), of('Parent')];
    if (id && parent) this.#parents.set(this.#names.of(id), this.#names.of(parent.split(',')[0]!));
  }

  finish(): Gene[] {
    for (const { parent, place } of this.#orphans) {
      let at: string | undefined = parent;
      // A ring of parents ends here too.
      for (let depth = 0; depth < 8 && at !== undefined && !this.#keyOfId.has(at); depth++) at = this.#parents.get(at);
      const gene = at === undefined ? undefined : this.#genes.get(this.#keyOfId.get(at) ?? '');
      if (gene?.chromosome === place.chromosome) addExon(gene, place);
      else this.lost++;
    }
    return [...this.#genes.values()];
  }

  #at(name: string, { chromosome, strand, start0, end0 }: Place): Gene {
    const { id, version } = splitVersion(name);
    // UCSC has one id on X and on Y: two genes.
    const key = `${id}\t${chromosome}`;
    const known = this.#genes.get(key);
    if (known) return known;
    const gene: Gene = {
      ...{
        id: this.#names.of(id),
        chromosome: this.#names.of(chromosome),
        version: version && this.#names.of(version),
      },
      ...{ symbol: null, type: null, strand, start0, end0, placed: false, exons: [] },
    };
    this.#genes.set(this.#names.of(key), gene);
    return gene;
  }

  #describe(gene: Gene, of: Attributes): void {
    const own = (text: string | undefined) => (text ? this.#names.of(text) : null);
    gene.symbol ??= own(of('gene_name') ?? of('Name') ?? of('gene'));
    gene.type ??= own(of('gene_type') ?? of('gene_biotype') ?? of('biotype'));
    gene.version ??= own(of('gene_version') ?? of('version'));
  }
}

const keyOf = ({ id, chromosome }: Gene) => `${id}\t${chromosome}`;

function addExon(gene: Gene, { start0, end0 }: Place): void {
  gene.exons.push(start0, end0);
  if (gene.placed) return;
  gene.start0 = Math.min(gene.start0, start0);
  gene.end0 = Math.max(gene.end0, end0);
}

/** Bases that at least one exon covers; NaN: no exon. Cost O(n log n). */
export function exonLength(exons: readonly number[]): number {
  if (exons.length === 0) return Number.NaN;
  const order = Array.from({ length: exons.length / 2 }, (_, k) => 2 * k).sort((a, b) => exons[a]! - exons[b]!);
  let length = 0;
  let covered = 0;
  for (const at of order) {
    const [start0, end0] = [exons[at]!, exons[at + 1]!];
    if (end0 <= covered) continue;
    length += end0 - Math.max(start0, covered);
    covered = end0;
  }
  return length;
}
