import { DataError } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import { joinIds } from '../read/index.ts';
import { type Annotations, findColumn, takeAnnotationRows, textValues } from '../table/annotations.ts';
import { type Block, takeBlockRows } from '../table/block.ts';

/**
 * Brings all parts to the wanted samples that every part has, in the order of the sheet.
 * @param keys of each block, the column of the sheet that names its samples; undefined: their ids.
 * @throws {DataError} no sample has all blocks, or two samples have one key.
 */
export function joinBlocks(
  annotations: Annotations,
  wanted: readonly number[],
  blocks: readonly Block[],
  keys: readonly (string | undefined)[],
  sheetName: string,
  statements: string[],
  warn: (warning: Warning) => void,
) {
  let rows = wanted;
  const isWanted = new Set(wanted);
  const joins = blocks.map((block, b) => {
    const joined = joinIds(idsInBlock(annotations, keys[b], sheetName), block.ids, {
      first: sheetName,
      second: `block '${block.name}'`,
    });
    const hint =
      joined.nearest.length > 0 ? ` (is '${joined.nearest[0]!.id}' meant to be '${joined.nearest[0]!.nearest}'?)` : '';
    const say = (code: string, message: string) =>
      warn({ code, message: message + hint, where: `block '${block.name}'` });
    const unmeasured = joined.onlyFirst.filter((i) => isWanted.has(i)).length;
    if (unmeasured > 0)
      say(
        'samples-without-measurements',
        `${unmeasured} of ${wanted.length} samples of the sheet are not in block '${block.name}' and were left out`,
      );
    if (joined.onlySecond.length > 0)
      say(
        'measurements-without-sample',
        `${joined.onlySecond.length} of ${block.ids.length} samples of block '${block.name}' are not in the sheet and were left out`,
      );
    const at = new Map(joined.shared.map(([first, second]) => [first, second]));
    rows = rows.filter((i) => at.has(i));
    return at;
  });
  if (rows.length === 0)
    throw new DataError({
      where: sheetName,
      problem: 'no sample has all blocks',
      hint: 'leave a block out, or check the ids',
    });
  statements.push(
    `${rows.length} samples have a sheet entry and all of: ${blocks.map((block) => `${block.name} (${block.features.length} features)`).join(', ')}`,
  );
  const inOrder = (picked: readonly number[], n: number) => picked.length === n && picked.every((i, k) => i === k);
  return {
    annotations: inOrder(rows, annotations.ids.length) ? annotations : takeAnnotationRows(annotations, rows),
    blocks: blocks.map((block, b) => {
      const picked = rows.map((i) => joins[b]!.get(i)!);
      return inOrder(picked, block.ids.length) ? block : takeBlockRows(block, picked);
    }),
  };
}

/** What the samples are called in a block. A sample without a value in the key column is in no block. @throws {DataError} two samples of one key. */
function idsInBlock(annotations: Annotations, key: string | undefined, sheet: string): readonly string[] {
  if (key === undefined) return annotations.ids;
  const names = textValues(findColumn(annotations, key, sheet));
  const seen = new Set<string>();
  const twice = names.find((name) => name !== null && seen.size === seen.add(name).size);
  if (typeof twice !== 'string') return names.map((name) => name ?? '');
  throw new DataError({
    where: sheet,
    problem: `the key of a block must be different for every sample, got '${twice}' in column '${key}' twice`,
    hint: 'one row of the sheet is one sample',
  });
}
