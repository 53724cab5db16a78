import { exp, log } from '../../src/base/elementary.ts';
import { randomKey } from '../../src/base/random.ts';
import type { TrainView } from '../../src/table/contract.ts';
import { createMatrix, type Matrix, takeColumns, takeRows } from '../../src/table/matrix.ts';
import {
  type ClassTarget,
  type NumberTarget,
  type SurvivalTarget,
  type Target,
  type Task,
  takeTargetRows,
} from '../../src/table/target.ts';

/** The tasks that have a target. */
export type TargetTask = Exclude<Task, 'clustering'>;

/** A table that a learner must cope with. */
export interface Case {
  readonly name: string;
  readonly view: () => TrainView;
  /** Classes that no row is of. */
  readonly absent?: readonly number[];
}

function noise(n: number, p: number, salt: number): Matrix {
  const draws = randomKey(8).at(n, p, salt).stream();
  const X = createMatrix(n, p);
  for (let at = 0; at < X.data.length; at++) X.data[at] = draws.normal();
  return X;
}
const named = <T extends Target>(X: Matrix, target: T): TrainView<T> => ({
  X,
  features: Array.from({ length: X.nCols }, (_, j) => `g${j}`),
  target,
});

/** Class k of K shifts features 2k and 2k + 1 by `effect`. */
export function classView(n: number, p: number, nClasses: number, effect = 1.5): TrainView<ClassTarget> {
  const X = noise(n, p, nClasses);
  const codes = Int32Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0 : i % nClasses));
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++) X.data[j * n + i]! += Math.floor(j / 2) === codes[i] ? effect : 0;
  }
  return named(X, { task: 'classification', classes: ['a', 'b', 'c', 'd'].slice(0, nClasses), codes });
}

/** effect · (x₀ + x₁) + noise + 20, or of x₀ alone where there is no x₁. */
export function numberView(n: number, p: number, effect = 2): TrainView<NumberTarget> {
  const X = noise(n, p, 1);
  const draws = randomKey(9).at(n, p).stream();
  const values = Float64Array.from({ length: n }, (_, i) => 20 + effect * signal(X, i) + draws.normal());
  return named(X, { task: 'regression', values });
}

/** Exponential times (the same bits in every engine) of log hazard effect · (x₀ + x₁), a third censored; `tied`: rounded up to whole numbers. */
export function survivalView(n: number, p: number, { effect = 1.5, tied = false } = {}): TrainView<SurvivalTarget> {
  const X = noise(n, p, 2);
  const draws = randomKey(10).at(n, p).stream();
  const events = new Uint8Array(n);
  const times = Float64Array.from({ length: n }, (_, i) => {
    const event = (-log(1 - draws.uniform()) * 10) / exp(effect * signal(X, i));
    const censoring = 0.5 + 60 * draws.uniform();
    events[i] = Number(event <= censoring);
    const time = Math.max(1e-3, Math.min(event, censoring));
    return tied ? Math.ceil(time) : time;
  });
  return named(X, { task: 'survival', times, events });
}

function signal(X: Matrix, i: number): number {
  return X.data[i]! + (X.nCols > 1 ? X.data[X.nRows + i]! : 0);
}

/** A table of the task with n rows, p features and something to learn. */
export function viewOf(task: TargetTask, n: number, p: number): TrainView {
  if (task === 'classification') return classView(n, p, 3, 2);
  return task === 'regression' ? numberView(n, p) : survivalView(n, p);
}

/** Learners that serve two classes only. */
export const TWO_CLASSES: ReadonlySet<string> = new Set(['logistic']);

/** The same, such that the learner serves it. */
export function viewFor(word: string, task: TargetTask, n: number, p: number): TrainView {
  return task === 'classification' && TWO_CLASSES.has(word) ? classView(n, p, 2, 2) : viewOf(task, n, p);
}

function withConstant(view: TrainView): TrainView {
  view.X.data.fill(7.25, view.X.nRows, 2 * view.X.nRows);
  return view;
}
function withDuplicate(view: TrainView): TrainView {
  view.X.data.copyWithin(view.X.nRows, 0, view.X.nRows);
  return view;
}
function constantOnly(view: TrainView): TrainView {
  return { ...view, X: takeColumns(withConstant(view).X, [1]), features: ['g1'] };
}
function rowsWhere(view: TrainView<ClassTarget>, keep: (code: number) => boolean): TrainView {
  const rows = [...view.target.codes.keys()].filter((i) => keep(view.target.codes[i]!));
  return { ...view, X: takeRows(view.X, rows), target: takeTargetRows(view.target, rows) };
}
function withTarget<T extends Target>(view: TrainView<T>, change: Partial<T>): TrainView {
  return { ...view, target: { ...view.target, ...change } };
}

export const CASES: Readonly<Record<TargetTask, readonly Case[]>> = {
  classification: [
    { name: 'two classes', view: () => classView(38, 12, 2) },
    { name: 'four classes', view: () => classView(61, 15, 4) },
    { name: 'one feature', view: () => classView(31, 1, 3) },
    { name: 'a constant column', view: () => withConstant(classView(30, 6, 2)) },
    { name: 'nothing but a constant column', view: () => constantOnly(classView(24, 2, 2)) },
    { name: 'a column that is there twice', view: () => withDuplicate(classView(30, 6, 3)) },
    { name: 'more features than rows', view: () => classView(17, 120, 3) },
    { name: 'a class without rows', view: () => rowsWhere(classView(50, 8, 3), (code) => code !== 1), absent: [1] },
    {
      name: 'rows of one class only',
      view: () => rowsWhere(classView(50, 8, 3), (code) => code === 1),
      absent: [0, 2],
    },
    { name: 'classes far apart', view: () => classView(40, 8, 2, 40) },
    { name: 'three classes far apart', view: () => classView(40, 8, 3, 40) },
  ],
  regression: [
    { name: 'a sum of two features', view: () => numberView(60, 12) },
    { name: 'one feature', view: () => numberView(31, 1) },
    { name: 'a constant column', view: () => withConstant(numberView(40, 6)) },
    { name: 'nothing but a constant column', view: () => constantOnly(numberView(24, 2)) },
    { name: 'a column that is there twice', view: () => withDuplicate(numberView(40, 6)) },
    { name: 'more features than rows', view: () => numberView(17, 120) },
    {
      name: 'values that are all the same',
      view: () => withTarget(numberView(30, 5), { values: new Float64Array(30).fill(3.5) }),
    },
    {
      name: 'values far from 0',
      view: () => withTarget(numberView(30, 5), { values: numberView(30, 5).target.values.map((y) => 1e6 + y) }),
    },
  ],
  survival: [
    { name: 'censored times', view: () => survivalView(60, 12) },
    { name: 'tied times', view: () => survivalView(80, 6, { tied: true }) },
    { name: 'one feature', view: () => survivalView(40, 1) },
    { name: 'a constant column', view: () => withConstant(survivalView(50, 6)) },
    { name: 'nothing but a constant column', view: () => constantOnly(survivalView(30, 2)) },
    { name: 'a column that is there twice', view: () => withDuplicate(survivalView(50, 6)) },
    { name: 'more features than rows', view: () => survivalView(25, 120) },
    {
      name: 'a single event',
      view: () =>
        withTarget(survivalView(20, 4), { events: Uint8Array.from({ length: 20 }, (_, i) => Number(i === 7)) }),
    },
    { name: 'no censoring', view: () => withTarget(survivalView(30, 4), { events: new Uint8Array(30).fill(1) }) },
    { name: 'a feature that gives the order away', view: () => ordered() },
  ],
};

/** The first feature rises as the times fall: the likelihood has no largest value. */
function ordered(): TrainView {
  const view = survivalView(30, 4);
  view.target.times.forEach((time, i) => {
    view.X.data[i] = -time;
  });
  return view;
}
