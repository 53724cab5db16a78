import { exp } from '../../base/elementary.ts';
import { midRanks } from '../../numeric/association/mid-ranks.ts';
import { logGamma } from '../../numeric/special/log-gamma.ts';
import { type ClassTarget, classCounts, type Target } from '../../table/target.ts';
import { countFeatures, featureColumns } from './columns.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, counted, passed, quoted, round } from './rule.ts';

const RULE = 'target-in-features';
/** More such features than this by chance alone, and finding one is no proof. */
const MOST_BY_CHANCE = 0.01;

/**
 * Features that are the target written another way: as many distinct values as classes, one to each class; or numbers that put all samples in
 * the order of the target (of the time of survival too), or its events. Such a feature is the answer, not a measurement. Fails, unless the
 * table is so wide and the samples so few that features of this shape match random labels too (expected number above 0.01): then it warns.
 * Cost O(n) for each feature in the worst case, a few values for most; O(n log n) for numbers.
 */
export const targetInFeatures: AuditRule = {
  rule: RULE,
  title: 'Is the answer among the features?',
  stage: 'start',
  worst: 'fail',
  why: {
    novice:
      'If a column of the table is the answer under another name, the model only has to copy it. It will look perfect here and be useless for a new patient, for whom nobody has filled that column in.',
    intermediate:
      'Status columns, codes of the diagnosis and recoded labels slip into tables easily. A feature that is one to one with the classes, or ranks the samples exactly as the number to be predicted, is the label.',
    advanced:
      'Exact match up to relabelling (classes) or up to a rising or falling function (numbers, survival times); the number of matches under random labels, features × Π nₖ!/n! (or 2·features/n!), must be below 0.01, else it only warns. Noisy copies are the business of separating-feature.',
  },
  run(input) {
    const { blocks, target } = input;
    if (target.task === 'clustering') return [];
    const matches = matcher(target);
    const found = [...featureColumns(blocks)].filter(({ values }) => matches(values)).map(({ name }) => name);
    if (found.length === 0) return [passed(RULE, 'no feature is the target written another way')];
    const byChance = expectedByChance(input);
    const evidence = { features: found.slice(0, 20), expectedByChance: round(byChance) };
    const are = found.length === 1 ? `feature ${quoted(found)} is` : `features ${quoted(found)} are`;
    if (byChance > MOST_BY_CHANCE) {
      return [
        {
          rule: RULE,
          status: 'warn',
          message: `${are} one to one with the target, but among ${counted(countFeatures(blocks), 'feature')} of so few samples ${byChance < 0.1 ? 'one' : round(byChance, 2)} may be so by chance`,
          evidence,
          todo: 'look at what the named features are; leave them out when they are the label.',
        },
      ];
    }
    return [
      {
        rule: RULE,
        status: 'fail',
        message: `${are} the target written another way; leave out such columns`,
        evidence,
        todo: 'name the columns that are measurements in blocks.<name>.columns, without these.',
      },
    ];
  },
};

function matcher(target: Exclude<Target, { task: 'clustering' }>): (column: Float32Array) => boolean {
  switch (target.task) {
    case 'classification':
      return (column) => isRelabelling(column, target.codes, target.classes.length);
    case 'regression':
      return sameOrder(target.values);
    case 'survival': {
      const ordered = sameOrder(target.times);
      const isEvent = (column: Float32Array) => column.every((value, i) => value === target.events[i]);
      return (column) => isEvent(column) || ordered(column);
    }
  }
}

/** Whether a column rises or falls exactly with the values, at least 4 of them different. Values are compared as float32, as the table keeps them. */
function sameOrder(values: Float64Array): (column: Float32Array) => boolean {
  const truth = Float32Array.from(values);
  const order = Uint32Array.from(truth.keys()).sort((a, b) => truth[a]! - truth[b]! || a - b);
  const steps = midRanks(truth).ranks;
  const distinct = new Set(truth).size;
  return (column) => {
    if (distinct < 4) return column.every((value, i) => value === truth[i]);
    let direction = 0;
    for (let at = 1; at < order.length; at++) {
      const d = column[order[at]!]! - column[order[at - 1]!]!;
      if (Number.isNaN(d)) return false;
      const same = steps[order[at]!] === steps[order[at - 1]!];
      if (same !== (d === 0)) return false;
      if (same) continue;
      if (direction === 0) direction = Math.sign(d);
      else if (Math.sign(d) !== direction) return false;
    }
    return direction !== 0;
  };
}

/** Whether value ↔ class is one to one. */
function isRelabelling(column: Float32Array, codes: Int32Array, nClasses: number): boolean {
  const classOf = new Map<number, number>();
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    const known = classOf.get(value);
    if (known === undefined) {
      classOf.set(value, codes[i]!);
      if (classOf.size > nClasses) return false;
    } else if (known !== codes[i]) {
      return false;
    }
  }
  return classOf.size === nClasses && new Set(classOf.values()).size === nClasses;
}

/** Features that would match if the labels were shuffled. */
function expectedByChance({ blocks, target }: AuditInput): number {
  if (target.task === 'classification') {
    const alike = [...featureColumns(blocks)].filter(({ values }) => hasSizes(values, target)).length;
    return alike * chanceOf(classCounts(target));
  }
  if (target.task === 'regression') return countFeatures(blocks) * 2 * exp(-logGamma(new Set(target.values).size + 1));
  if (target.task === 'clustering') return 0;
  const died = target.events.reduce((sum, event) => sum + event, 0);
  const binary = [...featureColumns(blocks)].filter(({ values }) => sizesOf(values, 2)?.includes(died)).length;
  return binary * chanceOf([died, target.events.length - died]);
}

/** That a random division into parts of these sizes is a given one, up to exchanging parts of one size. */
function chanceOf(sizes: readonly number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const repeats = [...new Set(sizes)].map((size) => sizes.filter((other) => other === size).length);
  const factorials = (list: readonly number[]) => list.reduce((sum, size) => sum + logGamma(size + 1), 0);
  return exp(factorials(sizes) + factorials(repeats) - logGamma(total + 1));
}

/** Whether the values of a column divide the samples into parts of the sizes of the classes. */
function hasSizes(column: Float32Array, target: ClassTarget): boolean {
  return (
    sizesOf(column, target.classes.length)?.join() ===
    classCounts(target)
      .sort((a, b) => a - b)
      .join()
  );
}

/** How often each value stands in a column, rising; undefined when it has more than `most` values. */
function sizesOf(column: Float32Array, most: number): number[] | undefined {
  const counts = new Map<number, number>();
  for (const value of column) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > most) return undefined;
  }
  return [...counts.values()].sort((a, b) => a - b);
}
