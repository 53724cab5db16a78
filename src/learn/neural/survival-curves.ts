import { exp } from '../../base/elementary.ts';
import { breslowBaseline } from '../../numeric/survival/breslow-baseline.ts';
import { coxRegression } from '../../numeric/survival/cox-regression.ts';
import type { TrainView } from '../../table/contract.ts';
import type { BaselineHazard } from '../../table/hazard-curves.ts';
import type { SurvivalTarget } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import type { FittedNetwork } from './fit-network.ts';

/** S(t) = exp(−H₀(t)·exp(slope·answer)). */
export interface Curves extends BaselineHazard {
  readonly slope: number;
}

const LEAST_SLOPE = 1e-3;
/** With fewer events among the held-out rows, curves are drawn from all rows: too sure, but not from next to nothing. */
const ENOUGH_EVENTS = 20;

/**
 * Curves as sure as the answers for new rows deserve: from what each member says of the rows that it did not learn from. The slope by which an
 * answer enters the log hazard is its coefficient in a Cox regression stratified by member, at least 0.001, and the baseline is Breslow's.
 * @param answersOf answers of some members for every training row, [n]. Source: van Houwelingen 2000, Stat Med 19, 3401.
 */
export async function fitCurves(
  data: TrainView<SurvivalTarget>,
  { members }: Pick<FittedNetwork, 'members'>,
  answersOf: (members: FittedNetwork['members']) => Promise<Float64Array>,
): Promise<Curves> {
  const { times, events } = data.target;
  const weights = rowWeights(data, 'networks');
  const all = await answersOf(members);
  const margins = new Float64Array(times.length).fill(Number.NaN);
  const strata = new Int32Array(times.length);
  for (const [m, member] of members.entries()) {
    if (member.held.length === 0) continue;
    const own = members.length === 1 ? all : await answersOf([member]);
    const centre = mean(own);
    for (const i of member.held) {
      margins[i] = own[i]! - centre;
      strata[i] = m;
    }
  }
  const known = Int32Array.from(times.keys()).filter((i) => !Number.isNaN(margins[i]!));
  const seen = known.filter((i) => events[i] === 1).length;
  if (seen < ENOUGH_EVENTS) return { slope: 1, ...breslowBaseline(times, events, all, weights) };

  const take = (values: Float64Array) => Float64Array.from(known, (i) => values[i]!);
  const [t, d, w, eta] = [take(times), Uint8Array.from(known, (i) => events[i]!), take(weights), take(margins)];
  const { coefficients, converged, aliased, infinite } = coxRegression(
    { columns: [eta], times: t, events: d, strata: Int32Array.from(known, (i) => strata[i]!), weights: w },
    { ties: 'breslow' },
  );
  // Answers that are all the same have no slope; those that order every event say as much as there is to say.
  const sure = converged && aliased.length === 0 && infinite.length === 0;
  const slope = sure ? Math.max(LEAST_SLOPE, coefficients[0]!) : 1;
  const baseline = breslowBaseline(
    t,
    d,
    eta.map((one) => slope * one),
    w,
  );
  const shift = exp(-slope * mean(all));
  return { slope, times: baseline.times, cumulativeHazard: baseline.cumulativeHazard.map((hazard) => hazard * shift) };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
