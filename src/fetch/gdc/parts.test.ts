import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { clinicalRows, flattenCase, overallSurvival } from './clinical.ts';
import type { GdcFile } from './files.ts';
import { fileFilters } from './filters.ts';
import { manifestRows, parseManifest, sampleSheetRows } from './manifest.ts';
import { onePerPatient } from './replicates.ts';
import { parseStarCounts } from './star-counts.ts';

const file = (barcode: string, change: { sampleType?: string; preservation?: string; id?: string } = {}): GdcFile => ({
  ...{ file_id: change.id ?? barcode, file_name: `${barcode}.tsv`, md5sum: '0'.repeat(32), file_size: 1 },
  associated_entities: [{ entity_submitter_id: barcode, entity_type: 'aliquot' }],
  cases: [
    {
      ...{ case_id: barcode.slice(0, 12), submitter_id: barcode.slice(0, 12), project: { project_id: 'TCGA-X' } },
      samples: [
        {
          ...{ submitter_id: barcode.slice(0, 16), sample_type: change.sampleType ?? 'Primary Tumor' },
          preservation_method: change.preservation ?? 'OCT',
        },
      ],
    },
  ],
});

describe('one sample a patient', () => {
  // Each line: the aliquots of a patient, the one that stays first. Barcodes after the pattern of TCGA.
  test.each([
    ['the later vial', ['TCGA-AA-0001-01B-11R-A32Y-07', 'TCGA-AA-0001-01A-21R-A32Z-07']],
    ['the later plate', ['TCGA-AA-0001-01A-11R-A32Z-07', 'TCGA-AA-0001-01A-11R-A32Y-07']],
    ['analyte H before R', ['TCGA-AA-0001-01A-11H-A32Y-07', 'TCGA-AA-0001-01A-21R-A32Z-07']],
    ['analyte R before T', ['TCGA-AA-0001-01A-11R-A32Y-07', 'TCGA-AA-0001-01A-21T-A32Z-07']],
    [
      'where analytes differ, the later plate before the later portion',
      ['TCGA-AA-0001-01A-11R-A32Z-07', 'TCGA-AA-0001-01A-21R-A32Y-07', 'TCGA-AA-0001-01A-31T-A32Z-07'],
    ],
    ['without analytes, the last by name', ['TARGET-30-PARACS-02A', 'TARGET-30-PARACS-01A']],
  ])('%s', (_what, barcodes) => {
    for (const order of [barcodes, [...barcodes].reverse()]) {
      const { kept, dropped } = onePerPatient(
        order.map((barcode) => file(barcode)),
        [],
      );
      expect(kept.map(({ aliquot }) => aliquot)).toEqual([barcodes[0]]);
      expect(dropped.map(({ aliquot }) => aliquot).sort()).toEqual(barcodes.slice(1).sort());
      for (const { reason } of dropped) expect(reason).toContain(`: ${barcodes[0]} was kept`);
    }
  });
  test('frozen before FFPE, whatever the barcodes; FFPE alone stays', () => {
    const ffpe = file('TCGA-AA-0001-01B-11R-A32Z-07', { preservation: 'FFPE' });
    const { kept, dropped } = onePerPatient([ffpe, file('TCGA-AA-0001-01A-11R-A32Y-07')], []);
    expect(kept[0]!.sample).toBe('TCGA-AA-0001-01A');
    expect(dropped[0]!.reason).toBe('FFPE: TCGA-AA-0001-01A-11R-A32Y-07 was kept');
    expect(onePerPatient([ffpe], []).kept.length).toBe(1);
  });
  test('two files of one aliquot: the same one whatever the order', () => {
    const two = ['a', 'b'].map((id) => file('TCGA-AA-0001-01A-11R-A32Y-07', { id }));
    for (const order of [two, [...two].reverse()]) expect(onePerPatient(order, []).kept[0]!.file.file_id).toBe('b');
  });
  test('types stay apart, and those not asked for are named', () => {
    const files = [
      file('TCGA-AA-0001-01A-11R-A32Y-07'),
      file('TCGA-AA-0001-11A-11R-A32Y-07', { sampleType: 'Solid Tissue Normal' }),
    ];
    expect(onePerPatient(files, []).kept.length).toBe(2);
    expect(onePerPatient(files, ['Primary Tumor']).dropped[0]!.reason).toBe(
      "sample type 'Solid Tissue Normal' was not asked for",
    );
  });
  test('a file of several samples is no sample', () => {
    const pair = file('TCGA-AA-0001-01A-11R-A32Y-07');
    pair.cases![0]!.samples!.push({ submitter_id: 'TCGA-AA-0001-10A' });
    expect(onePerPatient([pair], []).dropped[0]!.reason).toBe('a file of one sample expected, got 2 samples');
  });
});

describe('a case on one line', () => {
  const record = {
    ...{ id: 'x', case_id: 'x', submitter_id: 'TCGA-AA-0001', state: 'released', consent: null },
    project: { project_id: 'TCGA-X', released: true },
    demographic: { vital_status: 'Alive', updated_datetime: '2025-01-01' },
    diagnoses: [
      { submitter_id: 'd2', days_to_diagnosis: -400, diagnosis_is_primary_disease: 'false', days_to_last_follow_up: 3 },
      { submitter_id: 'd1', days_to_diagnosis: 0, diagnosis_is_primary_disease: true, sites: ['Colon', 'Rectum'] },
    ],
    follow_ups: Array.from({ length: 11 }, (_, i) => ({ submitter_id: `f${i}`, days_to_follow_up: 1000 - i })),
  };
  const flat = flattenCase(record);
  test('has GDC’s names, the primary diagnosis first, follow-ups by day', () => {
    expect(flat.get('diagnoses.0.submitter_id')).toBe('d1');
    expect(flat.get('diagnoses.0.sites')).toBe('Colon; Rectum');
    expect(flat.get('follow_ups.0.days_to_follow_up')).toBe(990);
    expect([...flat.keys()].filter((name) => /state|datetime|released|^id$|consent/.test(name))).toEqual([]);
    const shuffled = {
      ...record,
      diagnoses: [...record.diagnoses].reverse(),
      follow_ups: [...record.follow_ups].reverse(),
    };
    expect(clinicalRows([flattenCase(shuffled)])).toEqual(clinicalRows([flat]));
  });
  test('columns are in the order of their numbers', () => {
    const [header] = clinicalRows([flat]);
    expect(header!.slice(0, 2)).toEqual(['case_id', 'submitter_id']);
    expect(header!.indexOf('follow_ups.2.submitter_id')).toBeLessThan(header!.indexOf('follow_ups.10.submitter_id'));
  });
  test('overall survival: the last day known of the living, the death of the dead', () => {
    const of = (entries: Record<string, string | number>) => overallSurvival(new Map(Object.entries(entries)));
    expect(overallSurvival(flat)).toEqual({ days: 1000, event: 0 });
    expect(
      of({
        'demographic.vital_status': 'Dead',
        'demographic.days_to_death': '12',
        'follow_ups.0.days_to_follow_up': 99,
      }),
    ).toEqual({
      days: 12,
      event: 1,
    });
    expect(of({ 'demographic.vital_status': 'Dead' })).toEqual({ days: null, event: 1 });
    expect(of({ 'demographic.vital_status': 'Not Reported', 'follow_ups.0.days_to_follow_up': 9 })).toEqual({
      days: null,
      event: null,
    });
  });
});

describe('a file of counts', () => {
  const header = 'gene_id\tgene_name\tgene_type\tunstranded\ttpm_unstranded';
  const content = `# gene-model: GENCODE v36\n${header}\nN_unmapped\t\t\t5\t\nE1.2\tA\tlncRNA\t3\t0.2500\nE2.1_PAR_Y\tB\tmiRNA\t0\t1e-05\n`;
  test('gives genes and values as they are written', () => {
    expect(parseStarCounts(content, 'tpm_unstranded', 'x.tsv')).toEqual({
      genes: [
        { id: 'E1.2', name: 'A', type: 'lncRNA' },
        { id: 'E2.1_PAR_Y', name: 'B', type: 'miRNA' },
      ],
      values: ['0.2500', '1e-05'],
    });
    expect(parseStarCounts(content.replaceAll('\n', '\r\n'), 'unstranded', 'x.tsv').values).toEqual(['3', '0']);
  });
  test.each([
    ['cut off', content.slice(0, -8), 'x.tsv:5: 5 fields expected (as in the header), got 4'],
    [
      'a word',
      content.replace('\t3\t', '\tmany\t'),
      "x.tsv:4: a number of at least 0 expected in column 'unstranded', got 'many'",
    ],
    ['no genes', content.slice(0, content.indexOf('E1')), 'x.tsv: genes expected, got none'],
    ['empty', '', 'x.tsv:1: the columns gene_id'],
    ['comments alone', '# a\n# b', 'x.tsv:0: the columns gene_id'],
  ])('%s', (_what, text, message) => {
    expect(() => parseStarCounts(text, 'unstranded', 'x.tsv')).toThrow(message);
  });
});

describe('filters', () => {
  test('of flags and of a file hold together', () => {
    const tree = { op: '=', content: { field: 'cases.primary_site', value: 'Colon' } };
    expect(fileFilters({ project: ['A', 'B'], workflow: ['W'], access: 'any', tree })).toEqual({
      op: 'and',
      content: [
        { op: 'in', content: { field: 'cases.project.project_id', value: ['A', 'B'] } },
        { op: 'in', content: { field: 'files.analysis.workflow_type', value: ['W'] } },
        tree,
      ],
    });
  });
});

describe('a manifest', () => {
  const line = `a\tx.tsv\t${'0'.repeat(32)}\t12\treleased`;
  const header = 'id\tfilename\tmd5\tsize\tstate';
  test.each([
    [
      'no header',
      line,
      "m.txt:1: a manifest with the columns id, filename, md5, size, state expected, got none called 'id'",
    ],
    ['a size that is none', `${header}\n${line.replace('12', '-1')}`, "m.txt:2: a size in bytes expected, got '-1'"],
    [
      'a name that leads elsewhere',
      `${header}\n${line.replace('x.tsv', '../x')}`,
      'm.txt:2: a file name without folders',
    ],
    ['a cut line', `${header}\n${line.slice(0, 20)}`, 'm.txt:2: an MD5 of 32 hexadecimal digits expected'],
    ['an id twice', `${header}\n${line}\n${line}`, "m.txt:3: each id must occur once, got 'a' again"],
  ])('%s', (_what, content, message) => {
    expect(() => parseManifest(content, 'm.txt')).toThrow(message);
  });

  const real = fileURLToPath(new URL('../../../../shared/data/12_singlecell_gdc/', import.meta.url));
  if (!existsSync(real)) console.warn(`skipped: a manifest of the portal, since there is no ${real}`);
  test.skipIf(!existsSync(real))(
    'of the portal is read and written as it was; the sample sheet has its columns',
    () => {
      const content = readFileSync(`${real}gdc_manifest_coad.txt`, 'utf8');
      const lines = parseManifest(content, 'gdc_manifest_coad.txt');
      expect(lines.length).toBe(450);
      expect(manifestRows(lines).map((row) => row.join('\t'))).toEqual(content.trimEnd().split('\n'));
      const sheet = readFileSync(`${real}gdc_sample_sheet_coad.tsv`, 'utf8').split('\n').slice(0, 2);
      const [id, name, category, type, project, patient, sample, tissue, descriptor, specimen, preservation] =
        sheet[1]!.split('\t');
      const hit = {
        ...{ file_id: id!, file_name: name!, md5sum: '', file_size: 1, data_category: category, data_type: type },
        cases: [
          {
            ...{ case_id: 'x', submitter_id: patient, project: { project_id: project } },
            samples: [
              {
                ...{ submitter_id: sample, tissue_type: tissue, tumor_descriptor: descriptor },
                ...{ specimen_type: specimen, preservation_method: preservation },
              },
            ],
          },
        ],
      };
      expect(sampleSheetRows([hit]).map((row) => row.join('\t'))).toEqual(sheet);
    },
  );
});
