import type { Block } from '../table/block.ts';
import { summariseValues, type ValueSummary } from './value-summary.ts';

export interface RawVerdict {
  readonly raw: boolean;
  /** One sentence with the numbers. */
  readonly evidence: string;
}

/** Logarithms to base 2 of what instruments and sequencers give stay below this. */
const LARGEST_LOG = 50;

/**
 * Whether the values of a block are raw intensities or counts, which want a logarithm, and not logarithms, ratios or z-scores already.
 * Raw when the 99 % quantile is above 100, or the values span more than 50 with three quarters of them above zero, or they are
 * counts (whole, none negative) that reach above 50. Source: the first two are the rule of NCBI GEO2R's R script (Barrett et al. 2013).
 * Cost: one pass.
 */
export function looksRaw(block: Block): RawVerdict {
  const words = block.levels;
  // The dense form of a large sparse table may not fit; what is kept of it says as much.
  const { sparse, nRows } = block.matrix;
  const data = sparse?.values ?? block.matrix.data;
  // Codes of words say nothing about measurements.
  const values = words && !sparse ? data.filter((_, at) => !words[Math.floor(at / nRows)]) : data;
  const summary = summariseValues(values);
  return summary ? judgeRaw(summary) : { raw: false, evidence: 'there are no values to judge by' };
}

export function judgeRaw(s: ValueSummary): RawVerdict {
  const counts = s.integers === 1 && s.min >= 0;
  const raw = s.q99 > 100 || (s.max - s.min > LARGEST_LOG && s.q25 > 0) || (counts && s.max > LARGEST_LOG);
  const seen = `the median is ${short(s.median)}, 99 % of the values are below ${short(s.q99)}, the largest is ${short(s.max)}, ${percent(s.integers)} are whole numbers and ${percent(s.negatives)} negative`;
  return {
    raw,
    evidence: `the values look like ${raw ? 'raw intensities or counts' : 'logarithms, ratios or scores'}: ${seen}`,
  };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value > 0 && value < 1 ? '<1' : value > 99 && value < 100 ? '>99' : Math.round(value)} %`;
}
