import { DataError } from '../../base/errors.ts';
import { type Annotations, findColumn, textValues } from '../../table/annotations.ts';
import type { BlockSpec, Study } from '../file/study.ts';

/**
 * What the samples are called in a block: their ids, or what stands in its `key` column, '' without a value. Samples may share a key, and with it a row of
 * the block, only where the study says so: by a column of `samples.group`, whose samples no split parts, or a side of `validate.pairs`, which repeats by design
 * (the side that is not held out stands on both sides of a split, as the study asks).
 * @throws {NotFoundError} the column. @throws {DataError} two samples of one key of which the study says neither.
 */
export function idsInBlock({ key }: Pick<BlockSpec, 'key'>, annotations: Annotations, study: Study): readonly string[] {
  if (key === undefined) return annotations.ids;
  const { samples, validate } = study;
  const names = textValues(findColumn(annotations, key, samples.file));
  const { pairs } = validate;
  const shared = [...samples.group, ...(pairs ? [pairs.rows, pairs.columns] : [])].includes(key);
  const seen = new Set<string>();
  const twice = shared ? undefined : names.find((name) => name !== null && seen.size === seen.add(name).size);
  if (typeof twice !== 'string') return names.map((name) => name ?? '');
  throw new DataError({
    where: samples.file,
    problem: `the key of a block must be different for every sample, got '${twice}' in column '${key}' twice`,
    hint: `one row of the sheet is one sample; where samples share what was measured, keep them together by samples.group: ${key}`,
  });
}
