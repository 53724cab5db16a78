import { exp, log } from '../../base/elementary.ts';
import { doubts } from './doubts.ts';

const MAX_STEPS = 100;
const ENOUGH = 1e-9; // of the derivative, a row

/**
 * The slope ≥ 0 of largest likelihood in p_k = softmax(slope·f_k), by Newton's method with backtracking: one number, so that the class of
 * the largest decision value stays the most probable. As in Platt's sigmoid, the target of a row's own class is (N_k + 1)/(N_k + 2) and the
 * others share the rest, so that separable values give no certainty.
 * @param decisions for each class [n], of rows that the machine was not fitted on. @param codes class of each row, [n].
 * @param weights [n], ≥ 0; 1 each when absent. A row of weight w counts as w equal rows would.
 * Cost O(n·nClasses) a step. Source: temperature scaling, Guo et al. 2017, ICML, §4.2; the loss is convex in the slope. Checked by its derivative.
 */
export function fitSlope(decisions: readonly Float64Array[], codes: Int32Array, weights?: Float64Array): number {
  const nClasses = decisions.length;
  const rest = doubts(codes, nClasses, weights);
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : codes.length;
  let slope = 0;
  let here = lossAt(slope);
  for (let step = 0; step < MAX_STEPS; step++) {
    if (Math.abs(here.derivative) < ENOUGH * total || !(here.curvature > 0)) break;
    if (slope === 0 && here.derivative > 0) break; // held-out rows are placed worse than by chance
    let by = -here.derivative / here.curvature;
    let next = lossAt(Math.max(0, slope + by));
    for (let half = 0; half < 40 && next.loss > here.loss; half++) {
      by /= 2;
      next = lossAt(Math.max(0, slope + by));
    }
    if (!(next.loss < here.loss)) break;
    slope = Math.max(0, slope + by);
    here = next;
  }
  return slope;

  function lossAt(at: number): { loss: number; derivative: number; curvature: number } {
    let loss = 0;
    let derivative = 0;
    let curvature = 0;
    const f = new Array<number>(nClasses);
    for (let i = 0; i < codes.length; i++) {
      const w = weights ? weights[i]! : 1;
      if (w === 0) continue;
      for (let k = 0; k < nClasses; k++) f[k] = decisions[k]![i]!;
      const own = codes[i]!;
      const others = rest[own]! / (nClasses - 1);
      const shares = softmax(f, at);
      let mean = 0;
      let square = 0;
      let wanted = (1 - rest[own]! - others) * f[own]!;
      for (let k = 0; k < nClasses; k++) {
        mean += shares[k]! * f[k]!;
        square += shares[k]! * f[k]! * f[k]!;
        wanted += others * f[k]!;
      }
      // ln Σ exp(at·f) from one of its terms: ln p_k = at·f_k − ln Σ.
      const top = shares.indexOf(Math.max(...shares));
      loss += w * (at * f[top]! - log(shares[top]!) - at * wanted);
      derivative += w * (mean - wanted);
      curvature += w * (square - mean * mean);
    }
    return { loss, derivative, curvature };
  }
}

/** exp(slope·f_k) / Σ exp(slope·f). */
export function softmax(f: readonly number[], slope: number): number[] {
  const largest = Math.max(...f);
  const shares = f.map((value) => exp(slope * (value - largest)));
  const total = shares.reduce((sum, e) => sum + e, 0);
  return shares.map((e) => e / total);
}
