import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { withoutIds } from './private-ids.ts';

const base = exampleInput().record;
const record = {
  ...base,
  audit: [
    {
      rule: 'duplicate-samples',
      status: 'warn' as const,
      message: "Samples 'PT-0001' and PT-0002. are equal; class 12 has 12 samples.",
      evidence: {
        pairs: [['PT-0001', 'PT-0002']],
        first: 'PT-0001',
        second: '12',
        count: 1,
        nested: { id: 'PT-0002' },
        sources: ['patient'],
      },
    },
  ],
  warnings: [{ code: 'x', message: 'PT-0001: odd', where: 'PT-0002' }],
};

test('ids in messages, evidence and warnings are masked, lists that hold one become their length', () => {
  const { audit, warnings } = withoutIds(record, ['PT-0001', 'PT-0002', '12']);
  expect(audit[0]!.message).toBe("Samples '[sample]' and [sample]. are equal; class 12 has 12 samples.");
  expect(audit[0]!.evidence).toEqual({
    pairs: '1 listed in run.json',
    first: '[sample]',
    second: '[sample]',
    count: 1,
    nested: { id: '[sample]' },
    sources: ['patient'],
  });
  expect(warnings[0]).toEqual({ code: 'x', message: '[sample]: odd', where: '[sample]' });
});

test('when the ids are not known no list is shown', () => {
  expect(withoutIds(record, []).audit[0]!.evidence).toMatchObject({
    pairs: '1 listed in run.json',
    sources: '1 listed in run.json',
  });
});

test('the rest of the record is the same', () => {
  expect(withoutIds(record, ['PT-0001'])).toMatchObject({ results: base.results, study: base.study });
});

test('ids with a colon in them, as rows without a name get, are known by the whole', () => {
  const message = 'row:5 = row:686, (row:7); batch:PT-0001, row:99';
  const one = { ...record, warnings: [{ code: 'x', message }] };
  expect(withoutIds(one, ['row:5', 'row:686', 'row:7', 'PT-0001']).warnings[0]!.message).toBe(
    '[sample] = [sample], ([sample]); batch:[sample], row:99',
  );
});
