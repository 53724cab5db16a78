import { denseCodes } from '../../sample/groups.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, counted, passed } from './rule.ts';

const RULE = 'groups';

/**
 * No group (patient, family, site, duplicates) on both sides of an outer split. Splits that this program draws cannot break it, and it is
 * asserted all the same; splits by a column, by time or of another cohort can, and then it fails.
 */
export const groupOverlap: AuditRule = {
  rule: RULE,
  title: 'Do samples that belong together stay together?',
  stage: 'start',
  worst: 'fail',
  why: {
    novice:
      'Two samples of one patient resemble each other. If the model learns from one and is judged on the other, it can recognise the patient instead of the disease.',
    intermediate:
      'The independent unit is the patient (family, site, lesion), not the row. A split that parts a unit gives scores that no new patient will see; in images and ECG the difference is often ten points and more.',
    advanced:
      'Checked on the index sets of every outer split, against declared groups merged with the inferred ones. A split by a column, by time or of another cohort is checked too. It cannot see a dependence that nobody declared and no rule infers.',
  },
  run(input) {
    const { ids, groups, groupFindings = [] } = input;
    const dense = denseCodes(groups);
    const kept =
      groupFindings.find(({ rule }) => rule === RULE) ?? passed(RULE, inWords(dense), { samples: dense.length });
    const parted = partedGroups(input, dense);
    if (parted.size === 0) return [kept];
    const [[first, [train, test]]] = [...parted] as [[number, readonly [number, number]]];
    const members = dense.filter((group) => group === first).length;
    return [
      {
        rule: RULE,
        status: 'fail',
        message: `${counted(parted.size, 'group')} of samples that belong together ${parted.size === 1 ? 'stands' : 'stand'} on both sides of a split: ${ids[train]} in training, ${ids[test]} in the test part (a group of ${members})`,
        evidence: { ...kept.evidence, parted: parted.size },
        todo: 'put all samples of a group on one side of the split.',
      },
    ];
  },
};

function inWords(dense: Int32Array): string {
  const sizes = new Map<number, number>();
  for (const group of dense) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const repeated = [...sizes.values()].filter((size) => size > 1);
  if (repeated.length === 0) return 'every sample is a group of its own';
  const bound = repeated.reduce((sum, size) => sum + size, 0);
  return `${bound} samples belong to ${counted(repeated.length, 'group')} of 2 or more`;
}

/** Group → a training and a test sample of it, for the groups that a split parts. */
function partedGroups({ splits = [] }: AuditInput, dense: Int32Array): Map<number, readonly [number, number]> {
  const parted = new Map<number, readonly [number, number]>();
  for (const { train, test } of splits.flat()) {
    const trained = new Map<number, number>();
    for (const i of train) trained.set(dense[i]!, i);
    for (const i of test) {
      const other = trained.get(dense[i]!);
      if (other !== undefined && !parted.has(dense[i]!)) parted.set(dense[i]!, [other, i]);
    }
  }
  return parted;
}
