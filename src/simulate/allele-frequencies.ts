import { exp, log } from '../base/elementary.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';

/** Frequencies of the ancestor are drawn from this far inside 0 … 1. */
const EDGE = 0.05;

/**
 * Allele frequencies of populations that drifted apart from one ancestor: p uniform in 0.05 … 0.95, then for each population
 * Beta(p(1 − F)/F, (1 − p)(1 − F)/F), whose variance is F·p(1 − p). With one population those of the ancestor.
 * @returns [populations][snps]. Source: Balding & Nichols 1995, Genetica 96.
 */
export function divergedFrequencies(snps: number, populations: number, fst: number, random: RandomKey): Float64Array[] {
  const ancestor = random.at('ancestor').stream();
  const p = Float64Array.from({ length: snps }, () => EDGE + (1 - 2 * EDGE) * ancestor.uniform());
  if (populations === 1) return [p];
  const scale = (1 - fst) / fst;
  return Array.from({ length: populations }, (_, k) => {
    const stream = random.at('population', k).stream();
    return p.map((f) => {
      const a = gamma(f * scale, stream);
      const b = gamma((1 - f) * scale, stream);
      return a + b > 0 ? a / (a + b) : f;
    });
  });
}

/** Gamma variable of the given shape and scale 1. Source: Marsaglia & Tsang 2000, ACM TOMS 26(3). */
function gamma(shape: number, stream: RandomStream): number {
  if (shape < 1) return gamma(shape + 1, stream) * exp(log(1 - stream.uniform()) / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    if (log(1 - stream.uniform()) < (x * x) / 2 + d - d * v + d * log(v)) return d * v;
  }
}
