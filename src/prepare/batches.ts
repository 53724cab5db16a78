import { findColumn, textValues } from '../table/annotations.ts';
import type { Block } from '../table/block.ts';
import { stepWhere } from './checks.ts';

/** The annotation of each row as text; missing is null. @throws {NotFoundError} the block carries no such annotation. */
export function batchesOf(block: Block, name: string, kind: string): (string | null)[] {
  const annotations = { ids: block.ids, columns: block.annotations ?? [] };
  return textValues(findColumn(annotations, name, stepWhere(block, kind)));
}
