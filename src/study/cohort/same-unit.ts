import { DataError } from '../../base/errors.ts';
import { looksRaw } from '../../read/index.ts';
import { summariseValues } from '../../read/value-summary.ts';
import type { Block } from '../../table/block.ts';

/** What the numbers of a block seem to be, as far as two files of one assay may differ in it. */
export type Unit = 'raw' | 'logarithmic' | 'fraction' | 'unbounded';

/** With fewer values the unit is not judged. */
const ENOUGH = 100;

/**
 * Of expression and miRNA whether the values are raw (counts, TPM, intensities) or logarithms and scores; of methylation whether they are fractions (β) or
 * not (M). Of other kinds, and of few values, nothing is said. @returns with the numbers it is judged by.
 */
export function unitOf(block: Block): { readonly unit: Unit; readonly evidence: string } | undefined {
  const { kind, matrix } = block;
  const isExpression = kind === 'expression' || kind === 'mirna';
  if (!(isExpression || kind === 'methylation') || matrix.nRows * matrix.nCols < ENOUGH) return undefined;
  const summary = summariseValues(matrix.sparse?.values ?? matrix.data);
  if (!summary || summary.count < ENOUGH) return undefined;
  if (isExpression) {
    const { raw, evidence } = looksRaw(block);
    return { unit: raw ? 'raw' : 'logarithmic', evidence };
  }
  const evidence = `values from ${Number(summary.min.toPrecision(4))} to ${Number(summary.max.toPrecision(4))}`;
  return { unit: summary.min >= 0 && summary.max <= 1 ? 'fraction' : 'unbounded', evidence };
}

const CALLED: Readonly<Record<Unit, string>> = {
  raw: 'raw values',
  logarithmic: 'logarithms or scores',
  fraction: 'fractions',
  unbounded: 'values beyond 0 to 1',
};

/** @param trained of the block that a model learned from. @param file of the other. @throws {DataError} another unit: every prediction would be of noise. */
export function requireSameUnit(trained: Unit | undefined, block: Block, file: string): void {
  const found = trained && unitOf(block);
  if (!found || found.unit === trained) return;
  throw new DataError({
    where: file,
    problem: `block '${block.name}' was learned from ${CALLED[trained]}, got ${CALLED[found.unit]} (${found.evidence})`,
    hint: 'bring both files to one unit before they meet',
  });
}
