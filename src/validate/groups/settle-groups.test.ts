import { describe, expect, test } from 'vitest';
import type { GroupProposal } from './finder.ts';
import { settleGroups } from './settle-groups.ts';

const patient: GroupProposal = {
  source: 'declared:patient',
  evidence: "the study names column 'patient'",
  labels: ['a', 'a', 'b', 'c', 'd'],
};
const lesion: GroupProposal = {
  source: 'column:lesion',
  evidence: "column 'lesion' repeats",
  labels: ['1', '1', '2', '2', null],
};
const twice: GroupProposal = { source: 'near-duplicates', evidence: '1 pair', pairs: [{ i: 3, l: 4 }] };
const all = [patient, lesion, twice];

describe('settleGroups', () => {
  test('joins what the study declares and every source says, through chains', () => {
    const { groups, findings } = settleGroups(all, 5, { groups: 'inferred', ignore: [] });
    expect([...groups]).toEqual([0, 0, 1, 1, 1]);
    const [kept, inferred] = findings;
    expect(kept).toMatchObject({
      rule: 'groups',
      status: 'pass',
      evidence: { samples: 5, groups: 2, largest: 3, sources: { 'column:lesion': { samples: 4, groups: 2 } } },
    });
    expect(kept!.message).toContain(
      '5 samples belong to 2 groups of 2 or more (declared:patient, column:lesion, near-duplicates)',
    );
    expect(inferred).toMatchObject({
      rule: 'inferred-groups',
      status: 'warn',
      evidence: {
        'column:lesion': { samples: 4, groups: 2, undeclared: 2, used: true },
        'near-duplicates': { undeclared: 2 },
      },
    });
  });

  test('a source that says no more than the study does is no news', () => {
    const same = { ...lesion, labels: ['x', 'x', null, null, null] };
    const { findings } = settleGroups([patient, same], 5, { groups: 'inferred', ignore: [] });
    expect(findings[1]).toMatchObject({
      rule: 'inferred-groups',
      status: 'pass',
      evidence: { 'column:lesion': { undeclared: 0 } },
    });
  });

  test('what the study overrules is left apart, and its reason recorded', () => {
    const ignore = [{ source: 'column:lesion', reason: 'lesions are numbered within a patient' }];
    const { groups, findings, warnings } = settleGroups(all, 5, { groups: 'inferred', ignore });
    expect([...groups]).toEqual([0, 0, 1, 2, 2]);
    expect(findings[1]!.message).toContain('overruled by the study: lesions are numbered within a patient');
    expect(findings[1]).toMatchObject({
      status: 'warn',
      evidence: { 'column:lesion': { used: false, reason: 'lesions are numbered within a patient' } },
    });
    expect(warnings).toEqual([]);
  });

  test('overruling what was not proposed is a warning that names the nearest', () => {
    const ignore = [{ source: 'column:lesions', reason: 'x' }];
    const { warnings } = settleGroups(all, 5, { groups: 'inferred', ignore });
    expect(warnings).toMatchObject([{ code: 'ignored-groups-not-found' }]);
    expect(warnings[0]!.message).toContain("did you mean 'column:lesion'?");
  });

  test('declared: only the columns count, and what was left apart is said; none: nothing counts', () => {
    const declared = settleGroups(all, 5, { groups: 'declared', ignore: [] });
    expect([...declared.groups]).toEqual([0, 0, 1, 2, 3]);
    expect(declared.findings[1]).toMatchObject({ status: 'warn' });
    expect(declared.findings[1]!.message).toContain('left apart as the study asks');
    const none = settleGroups(all, 5, { groups: 'none', ignore: [] });
    expect([...none.groups]).toEqual([0, 1, 2, 3, 4]);
    expect(none.warnings).toMatchObject([{ code: 'groups-off' }]);
  });
});
