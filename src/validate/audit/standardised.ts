import type { Block } from '../../table/block.ts';
import { columnOf } from '../../table/matrix.ts';
import { type AuditRule, passed, round } from './rule.ts';

const RULE = 'standardised';
/** Fewer samples or columns than this have such moments by chance. */
const FEWEST_SAMPLES = 10;
const FEWEST_FEATURES = 5;
const NEARLY_ALL = 0.9;
/** Samples whose sorted values are compared. */
const COMPARED = 12;

/**
 * Blocks that were scaled on the whole cohort before they came here: means 0 and standard deviations 1 over all rows, ranges exactly 0 … 1,
 * whole-cohort ranks, or samples that all have the same sorted values (quantile normalisation). Such scaling has seen the test rows. Cost O(n·p).
 */
export const standardised: AuditRule = {
  rule: RULE,
  title: 'Were the values scaled on the whole cohort?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'Scaling needs an average. If it was taken over everybody, the samples that the model is judged on helped to make it. The harm is small, but a new patient cannot be scaled that way: you would need the whole cohort again.',
    intermediate:
      'Cohort-wise z-scores, min–max scaling, ranks and quantile normalisation use the test rows without their labels: a slight optimism, more in small cohorts. The real cost comes later: a model of such values serves no single new sample.',
    advanced:
      'Median over features of |mean|·√n/SD below 0.2 and of |SD − 1|·√(2n) below 0.3 (a cohort of which ~5 % of the rows were dropped after scaling is still seen), 90 % of the columns with range exactly 0 … 1 or a permutation of 1 … n, or equal order statistics in 12 samples. ComBat and other model-based corrections leave no such trace and cannot be seen.',
  },
  run({ blocks }) {
    const found = blocks.flatMap((block) => {
      const how = howScaled(block);
      return how ? [{ block: block.name, how }] : [];
    });
    if (found.length === 0)
      return [passed(RULE, 'no block shows that it was scaled on the whole cohort', { blocks: blocks.length })];
    const named = found.map(({ block, how }) => `block '${block}' (${how})`).join(', ');
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${named} was scaled on all samples before it came here: test rows had a say in it, and a single new sample cannot be scaled so`,
        evidence: { found },
        todo: 'start from the values before that step and let prepare scale them, inside the folds.',
      },
    ];
  },
};

function howScaled(block: Block): string | undefined {
  const { matrix, levels } = block;
  const n = matrix.nRows;
  if (n < FEWEST_SAMPLES) return undefined;
  const columns = block.features
    .map((_, j) => (levels?.[j] ? null : momentsOf(columnOf(matrix, j))))
    .filter((m) => m !== null);
  // Columns of two values are codes.
  const numbers = columns.filter(({ varied }) => varied);
  if (numbers.length < FEWEST_FEATURES) return undefined;
  const most = (of: (one: Moments) => boolean) => numbers.filter(of).length >= NEARLY_ALL * numbers.length;
  const centre = median(numbers.map(({ mean, sd, known }) => (Math.abs(mean) / sd) * Math.sqrt(known)));
  const scale = median(numbers.map(({ sd, known }) => Math.abs(sd - 1) * Math.sqrt(2 * known)));
  if (centre < 0.2 && scale < 0.3)
    return `mean 0 and SD 1 in all rows: ${round(centre, 2)} and ${round(scale, 2)} standard errors off`;
  if (most(({ min, max }) => min === 0 && max === 1)) return 'every range is exactly 0 to 1';
  if (most(({ isRank }) => isRank)) return 'every column is a ranking of the samples';
  return sameSortedValues(block)
    ? 'all samples have the same sorted values, as after quantile normalisation'
    : undefined;
}

interface Moments {
  readonly mean: number;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly known: number;
  readonly varied: boolean;
  readonly isRank: boolean;
}

function momentsOf(column: Float32Array): Moments | null {
  let known = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (const x of column) {
    if (Number.isNaN(x)) continue;
    known++;
    const d = x - mean;
    mean += d / known;
    squares += d * (x - mean);
    if (x < min) min = x;
    if (x > max) max = x;
    whole &&= Number.isInteger(2 * x);
  }
  if (known < FEWEST_SAMPLES || max === min) return null;
  const varied = column.some((x) => x !== min && x !== max && !Number.isNaN(x));
  const sum = (known * (known + 1)) / 2;
  const isRank = whole && max <= known && min >= 1 && max > 0.9 * known && Math.abs(mean * known - sum) < 0.5;
  return { mean, sd: Math.sqrt(squares / (known - 1)), min, max, known, varied, isRank };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Whether some samples without missing values agree in 95 % of their sorted values, to a thousandth of the range. */
function sameSortedValues({ matrix }: Block): boolean {
  // Few values can be alike without any such step, and so can samples that are mostly 0.
  if (matrix.nCols < 50 || matrix.sparse || matrix.packed) return false;
  const { data, nRows, nCols } = matrix;
  const profiles: Float32Array[] = [];
  for (let i = 0; i < nRows && profiles.length < COMPARED; i++) {
    const profile = Float32Array.from({ length: nCols }, (_, j) => data[j * nRows + i]!);
    if (!profile.some(Number.isNaN)) profiles.push(profile.sort());
  }
  if (profiles.length < FEWEST_SAMPLES / 2) return false;
  const [first, ...others] = profiles as [Float32Array, ...Float32Array[]];
  const near = 1e-3 * (first[nCols - 1]! - first[0]!);
  // Few different values, such as 0/1 or a count of alleles, agree by themselves.
  if (near === 0 || new Set(first).size < nCols / 4) return false;
  return others.every((other) => {
    let equal = 0;
    for (let j = 0; j < nCols; j++) if (Math.abs(other[j]! - first[j]!) <= near) equal++;
    return equal >= 0.95 * nCols;
  });
}
