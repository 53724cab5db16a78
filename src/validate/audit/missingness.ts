import { exp } from '../../base/elementary.ts';
import { hypergeometricTails, logChoose } from '../../numeric/association/hypergeometric-tail.ts';
import { midRanks } from '../../numeric/association/mid-ranks.ts';
import { taroneFactor } from '../../numeric/association/tarone.ts';
import { logRankScores } from '../../numeric/survival/log-rank-scores.ts';
import { type ClassTarget, classCounts, type Target, takeTargetRows } from '../../table/target.ts';
import { type Association, associate } from './associate.ts';
import { featureColumns } from './columns.ts';
import { type AuditRule, counted, passed, quoted, round } from './rule.ts';

const RULE = 'missingness';
/** Family-wise, over all patterns and the count. */
const ALPHA = 0.01;
/** Of that the share for the count of missing values; the patterns have the rest. */
const FOR_COUNT = 0.2;
/** Smaller associations move no model worth the name. */
const SMALLEST = 0.15;
/** Fewer missing (or known) values than this cannot tell. */
const FEWEST = 5;

/**
 * Whether what is missing tells of the target: each pattern of missing values against it, and how many values a sample lacks. Features with
 * the same pattern are tested once. Classes: exact hypergeometric tail of the class that differs most, times classes and two sides; numbers:
 * Kruskal–Wallis; survival: log-rank; both confirmed by permutations of the pattern, since their approximations are too bold far out. Weighted
 * Bonferroni over the patterns and the count. Cost O(n·p).
 */
export const missingness: AuditRule = {
  rule: RULE,
  title: 'Does what is missing give the answer away?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'A test that was only done on the ill gives them away whatever its result: the gap in the table is the answer. A model finds such gaps quickly, and in new patients they mean something else.',
    intermediate:
      'Values are seldom missing at random: another laboratory, an older protocol, a test ordered on suspicion. Filled-in values and indicators of missing carry that into the model. The association is tested feature by feature and for the total.',
    advanced:
      'Distinct missing patterns (5 or more on either side) against the target at a family-wise 1 % (Bonferroni, weighted by how evenly a pattern divides the samples) and an association of at least 0.15 (φ or its like); the count of missing values per sample by rank tests. One sample a group. Informative missingness that depends on the label only through the measured values is not seen.',
  },
  run(input, ctx) {
    const { blocks, target, units } = input;
    if (target.task === 'clustering') return [];
    const truth = takeTargetRows(target, units);
    const { patterns, total, features } = missingPatterns(blocks, units);
    if (features === 0) return [passed(RULE, 'no value is missing', { missing: 0 })];
    const random = ctx.random.at('audit', RULE);
    const rows = Int32Array.from(units.keys());
    const shares = alphaShares(
      patterns.map(({ missing }) => missing),
      truth,
    );
    const telling = patterns
      .map(({ names, missing }, k) => ({ names, missing, share: shares[k]!, found: ofPattern(missing, truth, random) }))
      .filter(({ found, share }) => found.p < share && found.size >= SMALLEST)
      .filter(({ missing, share }) => confirmed(missing, truth, share, random))
      .sort((a, b) => a.found.p - b.found.p);
    const count = associate({ type: 'number', values: total }, truth, rows, random);
    const byCount = count.p < FOR_COUNT * ALPHA && count.size >= SMALLEST;
    const evidence = {
      features,
      patterns: patterns.length,
      count: { p: round(count.p), size: round(count.size) },
    };
    if (telling.length === 0 && !byCount)
      return [
        passed(RULE, `what is missing (in ${counted(features, 'feature')}) tells nothing of the target`, evidence),
      ];
    const names = telling.flatMap((one) => one.names);
    const parts = [
      ...(names.length > 0 ? [`whether ${quoted(names)} ${names.length === 1 ? 'is' : 'are'} missing`] : []),
      ...(byCount ? ['how many values a sample lacks'] : []),
    ];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${parts.join(', and ')} tells of the target (association ${Math.max(byCount ? count.size : 0, ...telling.map(({ found }) => found.size)).toFixed(2)} of 1)`,
        evidence: {
          ...evidence,
          found: names.length,
          strongest: telling
            .slice(0, 10)
            .map(({ names, found }) => ({ feature: names[0], p: round(found.p), size: round(found.size) })),
        },
        todo: 'find out why the values are missing; leave out features that were measured because of the outcome.',
      },
    ];
  },
};

interface Pattern {
  readonly names: string[];
  /** 1 where missing, [units]. */
  readonly missing: Uint8Array;
}

/** The different patterns of missing values that could tell, and how many values each unit lacks. */
function missingPatterns(blocks: Parameters<typeof featureColumns>[0], units: Int32Array) {
  const patterns = new Map<string, Pattern>();
  const total = new Float64Array(units.length);
  let features = 0;
  for (const { name, values } of featureColumns(blocks)) {
    let a = 0;
    let b = 0;
    let lacking = 0;
    units.forEach((i, k) => {
      if (!Number.isNaN(values[i]!)) return;
      total[k]!++;
      lacking++;
      // Two sums of scrambled row numbers name a pattern: 64 bits.
      a = (a + scrambled(k + 1)) >>> 0;
      b = (b + scrambled(~k)) >>> 0;
    });
    if (lacking > 0) features++;
    if (lacking < FEWEST || units.length - lacking < FEWEST) continue;
    const key = `${lacking} ${a} ${b}`;
    const known = patterns.get(key);
    if (known) known.names.push(name);
    else patterns.set(key, { names: [name], missing: Uint8Array.from(units, (i) => Number(Number.isNaN(values[i]!))) });
  }
  return { patterns: [...patterns.values()], total, features };
}

/** MurmurHash3's finaliser: every bit of the number reaches every bit of the result. */
function scrambled(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function ofPattern(missing: Uint8Array, truth: Target, random: Parameters<typeof associate>[3]): Association {
  if (truth.task === 'classification') return ofClasses(missing, truth);
  return associate({ type: 'category', codes: missing }, truth, Int32Array.from(missing.keys()), random);
}

/**
 * How alpha is divided among the patterns, by their margins alone (weighted Bonferroni): half in equal parts among those that could reach theirs
 * at all (Tarone), half by how evenly a pattern divides the samples, 1/(k(k + 1)) of it to the k-th: a test that was done on half of the samples is
 * a likelier leak than a value lost here and there. Source: Genovese, Roeder and Wasserman 2006, Biometrika 93, 509.
 */
function alphaShares(patterns: readonly Uint8Array[], truth: Target): number[] {
  const half = ((1 - FOR_COUNT) * ALPHA) / 2;
  const least = patterns.map((missing) => attainable(missing, truth));
  const equal = half / taroneFactor(least, half);
  const even = patterns.map((missing) => {
    const marked = missing.reduce((sum, one) => sum + one, 0);
    return Math.min(marked, missing.length - marked);
  });
  const order = [...patterns.keys()].sort((a, b) => even[b]! - even[a]! || a - b);
  const shares = least.map((p) => (p <= equal ? equal : 0));
  order.forEach((at, k) => {
    shares[at]! += half / ((k + 1) * (k + 2));
  });
  return shares;
}

/** The smallest p value that a pattern could give: all that is missing, or as much as fits, on one side. */
function attainable(missing: Uint8Array, truth: Target): number {
  const n = missing.length;
  const marked = missing.reduce((sum, one) => sum + one, 0);
  if (truth.task !== 'classification') return 2 * exp(-logChoose(n, marked));
  const factor = truth.classes.length === 2 ? 2 : 2 * truth.classes.length;
  const best = classCounts(truth).map((drawn) => {
    const most = hypergeometricTails(Math.min(marked, drawn), marked, drawn, n).upper;
    return Math.min(most, hypergeometricTails(Math.max(0, drawn + marked - n), marked, drawn, n).lower);
  });
  return factor * Math.min(...best);
}

/** Where the approximation of a small group's tail is not to be trusted, permutations settle it: so many beyond, at most. */
const BEYOND = 10;
const MOST_DRAWS = 2_000_000;

/** Whether fewer than `alpha` of the permutations of a pattern put as much of the score of the target into it; exact tests need no such proof. */
function confirmed(
  missing: Uint8Array,
  truth: Target,
  alpha: number,
  random: Parameters<typeof associate>[3],
): boolean {
  if (truth.task === 'classification') return true;
  const scores = centredScores(truth);
  const n = scores.length;
  // The smaller side is drawn: the sum of the other is its negative.
  const marked = missing.reduce((sum, one) => sum + one, 0);
  const side = marked <= n / 2 ? 1 : 0;
  const size = Math.min(marked, n - marked);
  let observed = 0;
  for (let i = 0; i < n; i++) if (missing[i] === side) observed += scores[i]!;
  const stream = random.at('confirm').stream();
  const pool = Float64Array.from(scores);
  const draws = Math.min(MOST_DRAWS, Math.ceil(BEYOND / alpha));
  let beyond = 0;
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const at = k + stream.below(n - k);
      const score = pool[at]!;
      pool[at] = pool[k]!;
      pool[k] = score;
      sum += score;
    }
    if (Math.abs(sum) >= Math.abs(observed) - 1e-9 && ++beyond >= BEYOND) return false;
  }
  return true;
}

/** Ranks from their mean, or log-rank scores. */
function centredScores(truth: Exclude<Target, ClassTarget>): Float64Array {
  if (truth.task === 'clustering') return new Float64Array(truth.nSamples);
  if (truth.task === 'regression') {
    const { ranks } = midRanks(truth.values);
    return ranks.map((rank) => rank - (ranks.length + 1) / 2);
  }
  return logRankScores(truth.times, truth.events);
}

/** The class whose share of missing values differs most from the rest's. */
function ofClasses(missing: Uint8Array, truth: ClassTarget): Association {
  const n = missing.length;
  const marked = missing.reduce((sum, one) => sum + one, 0);
  const inClass = new Float64Array(truth.classes.length);
  missing.forEach((one, i) => {
    inClass[truth.codes[i]!]! += one;
  });
  let p = 1;
  let size = 0;
  classCounts(truth).forEach((drawn, k) => {
    if (drawn === 0 || drawn === n) return;
    const { upper, lower } = hypergeometricTails(inClass[k]!, marked, drawn, n);
    const factor = truth.classes.length === 2 ? 2 : 2 * truth.classes.length;
    p = Math.min(p, factor * Math.min(upper, lower));
    const d = inClass[k]! - (marked * drawn) / n;
    size = Math.max(size, Math.abs(d) / Math.sqrt((marked * (n - marked) * drawn * (n - drawn)) / (n * n)));
  });
  return { p: Math.min(1, p), size: Math.min(1, size), measure: 'φ', samples: n };
}
