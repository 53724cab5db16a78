import { DataError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { joinIds } from '../../read/index.ts';
import { type Annotations, takeAnnotationRows } from '../../table/annotations.ts';
import { type Block, takeRowsOrAbsent } from '../../table/block.ts';
import { matchBarcodes } from './barcode-ids.ts';

/** How a block is joined to the sample sheet. */
export interface BlockJoin {
  /** What the samples of the sheet are called in it, [n]; some may share a row. The same array as their ids where that is what they are called by. */
  readonly ids: readonly string[];
  /** Samples that lack it stay. */
  readonly optional: boolean;
}

/**
 * Brings all parts to the wanted samples that have every block but the optional ones, and one block at least, in the order of the sheet.
 * @param joins of each block.
 * @throws {DataError} no sample is left.
 */
export function joinBlocks(
  annotations: Annotations,
  wanted: readonly number[],
  given: readonly Block[],
  joins: readonly BlockJoin[],
  sheetName: string,
  statements: string[],
  warn: (warning: Warning) => void,
) {
  const isWanted = new Set(wanted);
  const blocks = given.map((block, b) => {
    const matched = joins[b]!.ids === annotations.ids ? matchBarcodes(annotations.ids, block) : undefined;
    if (matched) statements.push(matched.statement);
    return matched?.block ?? block;
  });
  const places = blocks.map((block, b) => {
    const { ids, optional } = joins[b]!;
    const labels = { first: sheetName, second: `block '${block.name}'` };
    const joined = joinIds(ids, block.ids, labels);
    const near = joined.nearest[0];
    const hint = near ? ` (is '${near.id}' meant to be '${near.nearest}'?)` : '';
    const say = (code: string, message: string) =>
      warn({ code, message: message + hint, where: `block '${block.name}'` });
    const unmeasured = joined.onlyFirst.filter((i) => isWanted.has(i)).length;
    const without = `${unmeasured} of ${wanted.length} samples of the sheet are not in block '${block.name}'`;
    if (unmeasured > 0 && optional)
      statements.push(
        `${without} and stay: learners that know of missing blocks (fusion) take them as they are, others the median of each feature`,
      );
    if (unmeasured > 0 && !optional) say('samples-without-measurements', `${without} and were left out`);
    if (joined.onlySecond.length > 0)
      say(
        'measurements-without-sample',
        `${joined.onlySecond.length} of ${block.ids.length} samples of block '${block.name}' are not in the sheet and were left out`,
      );
    return new Map(joined.shared.map(([first, second]) => [first, second]));
  });
  const rows = wanted.filter(
    (i) => places.some((at) => at.has(i)) && places.every((at, b) => joins[b]!.optional || at.has(i)),
  );
  if (rows.length === 0)
    throw new DataError({
      where: sheetName,
      problem: 'no sample has all blocks',
      hint: 'leave a block out, or check the ids',
    });
  const required = blocks.every((_, b) => !joins[b]!.optional);
  statements.push(
    `${rows.length} samples have a sheet entry and ${required ? 'all' : 'what they must have'} of: ${blocks.map((block) => `${block.name} (${block.features.length} features)`).join(', ')}`,
  );
  const inOrder = (picked: readonly number[], n: number) => picked.length === n && picked.every((i, k) => i === k);
  const ids = rows.map((i) => annotations.ids[i]!);
  return {
    annotations: inOrder(rows, annotations.ids.length) ? annotations : takeAnnotationRows(annotations, rows),
    blocks: blocks.map((block, b) => {
      const picked = rows.map((i) => places[b]!.get(i) ?? -1);
      return inOrder(picked, block.ids.length) ? block : takeRowsOrAbsent(block, picked, ids);
    }),
  };
}
