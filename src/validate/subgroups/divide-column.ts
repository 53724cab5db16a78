import { ParamError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { quantile } from '../intervals.ts';

/** Samples divided by what a column says of them. */
export interface Division {
  readonly column: string;
  /** Words in alphabetical order, numbers from low to high. */
  readonly names: readonly string[];
  /** Index into `names` of each sample, −1 where it is not known, [n]. */
  readonly codes: Int32Array;
}

/** Up to so many different numbers are groups of their own, such as a stage from 1 to 4. */
const FEW = 5;

/**
 * Divides samples by a column: words by word; numbers at the breaks, without breaks at the quartiles, unless there are no more than five different
 * ones. A group takes in its lower end: with breaks 40 and 60 they are below 40, from 40 to below 60, from 60 on.
 * @param breaks rising. @throws {ParamError} breaks of words, or such as do not rise. Cost O(n log n).
 */
export function divideColumn(column: AnnotationColumn, breaks?: readonly number[]): Division {
  const { name } = column;
  if (column.type === 'text') {
    if (breaks) {
      const problem = 'breaks divide numbers, got a column of words';
      throw new ParamError({ where: `subgroups.${name}`, problem, hint: `write '${name}' alone` });
    }
    const names = [...new Set(column.values)].filter((word): word is string => word !== null).sort();
    return { column: name, names, codes: Int32Array.from(column.values, (word) => names.indexOf(word ?? '\0')) };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(sorted)];
  if (!breaks && distinct.length <= FEW) {
    const names = distinct.map((value) => String(value));
    return { column: name, names, codes: Int32Array.from(column.values, (value) => distinct.indexOf(value)) };
  }
  if (breaks && (breaks.length === 0 || breaks.some((at, b) => b > 0 && !(at > breaks[b - 1]!)))) {
    throw new ParamError({ where: `subgroups.${name}`, problem: `breaks must rise, got [${breaks.join(', ')}]` });
  }
  const quartiles = [...new Set([0.25, 0.5, 0.75].map((share) => tidy(quantile(sorted, share))))];
  // Where many share the least value no part lies below it.
  const cuts = breaks ?? quartiles.filter((cut) => cut > sorted[0]!);
  const codes = Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? -1 : cuts.filter((cut) => value >= cut).length,
  );
  const names = Array.from({ length: cuts.length + 1 }, (_, g) =>
    g === 0
      ? `below ${cuts[0]}`
      : g === cuts.length
        ? `${cuts[g - 1]} and above`
        : `${cuts[g - 1]} to below ${cuts[g]}`,
  );
  return { column: name, names, codes };
}

/** A quartile as people write it; groups are then cut where they say they are. */
function tidy(value: number): number {
  return Number(value.toPrecision(3));
}
