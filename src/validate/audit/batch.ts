import { withRandom } from '../../base/context.ts';
import { midRanks } from '../../numeric/association/mid-ranks.ts';
import type { Target } from '../../table/target.ts';
import { type Association, associate, type Variable } from './associate.ts';
import { type BatchColumn, batchColumns } from './batch-columns.ts';
import { type FeaturesPredict, featuresPredict } from './features-predict.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, counted, passed, quoted, round } from './rule.ts';

const RULE = 'batch';
const ALPHA = 0.01;
const SMALLEST = 0.15;
/** From here on the column and the label are nearly one: within a class nothing is left to compare. */
const ONE_AND_THE_SAME = 0.9;

interface Judged extends BatchColumn {
  readonly label: Association;
  readonly features?: FeaturesPredict;
}

/**
 * Batch, site, plate and declared confounders: a column that tells of the target and that the features tell, beyond what they tell of the target,
 * is a way to the right answer for the wrong reason. Both halves are needed, and both numbers are given.
 * Cost: the tests of `associate`; then, for columns that pass those, up to 200 nearest-centroid validations on at most 400 samples.
 */
export const batch: AuditRule = {
  rule: RULE,
  title: 'Could the model be reading the batch instead of the biology?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'If most of the ill were measured in one hospital and most of the healthy in another, telling the hospitals apart looks like telling the ill apart. The model cannot know which of the two it has learned, and neither can you.',
    intermediate:
      'A batch (site, plate, scanner, run) is dangerous when it goes with the label and leaves its mark in the features. Both are tested: the label against the batch, and the batch from the features among samples of one label. Only both together are a warning.',
    advanced:
      'Label and column: χ²/Cramér’s V (permutation where expected counts are below 5), Kruskal–Wallis, Spearman, log-rank; Bonferroni at 1 %, association ≥ 0.15. Features and column: nearest centroid from the Gram matrix in 5 folds, p by permutation within classes (tertiles; event × time), so that a column seen only through the label does not count; above 0.9 within classes is impossible and plain permutation is used. Batches that nobody recorded are not seen; a nonlinear trace of a batch may be missed.',
  },
  async run(input, ctx) {
    const { target, units, ids, blocks } = input;
    if (target.task === 'clustering') return [];
    const columns = batchColumns(input);
    if (columns.length === 0)
      return [passed(RULE, 'no column says where or when the samples were measured: batches cannot be looked for')];
    const random = ctx.random.at('audit', RULE);
    const judged: Judged[] = [];
    for (const column of columns) {
      const label = associate(column.variable, target, units, random.at(column.name));
      const telling = label.p * columns.length < ALPHA && label.size >= SMALLEST;
      if (!telling) {
        judged.push({ ...column, label });
        continue;
      }
      const strata = label.size < ONE_AND_THE_SAME ? strataOf(target) : new Int32Array(ids.length);
      const codes = asCategory(column.variable);
      const features = await featuresPredict(blocks, codes, strata, units, withRandom(ctx, random.at(column.name)));
      judged.push({ ...column, label, features });
    }
    return [findingOf(judged, input)];
  },
};

function findingOf(judged: readonly Judged[], { target }: AuditInput): Awaited<ReturnType<AuditRule['run']>>[number] {
  const confounded = judged.filter(
    ({ features }) => features && features.p <= ALPHA && features.accuracy > features.chance,
  );
  const evidence = { columns: judged.slice(0, 20).map(inNumbers) };
  const names = confounded.map(({ name }) => name);
  if (confounded.length === 0) {
    const going = judged.filter(({ features }) => features).map(({ name }) => name);
    const but =
      going.length === 0
        ? 'none goes with the target'
        : `${quoted(going)} ${going.length === 1 ? 'goes' : 'go'} with the target, but the features show no more of it than of the target`;
    return passed(RULE, `${counted(judged.length, 'column')} of batch, site or confounder looked at: ${but}`, evidence);
  }
  const [worst] = confounded.toSorted((a, b) => b.label.size - a.label.size) as [Judged, ...Judged[]];
  const { accuracy, chance } = worst.features!;
  const more =
    confounded.length > 1
      ? `; so ${confounded.length === 2 ? 'does' : 'do'} ${quoted(names.filter((name) => name !== worst.name))}`
      : '';
  return {
    rule: RULE,
    status: 'warn',
    message: `'${worst.name}' goes with the ${target.task === 'classification' ? 'classes' : 'target'} (${worst.label.measure} ${worst.label.size.toFixed(2)}) and the features tell it (balanced accuracy ${accuracy.toFixed(2)}, by chance ${chance.toFixed(2)})${more}: a model may be reading that instead`,
    evidence,
    todo: `name it as samples.group, so that whole batches are held out, or judge within each batch; compare with the baseline that knows the batch alone.`,
  };
}

function inNumbers({ name, label, features }: Judged) {
  return {
    column: name,
    association: round(label.size),
    p: round(label.p),
    ...(features
      ? { accuracy: round(features.accuracy), chance: round(features.chance), pFeatures: round(features.p) }
      : {}),
  };
}

/** Thirds of a number, by rank. */
function thirds(values: ArrayLike<number>): Int32Array {
  const known = Array.from(values, (_, i) => i).filter((i) => Number.isFinite(values[i]));
  const { ranks } = midRanks(known.map((i) => values[i]!));
  const out = new Int32Array(values.length).fill(-1);
  known.forEach((i, at) => {
    out[i] = Math.min(2, Math.floor((3 * (ranks[at]! - 0.5)) / known.length));
  });
  return out;
}

function asCategory(variable: Variable): ArrayLike<number> {
  return variable.type === 'category' ? variable.codes : thirds(variable.values);
}

/** Samples that are alike in the target. */
function strataOf(target: Target): Int32Array {
  switch (target.task) {
    case 'classification':
      return target.codes;
    case 'regression':
      return thirds(target.values);
    case 'survival': {
      const early = thirds(target.times);
      return early.map((third, i) => 2 * third + target.events[i]!);
    }
    case 'clustering':
      return new Int32Array(target.nSamples);
  }
}
