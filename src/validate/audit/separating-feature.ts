import { rankSumTail } from '../../numeric/association/rank-sum-tail.ts';
import { createArgsort } from '../../prepare/argsort.ts';
import type { ClassTarget, SurvivalTarget } from '../../table/target.ts';
import { spearman } from './associate.ts';
import { countFeatures, featureColumns } from './columns.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, counted, passed, quoted, round } from './rule.ts';

const RULE = 'separating-feature';
export const NEAR_PERFECT = 0.98;
/** Expected number of features as good as this one among all, were the labels random. */
const MOST_BY_CHANCE = 0.01;

/** A feature and the best that it does for any class. */
interface Separation {
  readonly name: string;
  /** AUC of one class against the rest, or |Spearman ρ|. */
  readonly score: number;
  /** Features as good as this, expected by chance. */
  readonly byChance: number;
}

/**
 * Single features that (nearly) give the answer: AUC above 0.98 for one class against the rest (missing values left out), |Spearman ρ| above
 * 0.98 with a number, with the times of those who had the event, or AUC above 0.98 for the event. Only what beats chance is reported: with 20
 * samples and 20,000 features several reach 0.98 for random labels too, so the expected number of features as good (exact Mann–Whitney tail ×
 * features × classes) must be below 0.01. Cost O(n) a feature and class after a radix sort.
 */
export const separatingFeature: AuditRule = {
  rule: RULE,
  title: 'Does a single feature give the answer away?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'Biology is seldom so simple that one number tells the ill from the well without fail. When one does, it is often something that was measured because of the diagnosis, or a trace of how the samples were handled.',
    intermediate:
      'A near-perfect single feature is either the discovery of the year, a known marker by which the label was made (HER2 status from ERBB2), or a leak. All three are worth knowing before a model of 2,000 features is praised.',
    advanced:
      'max over classes of the one-vs-rest AUC, both directions, ties as half; null: exact Mann–Whitney tail up to 1,000 pairs, normal beyond (conservative far out), times features × classes × 2. It cannot see two features that separate only together (target-from-features does, up to three).',
  },
  run(input) {
    if (input.target.task === 'clustering') return [];
    const found = separations(input).filter(({ score }) => score > NEAR_PERFECT);
    const telling = found.filter(({ byChance }) => byChance < MOST_BY_CHANCE).sort((a, b) => b.score - a.score);
    const tested = countFeatures(input.blocks);
    if (telling.length === 0) {
      const odd =
        found.length === 0
          ? ''
          : `: ${counted(found.length, 'feature does', 'features do')}, as expected by chance with so few samples`;
      return [
        passed(RULE, `no single feature separates the ${NOUN[input.target.task]} beyond chance${odd}`, {
          features: tested,
          above: found.length,
        }),
      ];
    }
    const names = telling.map(({ name }) => name);
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${counted(telling.length, 'single feature')} of ${tested} nearly ${telling.length === 1 ? 'gives' : 'give'} the ${NOUN[input.target.task]} away (${quoted(names)}; best ${input.target.task === 'regression' ? '|ρ|' : 'AUC'} ${telling[0]!.score.toFixed(3)})`,
        evidence: {
          features: tested,
          found: telling.length,
          strongest: telling.slice(0, 10).map(({ name, score, byChance }) => ({
            feature: name,
            score: round(score, 4),
            expectedByChance: round(byChance),
          })),
        },
        todo: 'ask whether these features are known before the label is, and were not used to make it; else leave them out.',
      },
    ];
  },
};

const NOUN = { classification: 'classes', regression: 'number', survival: 'outcome', clustering: '' } as const;

function separations({ blocks, target, units }: AuditInput): Separation[] {
  const features = countFeatures(blocks);
  const out: Separation[] = [];
  const score = scorer(target, units, features);
  for (const { name, values, words } of featureColumns(blocks)) {
    // Words have no order; those that follow the classes are found as the target, or by target-from-features.
    if (words && words.length > 2) continue;
    const found = score(Float32Array.from(units, (i) => values[i]!));
    if (found.score > NEAR_PERFECT) out.push({ name, ...found });
  }
  return out;
}

type Score = (column: Float32Array) => Omit<Separation, 'name'>;

function scorer(target: AuditInput['target'], units: Int32Array, features: number): Score {
  if (target.task === 'classification') return ofClasses(target, units, features);
  if (target.task === 'survival') return ofSurvival(target, units, features);
  if (target.task === 'clustering') return () => ({ score: 0, byChance: 1 });
  const truth = Float64Array.from(units, (i) => target.values[i]!);
  return (column) => byRanks(column, truth, features);
}

function byRanks(column: Float32Array, truth: Float64Array, features: number): Omit<Separation, 'name'> {
  const known = [...column.keys()].filter((i) => !Number.isNaN(column[i]!));
  if (known.length < 6) return { score: 0, byChance: 1 };
  const found = spearman(
    known.map((i) => column[i]!),
    known.map((i) => truth[i]!),
  );
  return { score: found.size, byChance: found.p * features };
}

function ofSurvival({ times, events }: SurvivalTarget, units: Int32Array, features: number): Score {
  const died = units.filter((i) => events[i] === 1);
  const at = new Map(Array.from(units, (i, k) => [i, k]));
  const truth = Float64Array.from(died, (i) => times[i]!);
  const ofEvent = ofClasses(
    { task: 'classification', classes: ['censored', 'event'], codes: Int32Array.from(events) },
    units,
    2 * features,
  );
  return (column) => {
    const byTime = byRanks(
      Float32Array.from(died, (i) => column[at.get(i)!]!),
      truth,
      2 * features,
    );
    const byEvent = ofEvent(column);
    return byTime.score > byEvent.score ? byTime : byEvent;
  };
}

/** The largest one-vs-rest AUC over the classes, in either direction, and how many features would reach it by chance. */
function ofClasses({ classes, codes }: ClassTarget, units: Int32Array, features: number): Score {
  const sort = createArgsort(units.length);
  const nClasses = classes.length;
  const truth = Int32Array.from(units, (i) => codes[i]!);
  const kept = new Float32Array(units.length);
  const where = new Int32Array(units.length);
  const tails = new Map<string, number>();
  const tail = (auc: number, m: number, rest: number) => {
    const key = `${auc} ${m} ${rest}`;
    const known = tails.get(key) ?? rankSumTail(auc, m, rest);
    tails.set(key, known);
    return known;
  };
  return (column) => {
    let n = 0;
    for (let i = 0; i < column.length; i++) {
      if (Number.isNaN(column[i]!)) continue;
      kept[n] = column[i]!;
      where[n++] = truth[i]!;
    }
    const { sorted, order } = sort(kept, n);
    const sums = new Float64Array(nClasses);
    const sizes = new Int32Array(nClasses);
    for (let from = 0; from < n; ) {
      let to = from + 1;
      while (to < n && sorted[to] === sorted[from]) to++;
      for (let at = from; at < to; at++) {
        const k = where[order[at]!]!;
        sums[k]! += (from + to + 1) / 2;
        sizes[k]!++;
      }
      from = to;
    }
    let best = { score: 0, byChance: 1 };
    for (let k = 0; k < nClasses; k++) {
      const m = sizes[k]!;
      const rest = n - m;
      if (m === 0 || rest === 0) continue;
      const auc = (sums[k]! - (m * (m + 1)) / 2) / (m * rest);
      const score = Math.max(auc, 1 - auc);
      if (score <= NEAR_PERFECT) continue;
      const byChance = 2 * tail(score, m, rest) * features * (nClasses === 2 ? 1 : nClasses);
      if (best.score === 0 || byChance < best.byChance) best = { score, byChance };
    }
    return best;
  };
}
