import type { Context } from '../../base/context.ts';
import { UnsupportedError } from '../../base/errors.ts';
import type { RandomKey } from '../../base/random.ts';
import type { Learner, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { createMatrix } from '../../table/matrix.ts';
import { type ClassTarget, classCounts, requireTask } from '../../table/target.ts';
import { requireUnweighted } from '../../table/weights.ts';

/** Neighbours that a synthetic sample may lie towards, as in the paper. */
const NEIGHBOURS = 5;

/**
 * The learner, fitted on training rows whose rare classes were filled up with synthetic samples (`smote`). Rows to predict are left alone,
 * so scores are of real samples only; the probabilities speak of equally frequent classes.
 */
export function withSmote(learner: Learner): Learner {
  const filled = (data: TrainView, ctx: Context) => smote(data, ctx.random.at('smote'));
  const { path } = learner;
  return {
    ...learner,
    // A synthetic sample lies between two rows, one of which may have been held out.
    holdsOut: false,
    fit: (data, ctx) => learner.fit(filled(data, ctx), ctx),
    ...(path
      ? {
          path: {
            param: path.param,
            strongest: path.strongest,
            values: (data, ctx) => path.values(filled(data, ctx), ctx),
            fit: (data, values, ctx) => path.fit(filled(data, ctx), values, ctx),
          },
        }
      : {}),
  };
}

/**
 * Synthetic minority over-sampling: every class is filled up to the size of the largest with points between a sample of the class, taken in
 * turn, and one of its 5 nearest of that class (Euclidean), drawn with its place between them. Added rows follow the real ones and belong
 * to the group of the sample they started from. A class of one sample repeats it.
 * @throws {UnsupportedError} no classes, words, or weights. @throws {DataError} missing values.
 * Cost O(Σ nₖ²·p) for the classes that grow. Source: Chawla et al. 2002, JAIR 16. Checked by its geometry: every added point lies on a
 * segment between two neighbours.
 */
export function smote(data: TrainView, random: RandomKey): TrainView<ClassTarget> {
  const target = requireTask(data.target, 'classification', 'smote');
  requireUnweighted(data, 'smote');
  requireFinite(data, 'smote');
  const words = data.levels?.findIndex(Boolean) ?? -1;
  if (words >= 0) {
    throw new UnsupportedError({
      where: 'smote',
      problem: `there is nothing between two words, got words in '${data.features[words]}'`,
      hint: 'add one-hot to prepare',
    });
  }
  const { X, groups } = data;
  const counts = classCounts(target);
  const largest = Math.max(...counts);
  const added: { readonly from: number; readonly to: number; readonly share: number }[] = [];
  counts.forEach((count, k) => {
    if (count === 0 || count === largest) return;
    const members = Int32Array.from(target.codes.keys()).filter((i) => target.codes[i] === k);
    const near = nearestMembers(data, members);
    const stream = random.at(k).stream();
    for (let m = 0; m < largest - count; m++) {
      const from = m % count;
      const ring = near[from]!;
      const to = ring.length > 0 ? ring[stream.below(ring.length)]! : from;
      added.push({ from: members[from]!, to: members[to]!, share: stream.uniform() });
    }
  });
  const n = X.nRows;
  const wide = createMatrix(n + added.length, X.nCols);
  for (let j = 0; j < X.nCols; j++) {
    const column = X.data.subarray(j * n, (j + 1) * n);
    const out = wide.data.subarray(j * wide.nRows, (j + 1) * wide.nRows);
    out.set(column);
    added.forEach(({ from, to, share }, m) => {
      out[n + m] = column[from]! + share * (column[to]! - column[from]!);
    });
  }
  const codes = Int32Array.from({ length: wide.nRows }, (_, i) => target.codes[i < n ? i : added[i - n]!.from]!);
  return {
    ...data,
    X: wide,
    target: { ...target, codes },
    ...(groups
      ? { groups: Int32Array.from({ length: wide.nRows }, (_, i) => groups[i < n ? i : added[i - n]!.from]!) }
      : {}),
  };
}

/** For each member, its nearest others, at most 5; of equal distances the earlier. */
function nearestMembers({ X }: TrainView, members: Int32Array): readonly (readonly number[])[] {
  const m = members.length;
  const squares = new Float64Array(m * m);
  for (let j = 0; j < X.nCols; j++) {
    const column = X.data.subarray(j * X.nRows, (j + 1) * X.nRows);
    for (let a = 1; a < m; a++)
      for (let b = 0; b < a; b++) squares[a * m + b]! += (column[members[a]!]! - column[members[b]!]!) ** 2;
  }
  const distance = (a: number, b: number) => squares[a > b ? a * m + b : b * m + a]!;
  return Array.from({ length: m }, (_, a) =>
    Array.from({ length: m }, (_, b) => b)
      .filter((b) => b !== a)
      .sort((b, c) => distance(a, b) - distance(a, c) || b - c)
      .slice(0, NEIGHBOURS),
  );
}
