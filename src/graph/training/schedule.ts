/** Learning rate of a step. */
export interface RateOptions {
  /** Largest learning rate. */
  readonly rate: number;
  /** constant; cosine: falls to 0 over all steps; one-cycle: rises over the first tenth, then as cosine. */
  readonly shape: 'constant' | 'cosine' | 'one-cycle';
}

/** @param step from 0. @param total steps of the whole training. Source: Loshchilov & Hutter 2017 (cosine); Smith & Topin 2019 (one cycle). */
export function rateAt({ rate, shape }: RateOptions, step: number, total: number): number {
  if (shape === 'constant') return rate;
  const rise = shape === 'one-cycle' ? Math.max(1, Math.floor(total / 10)) : 0;
  if (step < rise) return (rate * (step + 1)) / rise;
  return (rate * (1 + Math.cos((Math.PI * (step - rise)) / Math.max(1, total - rise)))) / 2;
}
