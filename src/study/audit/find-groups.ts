import type { Context } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { countGroups } from '../../sample/groups.ts';
import type { DuplicatePair } from '../../validate/audit/duplicates.ts';
import { isDeclared, proposeGroups, type SettledGroups, settleGroups } from '../../validate/groups/settle-groups.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { targetColumns } from '../cohort/read-target.ts';
import type { Study } from '../file/study.ts';

/**
 * Which samples of a study must never be parted, and what says so. Of pairs the side held out is a group whatever the study says of
 * groups, and the other side is none: a drug that every cell line was given would bind them all.
 * @throws {DataError} what was inferred leaves fewer groups than folds. @throws {NotFoundError} a column that is not there.
 */
export async function findGroups(
  study: Study,
  loaded: LoadedCohort,
  duplicates: readonly DuplicatePair[],
  ctx: Context,
): Promise<SettledGroups> {
  const { samples, validate } = study;
  const { pairs } = validate;
  const cohort = {
    ids: loaded.ids,
    idColumn: loaded.idColumn,
    annotations: loaded.annotations,
    blocks: loaded.blocks,
    target: loaded.target,
    declared: samples.group,
    ...(pairs && pairs.holdOut !== 'both' ? { heldOut: pairs[pairs.holdOut] } : {}),
    notGroups: [...targetColumns(samples), ...(pairs ? [pairs.rows, pairs.columns] : [])],
    duplicates,
    homology: validate.homology,
  };
  const rules = { groups: validate.groups, ignore: validate.ignoreGroups };
  const settled = settleGroups(await proposeGroups(cohort, ctx), loaded.ids.length, rules);
  requireEnough(settled, study);
  return settled;
}

/** Says which inferred source is behind it when there are too few groups: the maker of folds cannot know. */
function requireEnough({ groups, proposals }: SettledGroups, { validate }: Study): void {
  const k = validate.outer;
  const inferred = proposals.filter((one) => !isDeclared(one)).map(({ source }) => source);
  if (typeof k !== 'number' || countGroups(groups) >= k || validate.groups !== 'inferred') return;
  const ignored = new Set(validate.ignoreGroups.map(({ source }) => source));
  const used = inferred.filter((source) => !ignored.has(source));
  const without = settleGroups(proposals, groups.length, { groups: 'declared', ignore: [] }).groups;
  if (used.length === 0 || countGroups(without) < k) return;
  throw new DataError({
    where: 'validate.groups',
    problem: `${k} folds need at least ${k} groups, got ${countGroups(groups)} with those inferred from ${used.join(', ')}`,
    hint: `use at most ${countGroups(groups)} folds, or overrule a source: validate: { ignore-groups: [{ source: '${used[0]}', reason: … }] }`,
  });
}
