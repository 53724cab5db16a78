// The likelihoods by one set of names.
import { conjugateCox, lossCox, renewCox, slopesCox, startCox } from './elastic-net-cox';
import { conjugateGaussian, lossGaussian, slopesGaussian, startGaussian } from './elastic-net-gaussian';
import { conjugateMultinomial, keepMultinomial, lossMultinomial, renewMultinomial, renewPredictor, slopesMultinomial, startMultinomial } from './elastic-net-multinomial';
import { conjugatePoisson, lossPoisson, renewPoisson, slopesPoisson, startPoisson } from './elastic-net-poisson';
import { COX, family, GAUSSIAN, MULTINOMIAL, POISSON, scalars, set, UNIT } from './elastic-net-state';

/** Linear predictors of the model without features, and what of the likelihood never changes. */
export function start(): void {
  set(scalars, UNIT, 1);
  if (family == GAUSSIAN) startGaussian();
  else if (family == POISSON) startPoisson();
  else if (family == COX) startCox();
  else startMultinomial();
}

/** What the others read, from the linear predictors as they are. */
export function renew(): void {
  if (family == POISSON) renewPoisson();
  else if (family == COX) renewCox();
  else if (family == MULTINOMIAL) renewMultinomial();
}

/** The same when those of one predictor alone have changed a little. */
export function renewAfter(q: i32): void {
  if (family == MULTINOMIAL) renewPredictor(q);
  else renew();
}

/** After a round of `renewAfter` over the predictors. */
export function renewRound(): void {
  if (family == MULTINOMIAL) keepMultinomial();
}

/** −∂ loss/∂η and a bound or value of the second derivative, for one predictor, into `slope` and `bend` (float64 [n]). */
export function slopes(q: i32): void {
  if (family == GAUSSIAN) slopesGaussian();
  else if (family == POISSON) slopesPoisson();
  else if (family == COX) slopesCox();
  else slopesMultinomial(q);
}

/** Half the deviance: 0 is a saturated model. */
export function loss(): f64 {
  if (family == GAUSSIAN) return lossGaussian();
  if (family == POISSON) return lossPoisson();
  if (family == COX) return lossCox();
  return lossMultinomial();
}

/** Conjugate of the loss at the dual point that is the residuals times `scale` in 0 … 1. */
export function conjugate(scale: f64): f64 {
  if (family == GAUSSIAN) return conjugateGaussian(scale);
  if (family == POISSON) return conjugatePoisson(scale);
  if (family == COX) return conjugateCox(scale);
  return conjugateMultinomial(scale);
}
