import { DataError, ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Resources } from '../table/contract.ts';
import { someNames, stepWhere } from './checks.ts';

/** The table that the parameter `lengths` names, read as feature → length. @throws {ParamError} none. */
export function requireLengths(kind: string, params: ParamValues, { lengths }: Resources): ReadonlyMap<string, number> {
  if (lengths instanceof Map) return lengths;
  throw new ParamError({
    where: `${kind}.lengths`,
    problem: `needs the length of each gene, got ${JSON.stringify(params.lengths)}`,
    hint: `name a table of genes and lengths: { ${kind}: lengths.tsv }; without lengths use cpm`,
  });
}

/** The length of each feature, [nFeatures]. @throws {DataError} a feature without a length above 0. */
export function lengthsOf(block: Block, lengths: ReadonlyMap<string, number>, kind: string): Float64Array {
  const found = Float64Array.from(block.features, (name) => lengths.get(name) ?? Number.NaN);
  const missing = block.features.filter((_, j) => !(found[j]! > 0 && found[j]! < Number.POSITIVE_INFINITY));
  if (missing.length === 0) return found;
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `every feature must have a length above 0, got none for ${missing.length} of ${found.length}: ${someNames(missing)}`,
    hint: 'complete the table of lengths, or leave these features out',
  });
}
