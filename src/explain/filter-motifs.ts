import { UnsupportedError } from '../base/errors.ts';
import type { Model, View } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { openNetwork } from './open-network.ts';

/** What a filter of the first layer looks for, from the windows that move it most. */
export interface FilterMotif {
  readonly filter: number;
  readonly letters: readonly string[];
  /** Share of each letter at each place among those windows, [width, letters] row-major. */
  readonly shares: Float64Array;
  /** Bits that each place says, [width]: log₂ of the letters less the entropy of the shares. */
  readonly bits: Float64Array;
  /** The most frequent letter of each place, where it says half a bit or more, else '·'. */
  readonly consensus: string;
  /** Windows that count. */
  readonly windows: number;
}

/** A window counts when it moves the filter by this share of the most that any does. */
const NEAR = 0.5;

/**
 * The filters of the first layer as motifs, the one with most bits first: for each filter the letters of the windows whose answer is more than half of
 * the largest. @param view sequences to look at. @param member of the network, from 0.
 * @throws {UnsupportedError} a model without filters over letters. Cost O(n · positions · filters · width).
 * Source: Alipanahi et al. 2015, supplementary §10.2; information content as Schneider & Stephens 1990.
 */
export async function filterMotifs(model: Model, view: View, member = 0): Promise<FilterMotif[]> {
  const where = 'filter-motifs';
  const { parts, members } = await openNetwork(model, where);
  const part = parts.find(({ letters }) => letters);
  const weights = part && members[member]?.get(`body.${part.name}.filters1.weight`);
  if (!part?.letters || !weights)
    throw new UnsupportedError({ where, problem: 'needs a network with filters over letters, got none' });
  const [filters, letters, width] = weights.shape as [number, number, number];
  const columns = Array.from({ length: part.shape[0]! }, (_, j) => columnOf(view.X, part.start0 + j));
  const own = weights.data as Float32Array;
  return Array.from({ length: filters }, (_, f) =>
    motifOf(f, own.subarray(f * letters * width, (f + 1) * letters * width), width, columns, part.letters!),
  ).sort((a, b) => total(b.bits) - total(a.bits));
}

const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

function motifOf(
  filter: number,
  weights: Float32Array,
  width: number,
  columns: readonly Float32Array[],
  letters: readonly string[],
): FilterMotif {
  const n = columns[0]!.length;
  const places = columns.length - width + 1;
  const answers = new Float32Array(n * Math.max(0, places));
  let most = 0;
  for (let start = 0; start < places; start++) {
    for (let i = 0; i < n; i++) {
      let answer = 0;
      for (let w = 0; w < width; w++) {
        const code = columns[start + w]![i]!;
        if (code >= 0) answer += weights[code * width + w]!;
      }
      answers[start * n + i] = answer;
      most = Math.max(most, answer);
    }
  }
  const counts = new Float64Array(width * letters.length);
  let windows = 0;
  answers.forEach((answer, at) => {
    if (!(answer > NEAR * most)) return;
    windows++;
    const [start, i] = [Math.floor(at / n), at % n];
    for (let w = 0; w < width; w++) {
      const code = columns[start + w]![i]!;
      if (code >= 0) counts[w * letters.length + code]!++;
    }
  });
  const shares = counts.map((count) => (windows > 0 ? count / windows : 1 / letters.length));
  const bits = Float64Array.from({ length: width }, (_, w) => {
    const own = shares.subarray(w * letters.length, (w + 1) * letters.length);
    return Math.max(0, Math.log2(letters.length) + own.reduce((sum, p) => sum + (p > 0 ? p * Math.log2(p) : 0), 0));
  });
  const consensus = Array.from(bits, (bit, w) => {
    const own = shares.subarray(w * letters.length, (w + 1) * letters.length);
    return bit >= 0.5 ? letters[own.indexOf(Math.max(...own))]! : '·';
  }).join('');
  return { filter, letters, shares, bits, consensus, windows };
}
