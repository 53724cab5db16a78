import { describe, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import { classTarget } from '../../table/target.ts';
import { namesSubjects, subjectColumns } from './subject-columns.ts';

describe('a name says subjects', () => {
  test.each([
    ...[
      'patient',
      'patient_id',
      'PatientID',
      'Patient.Id',
      'patientID',
      'Subject',
      'donor_id',
      'Donor ID',
      'individual',
      'participant no',
    ],
    ...[
      'lesion_id',
      'Case ID',
      'case_submitter_id',
      'family_id',
      'FAMID',
      'cell_line',
      'Cell Line',
      'CellLine',
      'cell.line.name',
      'ptid',
    ],
    ...['bcr_patient_barcode', 'anonymised patient key', 'Patients'],
  ])('%s: sure', (name) => {
    expect(namesSubjects(name)).toBe('sure');
  });
  test.each(['case', 'Family', 'household', 'twin'])('%s: perhaps', (name) => {
    expect(namesSubjects(name)).toBe('perhaps');
  });
  test.each([
    ...[
      'sex',
      'site',
      'batch',
      'plate',
      'centre',
      'hospital',
      'age',
      'device',
      'nurse',
      'sample',
      'tissue',
      'id',
      'celltype',
      'cell type',
    ],
    ...[
      'patient_age',
      'patient status',
      'family_history',
      'case_control',
      'donor_sex',
      'subject_group',
      'lesion location',
      'n_patients per site',
    ],
    ...['Case Vital Status', 'individualised dose', 'outpatient clinic', 'PERSONALITY', 'cell_line_tissue', 'caseload'],
  ])('%s: no', (name) => {
    expect(namesSubjects(name)).toBe('no');
  });
});

describe('a column is proposed', () => {
  const find = async (columns: Record<string, readonly (string | null)[] | Float64Array>, more = {}) =>
    (await subjectColumns.find(groupCohort({ columns, ...more }), testContext())).map(({ source }) => source);

  test('when its values repeat: text or whole numbers, missing values aside', async () => {
    expect(await find({ patient: ['a', 'b', 'a', null, 'c'] })).toEqual(['column:patient']);
    expect(await find({ patient_id: Float64Array.of(7, 9, 7, Number.NaN, 12) })).toEqual(['column:patient_id']);
  });

  test.each([
    ['all differ', ['a', 'b', 'c', 'd']],
    ['two values', ['a', 'b', 'a', 'b']],
    ['one value', ['a', 'a', 'a', 'a']],
    ['fractions', Float64Array.of(1.5, 1.5, 2, 3)],
  ])('but not when %s', async (_, patient) => {
    expect(await find({ patient })).toEqual([]);
  });

  test('not the id column, the target, what is declared already, or the other side of a pair', async () => {
    const columns = { patient: ['a', 'b', 'a', 'c'], donor: ['a', 'b', 'a', 'c'], subject: ['a', 'b', 'a', 'c'] };
    expect(await find(columns, { idColumn: 'patient', declared: ['donor'], notGroups: ['subject'] })).toEqual([]);
  });

  test('not the classes in other words; four patients of two classes are patients', async () => {
    const classes = ['x', 'y', 'z', 'x', 'y', 'z'];
    const target = classTarget(classes, 'test');
    expect(await find({ donor: ['1', '2', '3', '1', '2', '3'] }, { target })).toEqual([]);
    expect(await find({ donor: ['1', '2', '3', '4', '2', '3'] }, { target })).toEqual(['column:donor']);
  });

  test('an ambiguous name needs many values, or a word for an identifier', async () => {
    const few = Array.from({ length: 100 }, (_, i) => `k${i % 4}`);
    const many = Array.from({ length: 100 }, (_, i) => `k${i % 50}`);
    expect(await find({ case: few })).toEqual([]);
    expect(await find({ case: many })).toEqual(['column:case']);
    expect(await find({ case_id: few })).toEqual(['column:case_id']);
    expect(await find({ donor: few })).toEqual(['column:donor']);
  });
});
