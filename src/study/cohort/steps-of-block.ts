import { defaultPrepare } from '../../prepare/defaults.ts';
import type { Step } from '../../prepare/step.ts';
import { looksRaw } from '../../read/index.ts';
import { type Block, isArrayKind } from '../../table/block.ts';
import { hasMissing } from '../../table/matrix.ts';
import type { BlockSpec } from '../file/study.ts';

/** The steps that the study gives a block, else those of its kind for what the block looks like. @param statements gets the evidence. */
export function stepsOfBlock(block: Block, spec: BlockSpec, statements: string[]): readonly Step[] {
  if (spec.prepare) return spec.prepare;
  // Nothing in these decides the preparation, and looking at hundreds of thousands of features would take as long as reading them.
  if (block.kind === 'sequence' || isArrayKind(block.kind)) return defaultPrepare(block.kind, NO_FACTS);
  const measured = ['expression', 'methylation', 'mirna'].includes(block.kind);
  const verdict = measured ? looksRaw(block) : undefined;
  if (verdict) statements.push(`block '${block.name}': ${verdict.evidence}`);
  return defaultPrepare(block.kind, {
    raw: verdict?.raw ?? false,
    nFeatures: block.features.length,
    hasMissing: hasMissing(block.matrix),
    hasText: block.levels?.some((words) => words !== null) ?? false,
  });
}

const NO_FACTS = { raw: false, nFeatures: 0, hasMissing: true, hasText: true };
