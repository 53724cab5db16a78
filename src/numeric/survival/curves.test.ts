import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/survival-curves.json' with { type: 'json' };
import { delimitedColumns, wordCodes } from '../../../test/support/delimited-columns.ts';
import { dataFolder, dataPresent } from '../../../test/support/real-tables.ts';
import { DataError, ShapeError } from '../../base/errors.ts';
import { type CurveOptions, kaplanMeier, survivalQuantile } from './kaplan-meier.ts';
import { logRank } from './log-rank.ts';
import { logRankScores } from './log-rank-scores.ts';
import { nelsonAalen } from './nelson-aalen.ts';

type Numbers = readonly (number | null)[];
interface GoldenCurve {
  readonly limits: Readonly<Record<string, { readonly lower: Numbers; readonly upper: Numbers }>>;
  readonly quartiles: Readonly<Record<string, readonly Numbers[]>>;
  readonly [name: string]: unknown;
}
const expectClose = (got: ArrayLike<number>, wanted: Numbers, what: string) => {
  expect(got.length, what).toBe(wanted.length);
  wanted.forEach((value, at) => {
    if (value === null) expect(got[at], `${what}[${at}]`).toBeNaN();
    else expect(Math.abs(got[at]! - value), `${what}[${at}]`).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
  });
};

const { freireich, ties, level, flat } = golden;
const rowsOf = (group: number) => [...freireich.group.keys()].filter((i) => freireich.group[i] === group);
const cases: (readonly [string, readonly number[], readonly number[], unknown, CurveOptions])[] = [
  ...[0, 1].map((group) => {
    const rows = rowsOf(group);
    const [times, status] = [rows.map((i) => freireich.time[i]!), rows.map((i) => freireich.status[i]!)];
    const wanted: unknown = group ? freireich.placebo : freireich.treated;
    return [`Freireich group ${group}`, times, status, wanted, {}] as const;
  }),
  ['a curve level at one half, and ending at 0', level.time, level.status, level.curve, {}],
  ['a curve that ends level at one half', flat.time, flat.status, flat.curve, {}],
  ['tied times', ties.time, ties.status, ties.plain, {}],
  [
    'weights',
    ties.time,
    ties.status,
    ties.weighted,
    { weights: Float64Array.from(ties.weight, (weight) => Math.max(weight, 1)) },
  ],
  ['left truncation', ties.time, ties.status, ties.entered, { entry: Float64Array.from(ties.entry) }],
];

describe.each(cases)('%s', (_name, time, status, wanted, options) => {
  const [times, events] = [Float64Array.from(time), Uint8Array.from(status)];
  const g = wanted as GoldenCurve;
  it('gives the Kaplan–Meier curve, its error and three kinds of limits as R', () => {
    for (const interval of ['log', 'log-log', 'plain'] as const) {
      const curve = kaplanMeier(times, events, { ...options, interval });
      for (const name of ['times', 'atRisk', 'events', 'survival', 'standardError'] as const) {
        expectClose(curve[name], g[name] as Numbers, name);
      }
      for (const side of ['lower', 'upper'] as const) {
        // Before the first event R has no log-log limits; here they are 1 on all three scales.
        const known = g.limits[interval]![side].map((v, s) => (curve.survival[s] === 1 ? 1 : v));
        expectClose(curve[side], known, `${interval} ${side}`);
      }
      [0.25, 0.5, 0.75].forEach((q, at) => {
        const { value, lower, upper } = survivalQuantile(curve, q);
        expect([value, lower, upper], `${interval} ${q}`).toEqual(g.quartiles[interval]![at]);
      });
    }
  });

  it('gives the Nelson–Aalen hazard and its error as R, between its limits', () => {
    const curve = nelsonAalen(times, events, options);
    expectClose(curve.cumulativeHazard, g.cumulativeHazard as Numbers, 'hazard');
    expectClose(curve.standardError, g.hazardError as Numbers, 'error');
    curve.cumulativeHazard.forEach((h, s) => {
      expect(curve.lower[s]! * curve.upper[s]!).toBeCloseTo(h * h, 12);
      expect(curve.lower[s]!).toBeLessThanOrEqual(h);
    });
  });
});

describe('kaplanMeier', () => {
  it('is the published curve of the 6-MP arm: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448 (Kalbfleisch and Prentice, table 1.1 data)', () => {
    const rows = rowsOf(0);
    const curve = kaplanMeier(
      Float64Array.from(rows, (i) => freireich.time[i]!),
      Uint8Array.from(rows, (i) => freireich.status[i]!),
    );
    const steps = [...curve.survival].filter((_, s) => curve.events[s]! > 0).map((v) => v.toFixed(3));
    expect(steps).toEqual(['0.857', '0.807', '0.753', '0.690', '0.627', '0.538', '0.448']);
    expect(survivalQuantile(curve).value).toBe(23);
  });

  it('is one minus the empirical distribution without censoring', () => {
    const curve = kaplanMeier(Float64Array.of(4, 1, 3, 2), Uint8Array.of(1, 1, 1, 1));
    expectClose(curve.survival, [0.75, 0.5, 0.25, 0], 'survival');
  });

  it('refuses what it cannot use, naming it', () => {
    const times = Float64Array.of(1, 2);
    const events = Uint8Array.of(1, 0);
    expect(() => kaplanMeier(times, Uint8Array.of(1))).toThrow(ShapeError);
    expect(() => kaplanMeier(new Float64Array(), new Uint8Array())).toThrow(DataError);
    expect(() => kaplanMeier(Float64Array.of(1, Number.NaN), events)).toThrow(/finite, got NaN for sample 1/);
    expect(() => kaplanMeier(times, events, { entry: Float64Array.of(0, 2) })).toThrow(/entry must be before/);
    expect(() => kaplanMeier(times, events, { weights: Float64Array.of(1, -1) })).toThrow(/weights must be/);
  });
});

interface GoldenTest {
  readonly chiSquare: number;
  readonly p: number;
  readonly observed: Numbers;
  readonly expected: Numbers;
  readonly covariance: Numbers;
}
function expectTest(got: ReturnType<typeof logRank>, wanted: GoldenTest): void {
  expectClose([got.chiSquare], [wanted.chiSquare], 'chi-squared');
  expect(got.p / wanted.p).toBeCloseTo(1, 11);
  for (const name of ['observed', 'expected', 'covariance'] as const) expectClose(got[name], wanted[name], name);
}

describe('logRank', () => {
  it('is R survdiff for two groups, for four, and within strata', () => {
    const of = (table: typeof freireich | typeof ties) =>
      [Float64Array.from(table.time), Uint8Array.from(table.status), Int32Array.from(table.group)] as const;
    expectTest(logRank(...of(freireich)), freireich.logRank);
    expectTest(logRank(...of(ties)), ties.logRank);
    expectTest(logRank(...of(ties), Int32Array.from(ties.stratum)), ties.stratified);
  });

  it('does not mind a code that no sample has, and refuses one group or no event', () => {
    const times = Float64Array.of(1, 2, 3, 4);
    const events = Uint8Array.of(1, 1, 0, 1);
    const dense = logRank(times, events, Int32Array.of(0, 1, 0, 1));
    const holes = logRank(times, events, Int32Array.of(0, 3, 0, 3));
    expect([holes.chiSquare, holes.degreesOfFreedom]).toEqual([dense.chiSquare, 1]);
    expect(() => logRank(times, events, new Int32Array(4))).toThrow(DataError);
    expect(() => logRank(times, new Uint8Array(4), Int32Array.of(0, 1, 0, 1))).toThrow(/needs an event/);
  });
});

if (!dataPresent) console.log('skipped: real survival tables are not beside the checkout');
describe.skipIf(!dataPresent)('on real tables', () => {
  it.each([
    ['veteran', 'time', 'status', 'celltype', golden.veteran, golden.veteran.byCell],
    ['gbsg', 'rfstime', 'status', 'hormon', golden.gbsg, golden.gbsg.byHormone],
    ['rotterdam', 'dtime', 'death', 'grade', golden.rotterdam, golden.rotterdam.byGrade],
  ])('%s: curve, median and log-rank as R', (name, time, status, group, wanted, test) => {
    const column = delimitedColumns(`${dataFolder}04_survival/classic/${name}.csv`);
    const [times, events] = [Float64Array.from(column(time), Number), Uint8Array.from(column(status), Number)];
    const curve = kaplanMeier(times, events);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
    const sums = [curve.survival, curve.standardError, curve.lower].map(sum);
    expectClose(sums, [wanted.survivalSum, wanted.errorSum, wanted.lowerSum], name);
    const { value, lower, upper } = survivalQuantile(curve);
    expect([value, lower, upper]).toEqual(wanted.median);
    expectTest(logRank(times, events, wordCodes(column(group))), test as GoldenTest);
    if (name === 'veteran') {
      const strata = wordCodes(column('trt'));
      expectTest(logRank(times, events, wordCodes(column(group)), strata), golden.veteran.byCellInTreatment);
    }
  });
});

it('log-rank scores sum to 0, and over a group to its observed less expected events, tied times too', () => {
  const times = Float64Array.of(5, 3, 8, 3, 1, 8, 9, 2);
  const events = Uint8Array.of(1, 1, 0, 1, 1, 1, 0, 0);
  const groups = Int32Array.of(0, 1, 1, 0, 1, 0, 0, 1);
  const scores = logRankScores(times, events);
  const { observed, expected } = logRank(times, events, groups);
  for (const group of [0, 1]) {
    const sum = scores.reduce((total, score, i) => total + (groups[i] === group ? score : 0), 0);
    expect(sum).toBeCloseTo(observed[group]! - expected[group]!, 12);
  }
  expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(0, 12);
});
