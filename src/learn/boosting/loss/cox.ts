import { exp, log } from '../../../base/elementary.ts';
import { type Loss, MIN_HESSIAN } from './loss.ts';

/**
 * Survival by one margin, the log of the hazard ratio: minus the log partial likelihood (Cox 1972) with Breslow's way of ties,
 * L = Σ_{events i} [log S(tᵢ) − mᵢ], S(t) = Σ_{j: tⱼ ≥ t} e^mⱼ. With R₁ = Σ 1/S and R₂ = Σ 1/S² over the events up to a row's own time,
 * ∂L/∂m = e^m·R₁ − [event], ∂²L/∂m² = e^m·R₁ − e^2m·R₂: O(n) after one sort. Starts from 0; adding a constant to all margins changes nothing.
 * A row of weight w counts as w rows, each with the second derivative that it would have as one of them. `value` is L / Σw. XGBoost's survival:cox is the same where no times are tied; where some are, it counts for a row only those events of
 * its own time that come before it in the table.
 * @param times [n] > 0. @param events [n] 0 or 1. @param weights > 0, [n].
 */
export function cox(times: Float64Array, events: Uint8Array, weights: Float64Array): Loss {
  const n = times.length;
  const total = weights.reduce((sum, w) => sum + w, 0);
  const order = Int32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  /** First entry of `order` with the time of each, and the entry after the last. */
  const first = new Int32Array(n);
  const end = new Int32Array(n);
  for (let r = 0; r < n; r++) first[r] = r > 0 && times[order[r]!] === times[order[r - 1]!] ? first[r - 1]! : r;
  for (let r = n - 1; r >= 0; r--) end[r] = r < n - 1 && first[r + 1] === first[r] ? end[r + 1]! : r + 1;
  const ratios = new Float64Array(n);
  /** S at the time of each entry, for margins less the largest, which is returned. */
  const atRisk = new Float64Array(n + 1);
  const prepare = (margins: Float64Array): number => {
    const largest = margins.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    for (let i = 0; i < n; i++) ratios[i] = exp(margins[i]! - largest);
    for (let r = n - 1; r >= 0; r--) atRisk[r] = atRisk[r + 1]! + weights[order[r]!]! * ratios[order[r]!]!;
    return largest;
  };
  return {
    nOutputs: 1,
    start: () => new Float64Array(1),
    gradients(margins, out) {
      prepare(margins);
      let [r1, r2] = [0, 0];
      for (let r = 0; r < n; r = end[r]!) {
        const s = Math.max(atRisk[r]!, Number.MIN_VALUE);
        for (let at = r; at < end[r]!; at++) {
          if (!events[order[at]!]) continue;
          r1 += weights[order[at]!]! / s;
          r2 += weights[order[at]!]! / s / s;
        }
        for (let at = r; at < end[r]!; at++) {
          const i = order[at]!;
          const ratio = ratios[i]!;
          out[2 * i] = weights[i]! * (ratio * r1 - events[i]!);
          out[2 * i + 1] = weights[i]! * Math.max(ratio * r1 - ratio * ratio * r2, MIN_HESSIAN);
        }
      }
    },
    value(margins) {
      const largest = prepare(margins);
      let sum = 0;
      for (let r = 0; r < n; r++) {
        const i = order[r]!;
        if (events[i]) sum += weights[i]! * (log(atRisk[first[r]!]!) + largest - margins[i]!);
      }
      return sum / total;
    },
  };
}
