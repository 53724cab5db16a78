import { DataError, FormatError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, wordsOf } from './checks.ts';

/** What stands for an allele that was not read. */
const NOT_READ = new Set(['', 'NA', '.', '?', '-9']);

/**
 * Genotypes written as two alleles, such as the repeats `129/155` of a microsatellite or `A|G`, become copies of each allele: one feature `<locus>:<allele>`
 * of 0, 1, 2 for every allele of at least `min-count` training copies. A genotype with an allele that was not read (NA . ? -9) is missing in all
 * features of its locus; an allele that training does not know has none. Columns of numbers pass through.
 * Order of the two alleles and phase do not count. Put `impute: mean` after it. @throws {DataError} words that are not two alleles. Cost O(n·features made).
 */
export function create(params: ParamValues): Transform {
  const least = params['min-count'] as number;
  return {
    kind: 'allele-counts',
    params,
    async fit(block) {
      const alleles = block.features.map((_, j) => {
        const words = block.levels?.[j];
        return words ? commonAlleles(columnOf(block.matrix, j), genotypesOf(block, j), least) : null;
      });
      const made = fitted(alleles);
      checkUnique(namesOf(block, alleles), stepWhere(block, 'allele-counts'));
      return made;
    },
  };
}

export function restore(state: State): Fitted {
  const { alleles } = state.json;
  if (!Array.isArray(alleles)) {
    throw new FormatError({ where: 'model, step allele-counts', problem: "'alleles' must be a list" });
  }
  return fitted(alleles as (string[] | null)[]);
}

/** @param alleles of each feature that becomes copies; null: numbers. */
function fitted(alleles: readonly (readonly string[] | null)[]): Fitted {
  const width = alleles.reduce((sum, list) => sum + (list?.length ?? 1), 0);
  return {
    kind: 'allele-counts',
    apply(block) {
      checkWidth(block, alleles.length, 'allele-counts');
      const { nRows } = block.matrix;
      const matrix = createMatrix(nRows, width);
      let to = 0;
      alleles.forEach((list, j) => {
        if (list) writeCopies(block, j, list, matrix.data.subarray(to * nRows, (to + list.length) * nRows));
        else {
          checkNumericColumn(block, j, 'allele-counts');
          columnOf(matrix, to).set(columnOf(block.matrix, j));
        }
        to += list?.length ?? 1;
      });
      const { levels: _, ...rest } = block;
      return { ...rest, features: namesOf(block, alleles), matrix };
    },
    toState: () => ({ kind: 'allele-counts', json: { alleles }, arrays: {} }),
  };
}

const namesOf = ({ features }: Block, alleles: readonly (readonly string[] | null)[]) =>
  features.flatMap((name, j) => alleles[j]?.map((allele) => `${name}:${allele}`) ?? name);

/** The two alleles of each word of a column; null: not read. @throws {DataError} words that are not two alleles. */
function genotypesOf(block: Block, j: number): (readonly [string, string] | null)[] {
  return wordsOf(block, j, 'allele-counts').map((word) => {
    const parts = word.split(/[/|]/).map((part) => part.trim());
    if (parts.length !== 2) {
      throw new DataError({
        where: stepWhere(block, 'allele-counts'),
        problem: `genotypes must be two alleles such as 129/155, got words in '${block.features[j]}'`,
        hint: `put one-hot before allele-counts, or leave the column out ('${word}')`,
      });
    }
    const [a, b] = parts as [string, string];
    return NOT_READ.has(a) || NOT_READ.has(b) ? null : [a, b];
  });
}

/** In code-unit order, so that they do not hang on the order of the words. */
function commonAlleles(
  codes: Float32Array,
  genotypes: readonly (readonly [string, string] | null)[],
  least: number,
): string[] {
  const copies = new Map<string, number>();
  for (const code of codes) {
    for (const allele of (Number.isNaN(code) ? null : genotypes[code]) ?? []) {
      copies.set(allele, (copies.get(allele) ?? 0) + 1);
    }
  }
  return [...copies].flatMap(([allele, count]) => (count >= least ? allele : [])).sort();
}

/** @param out [alleles, nRows] zeros. */
function writeCopies(block: Block, j: number, alleles: readonly string[], out: Float32Array): void {
  const { nRows } = block.matrix;
  const place = new Map(alleles.map((allele, k) => [allele, k]));
  const genotypes = genotypesOf(block, j);
  columnOf(block.matrix, j).forEach((code, i) => {
    const genotype = Number.isNaN(code) ? null : genotypes[code]!;
    if (!genotype) {
      for (let k = 0; k < alleles.length; k++) out[k * nRows + i] = Number.NaN;
      return;
    }
    for (const allele of genotype) {
      const k = place.get(allele);
      if (k !== undefined) out[k * nRows + i]!++;
    }
  });
}
