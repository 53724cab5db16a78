import { DataError, UnsupportedError } from '../base/errors.ts';

/** What is to be predicted, one entry for each sample. */
export type Target = ClassTarget | NumberTarget | SurvivalTarget | NoTarget;

export interface ClassTarget {
  readonly task: 'classification';
  /** Class names in alphabetical order. */
  readonly classes: readonly string[];
  /** Index into `classes` for each sample, [n]. */
  readonly codes: Int32Array;
}

export interface NumberTarget {
  readonly task: 'regression';
  /** Finite, in the unit of the target column, [n]. */
  readonly values: Float64Array;
}

export interface SurvivalTarget {
  readonly task: 'survival';
  /** Time to the event or to the end of observation, > 0, in the unit of the time column, [n]. */
  readonly times: Float64Array;
  /** 1: the event was seen; 0: censored. [n]. */
  readonly events: Uint8Array;
}

/** Nothing is to be predicted: groups are to be found. */
export interface NoTarget {
  readonly task: 'clustering';
  readonly nSamples: number;
}

export type Task = Target['task'];

export const TASKS = ['classification', 'regression', 'survival', 'clustering'] as const satisfies readonly Task[];

/**
 * The target (or prediction), known to be of the task. @param where who asks, for the message.
 * @throws {UnsupportedError} it is of another task.
 */
export function requireTask<U extends { readonly task: Task }, T extends Task>(
  value: U,
  task: T,
  where: string,
): Extract<U, { readonly task: T }> {
  if (value.task === task) return value as Extract<U, { readonly task: T }>;
  throw new UnsupportedError({ where, problem: `serves ${task}, got ${value.task}` });
}

/** Classes in alphabetical (code unit) order, so that the coding depends on the labels only. @throws {DataError} a missing label, or one class. */
export function classTarget(labels: readonly (string | null)[], where: string): ClassTarget {
  const classes = [...new Set(labels)].filter((label): label is string => label !== null).sort();
  if (classes.length < 2) {
    throw new DataError({
      where,
      problem: `classification needs at least 2 classes, got ${classes.length ? `only '${classes[0]}'` : 'none'}`,
      hint: 'choose another target column',
    });
  }
  const index = new Map(classes.map((name, k) => [name, k]));
  const codes = Int32Array.from(labels, (label, i) => {
    const code = label === null ? undefined : index.get(label);
    if (code === undefined) throw new DataError({ where, problem: `sample ${i} has no label` });
    return code;
  });
  return { task: 'classification', classes, codes };
}

/** @throws {DataError} a value that is not finite, or all equal. */
export function numberTarget(values: Float64Array, where: string): NumberTarget {
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new DataError({ where, problem: `sample ${odd} must have a finite value, got ${values[odd]}` });
  if (values.every((value) => value === values[0])) {
    throw new DataError({
      where,
      problem: `regression needs values that differ, got ${values.length ? `only ${values[0]}` : 'none'}`,
      hint: 'choose another target column',
    });
  }
  return { task: 'regression', values };
}

/** @throws {DataError} a time that is not above 0, an event that is not 0 or 1, or no event at all. */
export function survivalTarget(times: Float64Array, events: Uint8Array, where: string): SurvivalTarget {
  const odd = times.findIndex((time) => !(time > 0 && Number.isFinite(time)));
  if (odd >= 0) {
    throw new DataError({
      where,
      problem: `every time must be above 0, got ${times[odd]} for sample ${odd}`,
      hint: "leave the sample out with 'where', or correct the time",
    });
  }
  const undecided = events.findIndex((event) => event > 1);
  if (undecided >= 0) {
    throw new DataError({
      where,
      problem: `an event must be 0 or 1, got ${events[undecided]} for sample ${undecided}`,
    });
  }
  if (!events.includes(1)) {
    throw new DataError({
      where,
      problem: `survival needs events, got ${times.length} samples, all censored`,
      hint: 'check the event column: 1 is an event, 0 is censored',
    });
  }
  return { task: 'survival', times, events };
}

/** Number of samples. */
export function targetLength(target: Target): number {
  switch (target.task) {
    case 'classification':
      return target.codes.length;
    case 'regression':
      return target.values.length;
    case 'survival':
      return target.times.length;
    case 'clustering':
      return target.nSamples;
  }
}

/** The same target for some of the samples; a list of classes stays as it is. */
export function takeTargetRows<T extends Target>(target: T, rows: ArrayLike<number>): T;
export function takeTargetRows(target: Target, rows: ArrayLike<number>): Target {
  switch (target.task) {
    case 'classification':
      return { ...target, codes: Int32Array.from(rows, (i) => target.codes[i]!) };
    case 'regression':
      return { ...target, values: Float64Array.from(rows, (i) => target.values[i]!) };
    case 'survival':
      return {
        ...target,
        times: Float64Array.from(rows, (i) => target.times[i]!),
        events: Uint8Array.from(rows, (i) => target.events[i]!),
      };
    case 'clustering':
      return { ...target, nSamples: rows.length };
  }
}

/** Whether two samples have the same truth. */
export function equalTargets(target: Target, i: number, l: number): boolean {
  switch (target.task) {
    case 'classification':
      return target.codes[i] === target.codes[l];
    case 'regression':
      return target.values[i] === target.values[l];
    case 'survival':
      return target.times[i] === target.times[l] && target.events[i] === target.events[l];
    case 'clustering':
      return true;
  }
}

/** Members of each class, [nClasses]. */
export function classCounts(target: ClassTarget): number[] {
  const counts = new Array<number>(target.classes.length).fill(0);
  for (const code of target.codes) counts[code]!++;
  return counts;
}

/** Sum of the weights of the members of each class, [nClasses]. @param weights of the samples, [n]. */
export function classTotals(target: ClassTarget, weights: Float64Array): Float64Array {
  const totals = new Float64Array(target.classes.length);
  target.codes.forEach((code, i) => {
    totals[code]! += weights[i]!;
  });
  return totals;
}

/**
 * Weight of each sample, [n]: its own, and balanced that times W / (classes present · W of its class), where W is a sum of weights: every
 * class then counts the same. With own weights of 1, scikit-learn's `balanced`: n / (classes present · members).
 */
export function balancedWeights(target: ClassTarget, weights: Float64Array, balanced: boolean): Float64Array {
  if (!balanced) return weights;
  const totals = classTotals(target, weights);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const present = totals.filter((total) => total > 0).length;
  return weights.map((weight, i) => weight * (all / (present * totals[target.codes[i]!]!)));
}

/** The classes that occur among these samples, ascending, and the samples' codes among them: 0, 1, … without holes. */
export function presentClasses(target: ClassTarget): { readonly present: Int32Array; readonly codes: Int32Array } {
  const counts = classCounts(target);
  const present = Int32Array.from(counts.keys()).filter((k) => counts[k]! > 0);
  return { present, codes: target.codes.map((code) => present.indexOf(code)) };
}
