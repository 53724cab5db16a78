import { DataError, ShapeError } from '../base/errors.ts';

/** What the means of the features are explained by. */
export interface DesignMatrix {
  readonly names: readonly string[];
  /** Of length n each. */
  readonly columns: readonly Float64Array[];
}

/** A question to the coefficients: Σ weight·coefficient. */
export interface Contrast {
  readonly name: string;
  /** One for each column of the design. */
  readonly weights: readonly number[];
}

export interface DesignParts {
  /** One mean each. */
  readonly groups: readonly string[];
  /** Index into `groups` of each sample, [n]. */
  readonly codes: ArrayLike<number>;
  /** What else moves the values of a sample: its patient in a paired design, its batch; any codes, [n] each. Every level but the first has a shift of its own. */
  readonly blocks?: readonly ArrayLike<number>[];
  /** Numbers whose slope is taken out, finite, [n] each. */
  readonly covariates?: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * A mean for each group, then the shifts of blocks and the slopes of covariates: with groups first, contrasts are differences between means of groups, the rest held equal.
 * @throws {ShapeError} lengths that differ. @throws {DataError} a group without a sample.
 */
export function designMatrix({ groups, codes, blocks = [], covariates = {} }: DesignParts): DesignMatrix {
  const where = 'designMatrix';
  const n = codes.length;
  for (const given of [...blocks, ...Object.values(covariates)]) {
    if (given.length !== n) throw new ShapeError({ where, problem: `${n} samples expected, got ${given.length}` });
  }
  const indicator = (values: ArrayLike<number>, of: number) =>
    Float64Array.from({ length: n }, (_, i) => Number(values[i] === of));
  const columns = groups.map((_, k) => indicator(codes, k));
  const empty = columns.findIndex((column) => !column.includes(1));
  if (empty >= 0) throw new DataError({ where, problem: `every group needs a sample, got none of '${groups[empty]}'` });
  const shifts = blocks.flatMap((values, b) =>
    [...new Set(Array.from(values))]
      .sort((a, c) => a - c)
      .slice(1)
      .map((level) => ({ name: `block ${b + 1}: ${level}`, column: indicator(values, level) })),
  );
  const slopes = Object.entries(covariates).map(([name, values]) => ({ name, column: Float64Array.from(values) }));
  const more = [...shifts, ...slopes];
  return {
    names: [...groups, ...more.map(({ name }) => name)],
    columns: [...columns, ...more.map(({ column }) => column)],
  };
}

/** The mean of group `a` less that of group `b`. */
export function pairContrast({ names }: DesignMatrix, a: string, b: string): Contrast {
  return { name: `${a} − ${b}`, weights: names.map((name) => Number(name === a) - Number(name === b)) };
}

/** The mean of each group less the mean of the other groups' means, in which each counts the same however many samples it has. */
export function oneVersusRest({ names }: DesignMatrix, groups: readonly string[]): Contrast[] {
  return groups.map((own) => ({
    name: own,
    weights: names.map((name) => (name === own ? 1 : groups.includes(name) ? -1 / (groups.length - 1) : 0)),
  }));
}
