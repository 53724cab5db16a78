import type { Context } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import { globMatcher } from '../../base/glob.ts';
import { nearest } from '../../base/nearest.ts';
import type { View } from '../../table/contract.ts';

/**
 * Penalty factors, [nFeatures]: 0 for the features that a name or glob of the list means, 1 for the others; none when the list is empty.
 * A pattern that means no feature is a warning, since a fold may lack a rare word of a one-hot column.
 * @throws {DataError} no pattern means any feature, or as many features are meant as there are samples less one.
 */
export function penaltyFactors(
  { X, features }: View,
  patterns: readonly string[],
  where: string,
  ctx: Context,
): Float64Array | undefined {
  if (patterns.length === 0) return undefined;
  const factors = new Float64Array(features.length).fill(1);
  const idle = patterns.filter((pattern) => {
    const means = globMatcher(pattern);
    const found = features.flatMap((name, j) => (means(name) ? [j] : []));
    for (const j of found) factors[j] = 0;
    return found.length === 0;
  });
  const near = idle[0] === undefined ? undefined : nearest(idle[0], features);
  const hint = near ? `did you mean '${near}'?` : `the features are called ${features.slice(0, 3).join(', ')}, …`;
  const said = `means none of the ${features.length} features: '${idle.join("', '")}'`;
  if (idle.length === patterns.length) throw new DataError({ where: `${where}.unpenalised`, problem: said, hint });
  if (idle.length > 0)
    ctx.warn({ code: 'unpenalised-not-found', where, message: `a name under unpenalised ${said} (${hint})` });
  const free = factors.filter((factor) => factor === 0).length;
  if (free + 1 < X.nRows) return factors;
  throw new DataError({
    where: `${where}.unpenalised`,
    problem: `fewer than ${X.nRows - 1} features can go without penalty with ${X.nRows} samples, got ${free}`,
    hint: 'name fewer of them',
  });
}
