import { columnOf } from '../../table/matrix.ts';
import { type ClassTarget, type Target, takeTargetRows } from '../../table/target.ts';
import { countFeatures } from './columns.ts';
import { type Column, type Formula, formulaColumn, linearFormula, thresholdFormula } from './formula.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, passed, quoted } from './rule.ts';
import { signatureOf } from './signatures.ts';

const RULE = 'target-from-features';

/**
 * Whether the target was made from features that are in the table: a known signature (PAM50 and its genes), a number that is a weighted sum
 * of up to 8 features or the total of a block, classes that a threshold on a weighted sum of two or three features reproduces without a mistake.
 * Sums are found greedily (orthogonal matching pursuit), so one of many correlated features may escape. Cost O(steps · n · p), n · p a class.
 */
export const targetFromFeatures: AuditRule = {
  rule: RULE,
  title: 'Was the answer computed from the features?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'If the label was computed from some of the very measurements in the table, predicting it means finding the recipe again. That works very well and teaches nothing about patients.',
    intermediate:
      'PAM50 subtypes are called from the expression of fifty genes; with those genes among the features the classifier rebuilds the caller. The same holds for scores, burdens and grades. Report the result with and without them.',
    advanced:
      'A table of signatures by target name or class names with at least three of their genes present; orthogonal matching pursuit to 1 − R² ≤ 1e-5 within 8 features or a block total; linear separability of every class by two or three of the features that agree best with it (none of which explains 60 % of it alone), where Cover’s count of linear dichotomies (1965, IEEE Trans. Electron. Comput. 14) × choices of features leaves less than 0.01 by chance. Products, ratios and trees of features are not seen.',
  },
  run(input) {
    const { blocks, target, targetColumns = [] } = input;
    if (target.task === 'clustering') return [];
    const found = [...signatureGenes(input), ...formulas(input)];
    if (found.length === 0)
      return [passed(RULE, `no formula of a few of ${countFeatures(blocks)} features gives the target`)];
    const name = targetColumns[0] ?? 'the target';
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `'${name}' seems to be made from features of this table: ${found.map(({ words }) => words).join('; ')}`,
        evidence: { found: found.map(({ how, features }) => ({ how, features: features.slice(0, 60) })) },
        todo: 'leave these features out, or report the result with and without them.',
      },
    ];
  },
};

interface Origin {
  readonly how: string;
  readonly features: readonly string[];
  readonly words: string;
}

/** Fewer of its genes than this do not rebuild a signature. */
const FEWEST_GENES = 3;

function signatureGenes({ blocks, target, targetColumns = [] }: AuditInput): Origin[] {
  const signature = signatureOf(targetColumns, target.task === 'classification' ? target.classes : []);
  if (!signature) return [];
  const genes = new Set(signature.genes);
  // `ERBB2`, `ERBB2_rnaseq`, `ERBB2|2064`: the symbol comes first.
  const present = blocks.flatMap(({ features }) =>
    features.filter((name) => genes.has(name.split(/[|_.\s]/)[0]!.toUpperCase())),
  );
  if (present.length < FEWEST_GENES) return [];
  const words = `${present.length} of the genes that define ${signature.name} are among the features (${quoted(present)})`;
  return [{ how: signature.name, features: present, words }];
}

function formulas({ blocks, target, units }: AuditInput): Origin[] {
  const truth = takeTargetRows(target, units);
  const columns = formulaColumns(blocks, units);
  const wanted = numberOf(truth);
  if (wanted) {
    const formula = linearFormula(columns, wanted);
    return formula ? [inWords('a weighted sum', formula)] : [];
  }
  const formula = thresholdOfClasses(truth as ClassTarget, columns);
  return formula ? [inWords('a threshold on a weighted sum', formula)] : [];
}

function numberOf(target: Target): Float64Array | undefined {
  if (target.task === 'regression') return target.values;
  return target.task === 'survival' ? target.times : undefined;
}

/** Every class must be reproduced; of two, one is enough. */
function thresholdOfClasses({ classes, codes }: ClassTarget, columns: readonly Column[]): Formula | null {
  const used = new Map<string, Column>();
  for (let k = 0; k < (classes.length === 2 ? 1 : classes.length); k++) {
    const formula = thresholdFormula(
      columns,
      Int8Array.from(codes, (code) => (code === k ? 1 : -1)),
    );
    if (!formula) return null;
    for (const column of formula.columns) used.set(column.name, column);
  }
  return { columns: [...used.values()] };
}

function inWords(how: string, { columns }: Formula): Origin {
  const features = columns.map(({ name }) => name);
  return {
    how,
    features,
    words: `${how} of ${features.length} of them gives it without a mistake (${quoted(features)})`,
  };
}

/** The features, words left out, and the total of each block, which scores and burdens are. */
function formulaColumns(blocks: AuditInput['blocks'], units: Int32Array): Column[] {
  return blocks.flatMap((block) => {
    const total = new Float64Array(block.matrix.nRows);
    const columns: (Column | null)[] = [];
    for (const [j, feature] of block.features.entries()) {
      if (block.levels?.[j]) continue;
      const read = () => columnOf(block.matrix, j);
      const values = read();
      for (let i = 0; i < total.length; i++) if (!Number.isNaN(values[i]!)) total[i]! += values[i]!;
      columns.push(formulaColumn(`${block.name}:${feature}`, read, units));
    }
    if (columns.length > 1) columns.push(formulaColumn(`total of block '${block.name}'`, () => total, units));
    return columns.filter((column) => column !== null);
  });
}
