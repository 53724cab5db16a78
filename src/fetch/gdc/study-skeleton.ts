import { stringify } from 'yaml';
import { type FlatCase, overallSurvival } from './clinical.ts';
import type { CountsSample, Dropped } from './replicates.ts';
import type { CountColumn } from './star-counts.ts';

type Field = string | number | null;

/** Clinical columns that the sample sheet takes over: of the patient, and of the first diagnosis. */
const IN_SHEET = /^(disease_type|primary_site|demographic\.[^.]+|diagnoses\.0\.[^.]+)$/;
const IDS = /(^|[._])(submitter_id|demographic_id|diagnosis_id)$/;

/** The sheet of the samples that were kept, with overall survival and the clinical columns of their patients. */
export function sampleRows(samples: readonly CountsSample[], cases: ReadonlyMap<string, FlatCase>): Field[][] {
  const clinical = samples.map(({ caseId }): FlatCase => cases.get(caseId) ?? new Map());
  const names = [...new Set(clinical.flatMap((one) => [...one.keys()]))].filter(
    (name) => IN_SHEET.test(name) && !IDS.test(name),
  );
  names.sort();
  return [
    [
      'sample',
      'patient',
      'project',
      'sample_type',
      'aliquot',
      'preservation_method',
      'file_id',
      'os_days',
      'os_event',
      ...names,
    ],
    ...samples.map(({ sample, patient, project, sampleType, aliquot, preservation, file }, i) => {
      const { days, event } = overallSurvival(clinical[i]!);
      return [
        ...[sample, patient, project, sampleType, aliquot, preservation, file.file_id, days, event],
        ...names.map((name) => clinical[i]!.get(name) ?? null),
      ];
    }),
  ];
}

export const droppedRows = (dropped: readonly Dropped[]): Field[][] => [
  ['file_id', 'file_name', 'aliquot', 'reason'],
  ...dropped.map(({ file, aliquot, reason }) => [file.file_id, file.file_name, aliquot, reason]),
];

/** Counts are put on one scale first; TPM and FPKM are on theirs. */
const PREPARE: Record<CountColumn, readonly unknown[]> = {
  unstranded: ['median-of-ratios', 'log2', 'drop-constant', { 'top-variance': 5000 }, 'standardize', { clip: 5 }],
  tpm_unstranded: ['log2', 'drop-constant', { 'top-variance': 5000 }, 'standardize', { clip: 5 }],
  fpkm_unstranded: ['log2', 'drop-constant', { 'top-variance': 5000 }, 'standardize', { clip: 5 }],
  fpkm_uq_unstranded: ['log2', 'drop-constant', { 'top-variance': 5000 }, 'standardize', { clip: 5 }],
};

/**
 * A study file to start from. What it asks is only a proposal: the type of the sample where several were taken, else the project where there
 * are several, else overall survival, else a column that the user must name.
 */
export function studySkeleton(
  samples: readonly CountsSample[],
  cases: ReadonlyMap<string, FlatCase>,
  column: CountColumn,
): string {
  const types = new Set(samples.map(({ sampleType }) => sampleType));
  const projects = new Set(samples.map(({ project }) => project));
  const outcomes = samples.map(({ caseId }) => overallSurvival(cases.get(caseId) ?? new Map()));
  const survival = outcomes.some(({ days, event }) => event === 1 && (days ?? 0) > 0);
  const [question, outcome] =
    types.size > 1
      ? ['type of the sample', { target: 'sample_type' }]
      : projects.size > 1
        ? ['project', { target: 'project' }]
        : survival
          ? ['overall survival', { survival: { time: 'os_days', event: 'os_event' } }]
          : ['a column of samples.tsv', { target: 'name_a_column_of_samples.tsv' }];
  const text = stringify(
    {
      cistron: 1,
      title: `${[...projects].join(', ')}: ${question} from expression`,
      samples: { file: 'samples.tsv', id: 'sample', group: 'patient', ...outcome },
      blocks: {
        expression: { file: 'expression.tsv.gz', kind: 'expression', rows: 'samples', prepare: PREPARE[column] },
      },
      validate: { outer: 5, inner: 4, repeats: 1, seed: 1 },
    },
    { lineWidth: 0 },
  );
  return `# Written by cistron fetch gdc. The question is a proposal: any column of samples.tsv may be the target.\n${text}`;
}
