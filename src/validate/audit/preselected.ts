import type { Context } from '../../base/context.ts';
import { type BlockKind, isArrayKind } from '../../table/block.ts';
import { associate } from './associate.ts';
import { featureColumns } from './columns.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, passed } from './rule.ts';

const RULE = 'preselected';
/** A handful of features may all be chosen for good reasons. */
const FEWEST = 20;
const ALPHA = 0.05;
/** Share of features that may tell nothing, and still the table has none to speak of. */
const FEW = 0.01;
/** Selected noise has p values spread evenly below the cut: the ninetieth percentile is 1.8 times the median, where real signals span many powers of ten. */
const ALIKE = 20;
/** Features of a block that are looked at, evenly spread. */
const MOST_FEATURES = 400;

/**
 * Whether a block holds only features that tell of the target: a table of measurements always has many that do not, one whose features were chosen by
 * their association with the target on all samples has none. Then the folds come too late, and the score may be made of nothing (50 samples of noise,
 * the best 50 of 10,000 features: ROC AUC 1.0). Cost O(n log n) for each of at most
 * 400 features of a block.
 */
export const preselected: AuditRule = {
  rule: RULE,
  title: 'Were the features chosen with the answer in view?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'If somebody first picked the genes that differ between ill and healthy in all patients, and then asked a model to tell them apart, the model could not fail: the patients it is judged on helped to pick. With enough genes this works on pure noise.',
    intermediate:
      'Selection outside the folds is the commonest leak in published genomics. It leaves a trace: of a table as measured many features say nothing of the label, of a selected one every feature does.',
    advanced:
      'At most 1 % of the features of a block (20 or more) with p > 0.05 by rank tests or the Cox score test of one sample a group; or p values that all lie alike close below a cut (ninetieth percentile ≤ 0.1 and ≤ 20 times the median), as selected noise has them. Panels chosen on other data (ancestry markers, published signatures) and tables in which everything differs look the same: the audit cannot know on whom they were chosen. A selection mixed with features that were not selected is not seen. Ambroise and McLachlan 2002, PNAS 99, 6562.',
  },
  run(input, ctx) {
    const { target, blocks } = input;
    if (target.task === 'clustering') return [];
    // Nobody chooses the positions of a sequence or the pixels of a picture one by one; where the composition or the light tells, all of them do.
    const whole = ({ kind }: { readonly kind: BlockKind }) => kind === 'sequence' || isArrayKind(kind);
    const chosen = blocks.filter((block) => !whole(block) && block.features.length >= FEWEST);
    const found = chosen.filter((block) => allTell(input, block, ctx));
    if (found.length === 0)
      return [passed(RULE, 'the blocks hold features that tell nothing of the target, as tables of measurements do')];
    const named = found.map(({ name, features }) => `block '${name}' (${features.length} features)`).join(', ');
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `nearly every feature of ${named} tells of the target: were they chosen by it, on all samples? Then any score is too good`,
        evidence: { blocks: found.map(({ name, features }) => ({ block: name, features: features.length })) },
        todo: 'start from the whole table and let prepare choose, inside the folds; or keep the list when it was made on other samples.',
      },
    ];
  },
};

function allTell({ target, units }: AuditInput, block: AuditInput['blocks'][number], ctx: Context): boolean {
  const random = ctx.random.at('audit', RULE);
  const every = Math.ceil(block.features.length / MOST_FEATURES);
  const p: number[] = [];
  let at = 0;
  for (const { values, words } of featureColumns([block])) {
    if (at++ % every > 0) continue;
    const variable = words
      ? ({ type: 'category', codes: values.map((code) => (Number.isNaN(code) ? -1 : code)) } as const)
      : ({ type: 'number', values } as const);
    p.push(associate(variable, target, units, random).p);
  }
  p.sort((a, b) => a - b);
  const silent = p.filter((value) => value > ALPHA).length;
  const high = p[Math.floor(0.9 * p.length)]!;
  return silent <= FEW * p.length || (high <= 2 * ALPHA && high <= ALIKE * p[Math.floor(p.length / 2)]!);
}
