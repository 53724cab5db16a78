import { expect, test } from 'vitest';
import { failureOf, textOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function read(json: unknown) {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const { content, facts, problems } = await readFile(
    memorySource('c.json', new TextEncoder().encode(text)),
    {},
    'gdc-clinical',
  );
  if (content.holds !== 'table') throw new Error('a table expected');
  return { rows: textOf(content.table), types: content.table.columns.map(({ type }) => type), facts, problems };
}

const ONE = {
  case_id: 'u1',
  submitter_id: 'TCGA-1',
  project: { project_id: 'TCGA-COAD', program: { name: 'TCGA' } },
  demographic: { vital_status: 'Alive', age_at_index: 61, race: 'not reported' },
  diagnoses: [
    { diagnosis_id: 'd2', age_at_diagnosis: 1, treatments: [] },
    {
      diagnosis_id: 'd1',
      age_at_diagnosis: 22_281,
      diagnosis_is_primary_disease: true,
      sites_of_involvement: ['a', 'b'],
      treatments: [{ treatment_type: 'Radiation' }, { treatment_type: 'Drug' }],
    },
  ],
};

test('nested data become columns as the TSV of the GDC names them; the primary diagnosis is taken', async () => {
  const { rows, types, facts, problems } = await read([
    ONE,
    { case_id: 'u2', submitter_id: 'TCGA-2', demographic: { vital_status: 'Dead' } },
  ]);
  const found = Object.fromEntries(rows[0]!.map((name, j) => [name, [rows[1]![j], rows[2]![j], types[j]]]));
  expect(rows[0]!.slice(0, 2)).toEqual(['cases.submitter_id', 'cases.case_id']);
  expect(found).toEqual({
    'cases.submitter_id': ['TCGA-1', 'TCGA-2', 'text'],
    'cases.case_id': ['u1', 'u2', 'text'],
    'project.project_id': ['TCGA-COAD', null, 'text'],
    'program.name': ['TCGA', null, 'text'],
    'demographic.vital_status': ['Alive', 'Dead', 'text'],
    'demographic.age_at_index': ['61', null, 'number'],
    'demographic.race': [null, null, 'text'],
    'diagnoses.diagnosis_id': ['d1', null, 'text'],
    'diagnoses.age_at_diagnosis': ['22281', null, 'number'],
    'diagnoses.diagnosis_is_primary_disease': ['true', null, 'text'],
    'diagnoses.sites_of_involvement': ['a; b', null, 'text'],
    'treatments.treatment_type': ['Radiation', null, 'text'],
  });
  expect(facts).toEqual({ cases: 2, columns: 12 });
  expect(problems).toEqual([
    'cases with several diagnoses, of which the primary one, else the first, is taken: 1 of 2',
    'cases with several treatments, of which the first is taken: 1 of 2',
  ]);
});

test('an answer of the API is read too, and names that two places have are told apart by their path', async () => {
  const hit = {
    case_id: 'u',
    diagnoses: [{ annotations: [{ note: 'x' }] }],
    annotations: [{ note: 'y' }],
    constructor: 1,
  };
  const { rows } = await read({ data: { hits: [hit] } });
  expect(Object.fromEntries(rows[0]!.map((name, j) => [name, rows[1]![j]]))).toEqual({
    'cases.case_id': 'u',
    'annotations.note': 'x',
    'cases.annotations.note': 'y',
    'cases.constructor': '1',
  });
});

test.each([
  ['[{"case_id": "u"', /^c.json: JSON of cases of the GDC expected, but it cannot be read \(/],
  [[], /^c.json: a list of cases expected, got an empty one; is it clinical.json of the GDC\?$/],
  [{ a: 1 }, /^c.json: a list of cases expected, got something else/],
  [[{ submitter_id: 'x' }], /^c.json: each case must have a case_id, got none in case 1$/],
  [[{ case_id: 'x' }, { case_id: 'x' }], /^c.json: each case must stand once, got 'x' as cases 1 and 2$/],
  [
    `[{"case_id": "u", "a": ${'{"a":'.repeat(60)}1${'}'.repeat(60)}}]`,
    /^c.json: case 1 is nested deeper than any of the GDC$/,
  ],
])('refuses %#', async (json, message) => {
  expect((await failureOf(read(json))).message).toMatch(message);
});
