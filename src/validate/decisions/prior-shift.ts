import { ParamError, ShapeError } from '../../base/errors.ts';

/**
 * Class probabilities as they would be where the classes are as frequent as `to` says, from a model that learned where they were as `from`:
 * p′ₖ ∝ pₖ · toₖ / fromₖ. Exact when only the frequencies differ and samples within a class are of the same kind (label shift), and when the
 * probabilities were right where the model learned: it moves a bad calibration, it does not mend it.
 * @param probabilities [n, nClasses] row-major; rows sum to 1. Not modified.
 * @param from shares of the classes that the model learned from, > 0, [nClasses]: equal ones after balanced class weights or SMOTE.
 * @param to shares wanted, ≥ 0, [nClasses].
 * @returns [n, nClasses], rows sum to 1; a row with nothing left is `to`.
 * @throws {ParamError} a share out of range. @throws {ShapeError} lengths that disagree. Cost O(n · nClasses).
 * Source: Saerens, Latinne & Decaestecker 2002, Neural Comput. 14, eq. 2.4; Elkan 2001, IJCAI, theorem 2.
 */
export function shiftPriors(probabilities: Float64Array, from: readonly number[], to: readonly number[]): Float64Array {
  const nClasses = from.length;
  const where = 'shiftPriors';
  if (to.length !== nClasses || probabilities.length % nClasses !== 0) {
    const problem = `shares and probabilities must be of the same classes, got ${nClasses} and ${to.length} shares and ${probabilities.length} probabilities`;
    throw new ShapeError({ where, problem });
  }
  const bad = from.findIndex((share, k) => !(share > 0) || !(to[k]! >= 0));
  if (bad >= 0) {
    const problem = `shares learned must be above 0 and shares wanted at least 0, got ${from[bad]} and ${to[bad]} for class ${bad}`;
    throw new ParamError({ where, problem });
  }
  const total = to.reduce((sum, share) => sum + share, 0);
  const out = new Float64Array(probabilities.length);
  for (let row = 0; row < probabilities.length; row += nClasses) {
    let sum = 0;
    for (let k = 0; k < nClasses; k++) {
      out[row + k] = (probabilities[row + k]! * to[k]!) / from[k]!;
      sum += out[row + k]!;
    }
    for (let k = 0; k < nClasses; k++) out[row + k] = sum > 0 ? out[row + k]! / sum : to[k]! / total;
  }
  return out;
}

/**
 * The shares of all classes when some are stated: the stated as they are, the rest shared among the others in the proportions they have here.
 * With two classes one is enough.
 * @param stated class → share in 0 … 1. @param shares here, one a class, in the order of `classes`.
 * @throws {ParamError} a class that is none, a share out of range, or shares that sum to more than 1 (or, all stated, to less).
 */
export function priorsAt(
  stated: Readonly<Record<string, number>>,
  classes: readonly string[],
  shares: readonly number[],
  where = 'prevalence',
): number[] {
  for (const [name, share] of Object.entries(stated)) {
    if (!classes.includes(name))
      throw new ParamError({ where, problem: `no class '${name}'; the classes are: ${classes.join(', ')}` });
    if (!(share > 0 && share < 1))
      throw new ParamError({ where: `${where}.${name}`, problem: `must be above 0 and below 1, got ${share}` });
  }
  const named = (k: number) => Object.hasOwn(stated, classes[k]!);
  const sum = Object.values(stated).reduce((total, share) => total + share, 0);
  const others = shares.reduce((total, share, k) => total + (named(k) ? 0 : share), 0);
  const complete = classes.every((_, k) => named(k));
  if (complete ? Math.abs(sum - 1) > 1e-6 : sum >= 1) {
    const problem = `the shares must sum to ${complete ? '1' : 'less than 1'}, got ${sum}`;
    throw new ParamError({ where, problem, hint: 'they are shares of all samples, such as 0.15' });
  }
  return classes.map((name, k) => (named(k) ? stated[name]! : ((1 - sum) * shares[k]!) / others));
}
