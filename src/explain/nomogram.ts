import { exp } from '../base/elementary.ts';
import type { Block } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import type { Prediction } from '../table/prediction.ts';
import { axisValues, quantileOf } from './axis-values.ts';

/** A survival model as scales to be added up by hand: points for the value of each variable, and what their sum says. */
export interface Nomogram {
  readonly variables: readonly NomogramVariable[];
  /** Log hazard of the model at 0 points, and what one point adds. */
  readonly riskAtZero: number;
  readonly riskPerPoint: number;
  /** Most points that the values shown add up to. */
  readonly mostPoints: number;
  /** Cumulative baseline hazard H₀ at each time: the survival of a sum of points is exp(−H₀·e^(riskAtZero + riskPerPoint·points)). */
  readonly times: readonly { readonly time: number; readonly hazard: number }[];
  /** Of the samples that it was made of: how far the survival read off the scales is from the model's own at most, over the times. */
  readonly worst: number;
}

export interface NomogramVariable {
  readonly feature: string;
  /** By rising value, words in their order; points ≥ 0. */
  readonly marks: readonly NomogramMark[];
}

export interface NomogramMark {
  readonly label: string;
  /** In the unit of the table; of a word its code. */
  readonly value: number;
  readonly points: number;
}

/** With more variables nobody adds points by hand. */
export const MOST_VARIABLES = 12;
/** A model is additive when no sample's risk is further than this from the sum of its parts: risks come from features at float32. */
const ADDITIVE = 1e-4;

/**
 * The scales of a proportional-hazards model, whatever its preparation: each variable in turn is put to values of its range, the others staying at those of
 * one sample, and the change of the predicted log hazard is its share. That holds when shares add up, which is tried on every sample.
 * The variable of the longest scale has 100 points, and each has 0 points where it speaks for the longest survival.
 * @param blocks as read, of the samples that the model learned from; not modified. At most 12 features in all, none of them a position of a sequence or a pixel.
 * @param predict prepares such blocks, which it may overwrite, and asks the model. @param times rising, at which survival is read.
 * @returns null for another kind of model (no proportional hazards; not additive; more variables), or one that gives all the same risk.
 * Cost two predictions of n·p rows. Source: Kattan, Eastham et al. 1998, JNCI 90(10). Checked against the model itself: `worst`.
 */
export async function nomogram(
  blocks: readonly Block[],
  predict: (blocks: readonly Block[]) => Promise<Prediction>,
  times: readonly number[],
): Promise<Nomogram | null> {
  const features = blocks.flatMap((block, b) => block.features.map((_, j) => ({ block, b, j })));
  if (features.length > MOST_VARIABLES || blocks.some(cannotBeShown)) return null;
  const first = await predict(blocks.map(copyOf));
  if (first.task !== 'survival' || !first.cumulativeHazard) return null;
  const { cumulativeHazard } = first;
  const n = first.risks.length;
  const reference = blocks.map((block) =>
    Float32Array.from(block.features, (_, j) => middleOf(columnOf(block.matrix, j))),
  );
  const risksOf = async (b: number, j: number, values: Float32Array) => {
    const varied = blocks.map((block, at) => constantBlock(block, reference[at]!, values.length));
    columnOf(varied[b]!.matrix, j).set(values);
    return riskOf(await predict(varied));
  };
  const base = (await risksOf(0, 0, reference[0]!.slice(0, 1)))[0]!;

  const sums = new Float64Array(n).fill(base);
  const shares: { label: string; value: number; share: number }[][] = [];
  for (const { block, b, j } of features) {
    const column = columnOf(block.matrix, j);
    (await risksOf(b, j, column)).forEach((risk, i) => {
      sums[i]! += risk - base;
    });
    const words = block.levels?.[j];
    const values = words ? Array.from(words.keys()) : axisValues(column);
    const risks = await risksOf(b, j, Float32Array.from(values));
    const label = (value: number) => (words ? words[value]! : String(value));
    shares.push(values.map((value, k) => ({ label: label(value), value, share: risks[k]! - base })));
  }
  if (first.risks.some((risk, i) => !(Math.abs(risk - sums[i]!) < ADDITIVE))) return null;

  const least = shares.map((marks) => Math.min(...marks.map(({ share }) => share)));
  const lengths = shares.map((marks, v) => Math.max(...marks.map(({ share }) => share)) - least[v]!);
  const longest = Math.max(...lengths);
  if (!(longest > 0)) return null;
  const riskPerPoint = longest / 100;
  const riskAtZero = least.reduce((sum, share) => sum + share, base);
  const hazardAt = (time: number) => cumulativeHazard[first.times.findLastIndex((t) => t <= time)] ?? 0;
  const read = times.map((time) => ({ time, hazard: hazardAt(time) })).filter(({ hazard }) => hazard > 0);
  const survival = (hazard: number, risk: number) => exp(-hazard * exp(risk));
  const worst = Math.max(
    0,
    ...read.flatMap(({ hazard }) =>
      Array.from(first.risks, (risk, i) => Math.abs(survival(hazard, risk) - survival(hazard, sums[i]!))),
    ),
  );
  return {
    variables: features.map(({ block, j }, v) => ({
      feature: block.features[j]!,
      marks: shares[v]!.map(({ label, value, share }) => ({
        label,
        value,
        points: (share - least[v]!) / riskPerPoint,
      })),
    })),
    riskAtZero,
    riskPerPoint,
    mostPoints: lengths.reduce((sum, length) => sum + length, 0) / riskPerPoint,
    times: read,
    worst,
  };
}

/** Letters and pixels are no variables; steps that ask for the sheet would have to be told of samples that there are not. */
function cannotBeShown({ kind, shape, annotations, present }: Block): boolean {
  return kind === 'sequence' || shape !== undefined || (annotations?.length ?? 0) > 0 || present !== undefined;
}

function riskOf(prediction: Prediction): Float64Array {
  return prediction.task === 'survival' ? prediction.risks : new Float64Array();
}

function middleOf(column: Float32Array): number {
  const known = column.filter((value) => !Number.isNaN(value)).sort();
  return known.length > 0 ? quantileOf(known, 0.5) : Number.NaN;
}

function copyOf(block: Block): Block {
  return {
    ...block,
    matrix: { ...createMatrix(block.matrix.nRows, block.matrix.nCols), data: block.matrix.data.slice() },
  };
}

/** n rows of the same values. */
function constantBlock(block: Block, row: Float32Array, n: number): Block {
  const matrix = createMatrix(n, row.length);
  row.forEach((value, j) => {
    columnOf(matrix, j).fill(value);
  });
  return { ...block, ids: Array.from({ length: n }, (_, i) => `row ${i}`), matrix };
}
