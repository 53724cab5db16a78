import { DataError, FormatError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { batchesOf } from './batches.ts';
import { checkNumeric, checkWidth, someNames, stepWhere } from './checks.ts';
import { type BatchShift, fitCombat, shiftOfRows } from './combat-fit.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * ComBat: takes out of each feature how its place and spread differ between batches, the differences shrunk towards what all features of
 * the batch have in common: x → σ·((x − α)/σ − γ*) / √δ* + α, everything learned on the training rows, which are adjusted with it too.
 * No covariates: what differs between batches because their patients differ is taken out as well; where batch and class go together, that
 * is the signal. A feature with one value, or none, within a batch is left alone, as sva does; a batch of one row makes the whole
 * adjustment one of place only, as sva does, with a warning. Missing is ignored and stays missing.
 *
 * The batch of a row is read from its annotation `batch`. A row of a batch that training did not hold is, by `unseen`: refused (`error`);
 * adjusted by what the rows of that batch in the same block show (`location-scale`: give the whole batch at once, at least 2 rows; such a
 * prediction depends on the other rows); or left as it is (`none`).
 * @throws {NotFoundError} no such annotation. @throws {DataError} a training row without batch, an unseen batch, a column of words.
 * Cost O(n·p), in place. Source: Johnson, Li & Rabinovic 2007, Biostatistics 8, 118, §3. Checked against sva 3.46.0 (ComBat, parametric).
 */
export function create(params: ParamValues): Transform {
  const { batch, unseen } = params as { batch: string; unseen: Unseen };
  return {
    kind: 'combat',
    params,
    async fit(block, _target, ctx) {
      checkNumeric(block, 'combat');
      const labels = batchesOf(block, batch, 'combat');
      const without = block.ids.filter((_, i) => labels[i] === null);
      if (without.length > 0) {
        throw new DataError({
          where: stepWhere(block, 'combat'),
          problem: `every training row must have a '${batch}', got none for ${without.length}: ${someNames(without)}`,
          hint: 'complete the column, or leave these samples out',
        });
      }
      const warn = (code: string, message: string) => ctx.warn({ code, message, where: stepWhere(block, 'combat') });
      const names = [...new Set(labels as string[])].sort();
      const codes = Int32Array.from(labels, (label) => names.indexOf(label!));
      const { centre, scale, shifts, placeOnly, left } = fitCombat(block.matrix, codes, names.length);
      if (names.length === 1) warn('one-batch', `all training rows are of batch '${names[0]}': nothing to adjust`);
      else if (placeOnly)
        warn('combat-place-only', 'a batch has one training row: places are adjusted, spreads are not');
      if (left > 0 && names.length > 1) {
        warn(
          'combat-left-alone',
          `${left} of ${centre.length} features have fewer than two values in some batch and are left alone`,
        );
      }
      return fitted({ batch, unseen, names, centre, scale, shifts });
    },
  };
}

export function restore(state: State): Fitted {
  const { batch, unseen, names } = state.json;
  if (typeof batch !== 'string' || typeof unseen !== 'string' || !Array.isArray(names)) {
    throw new FormatError({
      where: 'model, step combat',
      problem: "'batch' and 'unseen' must be texts, 'names' a list",
    });
  }
  const p = numberOf(state, 'nFeatures');
  const place = arrayOf(state, 'place', Float64Array);
  const spread = arrayOf(state, 'spread', Float64Array);
  return fitted({
    batch,
    unseen: unseen as Unseen,
    names: names as string[],
    centre: arrayOf(state, 'centre', Float64Array),
    scale: arrayOf(state, 'scale', Float64Array),
    shifts: names.map((_, b) => ({
      place: place.subarray(b * p, (b + 1) * p),
      spread: spread.subarray(b * p, (b + 1) * p),
    })),
  });
}

type Unseen = 'error' | 'location-scale' | 'none';

interface Learned {
  readonly batch: string;
  readonly unseen: Unseen;
  /** The training batches. */
  readonly names: readonly string[];
  /** α, [nFeatures]. */
  readonly centre: Float64Array;
  /** σ, [nFeatures]; 0: the feature is left alone. */
  readonly scale: Float64Array;
  /** γ* and √δ* of each training batch. */
  readonly shifts: readonly BatchShift[];
}

function fitted(learned: Learned): Fitted {
  const { batch, unseen, names, centre, scale, shifts } = learned;
  return {
    kind: 'combat',
    annotations: [batch],
    apply(block) {
      checkWidth(block, centre.length, 'combat');
      checkNumeric(block, 'combat');
      const rowsOf = new Map<string | null, number[]>();
      batchesOf(block, batch, 'combat').forEach((label, i) => {
        const rows = rowsOf.get(label);
        if (rows) rows.push(i);
        else rowsOf.set(label, [i]);
      });
      for (const [label, rows] of rowsOf) {
        const known = label === null ? -1 : names.indexOf(label);
        if (known >= 0) adjust(block, rows, learned, shifts[known]!);
        else if (unseen === 'none') continue;
        else {
          if (unseen === 'error' || label === null || rows.length < 2) refuse(block, label, rows, learned);
          adjust(block, rows, learned, shiftOfRows(block.matrix, rows, centre, scale));
        }
      }
      return block;
    },
    toState: () => ({
      kind: 'combat',
      json: { batch, unseen, names, nFeatures: centre.length },
      arrays: {
        centre,
        scale,
        place: Float64Array.from(shifts.flatMap(({ place }) => [...place])),
        spread: Float64Array.from(shifts.flatMap(({ spread }) => [...spread])),
      },
    }),
  };
}

function adjust(
  block: Block,
  rows: readonly number[],
  { centre, scale }: Learned,
  { place, spread }: BatchShift,
): void {
  for (let j = 0; j < centre.length; j++) {
    const c = centre[j]!;
    const s = scale[j]!;
    if (s === 0) continue;
    const column = columnOf(block.matrix, j);
    for (const i of rows) column[i] = ((column[i]! - c) / s - place[j]!) * (s / spread[j]!) + c;
  }
}

function refuse(block: Block, label: string | null, rows: readonly number[], { batch, unseen, names }: Learned): never {
  const ids = someNames(rows.map((i) => block.ids[i]!));
  const one = label !== null && unseen === 'location-scale';
  throw new DataError({
    where: stepWhere(block, 'combat'),
    problem: one
      ? `a batch that training did not hold needs at least 2 rows, got one of '${label}': ${ids}`
      : `${batch} must be one of ${someNames(names)}, got ${label === null ? 'none' : `'${label}'`} for ${ids}`,
    hint: one
      ? 'give the whole batch at once'
      : 'train with unseen: location-scale or unseen: none to accept other batches',
  });
}
