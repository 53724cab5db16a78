import { exp } from '../../base/elementary.ts';
import { normalQuantile } from '../special/normal.ts';
import { type ObservationOptions, type RiskTable, riskTable } from './risk-table.ts';

export interface HazardCurve extends RiskTable {
  /** H(t) from each time on, [m]. */
  readonly cumulativeHazard: Float64Array;
  readonly standardError: Float64Array;
  /** Pointwise limits, symmetric on the scale of log H, [m]; 0 before the first event. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * The Nelson–Aalen estimate of the cumulative hazard: H(t) = Σ_{s ≤ t} d(s)/n(s), variance Σ d/n², limits H·exp(±z·se/H).
 * @param times [n], finite. @param events [n], 0 or 1. Neither is modified. @param options.level coverage, default 0.95.
 * @throws {ShapeError} lengths that differ. @throws {DataError} see `riskTable`.
 * Cost O(n log n). Source: Aalen 1978, Ann. Stat. 6, 701; limits Klein and Moeschberger 2003, §4.3. Checked against R survival 3.5.
 */
export function nelsonAalen(
  times: Float64Array,
  events: Uint8Array,
  options: ObservationOptions & { readonly level?: number | undefined } = {},
): HazardCurve {
  const table = riskTable(times, events, options);
  const z = normalQuantile(0.5 + (options.level ?? 0.95) / 2);
  let hazard = 0;
  let variance = 0;
  const rows = Array.from(table.events, (d, s) => {
    if (d > 0) {
      hazard += d / table.atRisk[s]!;
      variance += d / (table.atRisk[s]! * table.atRisk[s]!);
    }
    const error = Math.sqrt(variance);
    const factor = hazard > 0 ? exp((z * error) / hazard) : 1;
    return [hazard, error, hazard / factor, hazard * factor] as const;
  });
  return {
    ...table,
    cumulativeHazard: Float64Array.from(rows, (row) => row[0]),
    standardError: Float64Array.from(rows, (row) => row[1]),
    lower: Float64Array.from(rows, (row) => row[2]),
    upper: Float64Array.from(rows, (row) => row[3]),
  };
}
