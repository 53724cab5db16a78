import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import {
  base64Of,
  EIGHT,
  latin1,
  type MuseLeadSpec,
  museStatements,
  museWave,
  museXml,
} from '../../../test/support/muse-files.ts';
import { missingPython, python } from '../../../test/support/python.ts';
import { failureOf } from '../../../test/support/tables.ts';
import { inspectFile } from '../inspect.ts';
import { readFile, sniffFormat } from '../read-file.ts';
import { type ByteSource, memorySource } from '../source.ts';
import { saysByWhom, withoutTimes } from './annotations.ts';

const EIGHT_WAVE = museWave('Rhythm', EIGHT);
const fileOf = (text: string, name = 'a.xml') => memorySource(name, latin1(text));

async function blockOf(source: ByteSource, params = {}) {
  const warnings: string[] = [];
  const reading = await readFile(source, { params, warn: ({ message }) => warnings.push(message) }, 'muse-xml');
  if (reading.content.holds !== 'blocks') throw new Error(reading.content.holds);
  const { block } = reading.content.blocks[0]!;
  const row = (i: number) => block.features.map((_, j) => block.matrix.data[j * block.ids.length + i]!);
  return { ...reading, warnings, samples: reading.content.samples, block, row };
}

/** A folder of files in memory. */
const folderOf = (files: Record<string, Uint8Array>): ByteSource => ({
  ...memorySource('ecgs', new Uint8Array()),
  files: Object.keys(files).sort(),
  beside: async (name) => (files[name] ? memorySource(name, files[name]) : undefined),
});

/** One lead of samples 1, 2, changed. */
const changed = (set: MuseLeadSpec['set'] & {}) => museXml([museWave('Rhythm', [{ id: 'I', samples: [1, 2], set }])]);

describe('samples', () => {
  it('are in mV, the leads of the limbs computed where they are not stored', async () => {
    // 4.88 microvolts a bit: I = 0.488, -0.976 and II = 1.464, 0.244.
    expect(base64Of([100, -200])).toBe('ZAA4/w==');
    const { block, row, facts, problems } = await blockOf(fileOf(museXml([EIGHT_WAVE])));
    expect([block.shape, block.kind, block.features[0], block.features[23]]).toEqual([
      [12, 2],
      'signal',
      'I:0',
      'V6:1',
    ]);
    const limbs = [0.488, -0.976, 1.464, 0.244, 0.976, 1.22, -0.976, 0.366, -0.244, -1.098, 1.22, 0.732];
    const chest = [1, 2, 3, 4, 5, 6].flatMap((k) => [0.00488 * k, -0.00488 * k]);
    [...limbs, ...chest].forEach((value, j) => {
      expect(row(0)[j]).toBeCloseTo(value, 6);
    });
    expect(facts).toEqual({
      ...{ records: 1, wave: 'Rhythm', leads: 'I II III aVR aVL aVF V1 V2 V3 V4 V5 V6', derived: 'III aVR aVL aVF' },
      ...{ rate: '500 Hz', length: '0.004 s', unit: 'mV', encoding: 'iso-8859-1' },
      'statements left out': '1, which say by whom',
    });
    expect(problems).toEqual([]);
  });

  it('of stored leads are taken as they are, in order, others behind', async () => {
    const leads = ['V4R', 'V1', 'AVF', 'II', 'I'].map((id, k) => ({ id, samples: [1000 * (k + 1)] }));
    const { facts, row } = await blockOf(fileOf(museXml([museWave('rhythm', leads, '5', '2')])));
    expect([facts.leads, facts.derived, facts.rate]).toEqual(['I II III aVR aVL aVF V1 V4R', 'III aVR aVL', '500 Hz']);
    expect(row(0).map((value) => Math.round(value / 0.00488))).toEqual([
      5000, 4000, -1000, -4500, 3000, 3000, 2000, 1000,
    ]);
    const some = await blockOf(fileOf(museXml([museWave('Rhythm', leads)])), { leads: 'V4R, II' });
    expect([some.facts.leads, some.facts.derived, some.block.shape]).toEqual(['V4R II', 'none', [2, 1]]);
  });

  it('of the median beat are read when asked for', async () => {
    const text = museXml([museWave('Median', [{ id: 'I', samples: [1, 2, 3] }]), EIGHT_WAVE]);
    expect((await blockOf(fileOf(text), { wave: 'median' })).block.shape).toEqual([1, 3]);
    expect((await blockOf(fileOf(text))).block.shape).toEqual([12, 2]);
  });

  it('that are doubtful are told', async () => {
    const set = { LeadOff: 'TRUE', LeadDataCRC32: '7', FirstSampleBaseline: '3', LeadAmplitudeUnits: null };
    expect((await blockOf(fileOf(changed(set)))).problems).toEqual([
      'no LeadAmplitudeUnits: microvolts are taken',
      'FirstSampleBaseline of lead I is not 0: it is not heeded',
      'lead I was off',
      'the samples of lead I do not agree with their LeadDataCRC32',
    ]);
    // White space inside and no padding.
    const loose = { WaveFormData: ' AQ\n AC AA', LeadDataCRC32: '0' };
    expect((await blockOf(fileOf(changed(loose)))).problems).toEqual([]);
  });
});

const PYTHON = `
import sys, json, base64, struct
import xml.etree.ElementTree as tree
wave = tree.fromstring(bytes.fromhex(sys.argv[1])).find('Waveform')
out = {}
for lead in wave.iter('LeadData'):
    raw = base64.b64decode(lead.find('WaveFormData').text)
    scale = float(lead.find('LeadAmplitudeUnitsPerBit').text)
    out[lead.find('LeadID').text] = [v * scale / 1000 for v in struct.unpack('<%dh' % (len(raw) // 2), raw)]
print(json.dumps(out))
`;

const reason = missingPython('muse-xml', 'xml.etree.ElementTree', 'base64');
it.skipIf(reason)('samples are those that python decodes', async () => {
  const leads = EIGHT.map(({ id }, k) => ({
    id,
    samples: Array.from({ length: 500 }, (_, t) => ((t * 131 + k * 7919) % 65536) - 32768),
  }));
  const text = museXml([museWave('Rhythm', leads)]);
  const { block, row } = await blockOf(fileOf(text));
  const theirs = python<Record<string, number[]>>(PYTHON, Buffer.from(latin1(text)).toString('hex'));
  for (const [id, values] of Object.entries(theirs)) {
    const at = block.features.indexOf(`${id}:0`);
    expect(row(0).slice(at, at + 500)).toEqual(values.map(Math.fround));
  }
});

describe('records', () => {
  const other = museXml([EIGHT_WAVE], { age: '6', ageUnits: 'MONTHS', rate: 'none', statements: '' });

  it('of a folder or archive say what does not identify', async () => {
    const files = {
      'p0004711.xml': latin1(museXml([EIGHT_WAVE])),
      'q.xml': latin1(other),
      'r.XML': latin1(museXml([EIGHT_WAVE], { patient: '8', age: '51' })),
      'notes.txt': latin1('x'),
    };
    const found = await blockOf(folderOf(files));
    expect(found.block.ids).toEqual(['p0004711', 'q', 'r']);
    expect(Object.fromEntries(found.samples!.columns.map(({ name, values }) => [name, [...values]]))).toEqual({
      age: [90, 0.5, 51],
      'ventricular-rate': [72, Number.NaN, 72],
      'pr-interval': [144, 144, 144],
      'qt-corrected': [420, 420, 420],
      patient: [1, 1, 2],
      sex: ['FEMALE', 'FEMALE', 'FEMALE'],
      device: ['MAC55', 'MAC55', 'MAC55'],
      status: ['CONFIRMED', 'CONFIRMED', 'CONFIRMED'],
      diagnosis: [
        'Normal sinus rhythm; When compared with ECG of …,',
        null,
        'Normal sinus rhythm; When compared with ECG of …,',
      ],
    });
    expect(found.problems).toEqual([
      'file names, by which samples are called, contain the patient id: rename the files (1 of 3 records)',
      'ventricular-rate is no number and taken for missing (1 of 3 records)',
    ]);
    expect(found.warnings).toEqual(['1 of 4 files are not called .xml and were left out']);
    const archive = memorySource('ecgs.zip', zipSync(files));
    expect((await sniffFormat(archive)).word).toBe('muse-xml');
    expect((await blockOf(archive)).block).toEqual(found.block);
  });

  it('never give out who the patient is, nor in errors', async () => {
    const text = museXml([EIGHT_WAVE], {
      statements: museStatements(['Referred by: ROE', 'Acute MI'], 'OriginalDiagnosis'),
    });
    const { content, facts, problems } = await readFile(fileOf(text));
    const said = JSON.stringify([content, facts, problems, await inspectFile(fileOf(text))]);
    expect(said).toContain('Acute MI');
    expect(said).not.toMatch(/0004711|1908|M.ller|J.rdis|ROE|Roe|2003|2004/);
    // A stray mark wherever it is put, also inside what identifies.
    for (let at = 0; at < text.indexOf('<Waveform>'); at++) {
      const outcome = await blockOf(fileOf(`${text.slice(0, at)}<&${text.slice(at)}`)).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome.message).not.toMatch(/4711|1908|ller|rdis|ROE|Roe|2003|2004/);
    }
  });

  it('join statements to lines as MUSE marks them, and hide those that say by whom', async () => {
    const one = (text: string, ...flags: string[]) =>
      `<DiagnosisStatement>${flags.map((flag) => `<StmtFlag>${flag}</StmtFlag>`).join('')}<StmtText>${text}</StmtText></DiagnosisStatement>`;
    const statements = [
      one('Sinus bradycardia'),
      one('with 1st degree A-V block', 'ENDSLINE'),
      one('Otherwise normal'),
      one('Confirmed by', 'USERINSERT'),
      one('Jane Roe', 'ENDSLINE'),
      one('Low voltage', 'USERINSERT', 'ENDSLINE'),
    ];
    const text = museXml([EIGHT_WAVE], { statements: `<Diagnosis>${statements.join('')}</Diagnosis>` });
    const { samples, facts } = await blockOf(fileOf(text));
    expect(samples!.columns.find(({ name }) => name === 'diagnosis')!.values).toEqual([
      'Sinus bradycardia with 1st degree A-V block; Otherwise normal; Low voltage',
    ]);
    expect(facts['statements left out']).toBe('2, which say by whom');
  });

  test.each([
    ['Sinus rhythm interrupted by PVC', 'Sinus rhythm interrupted by PVC'],
    ['When compared with ECG of 12-JAN-2003 10:12 AM, no change', 'When compared with ECG of …, no change'],
    ['since 2003-01-12, case 123456', 'since …, case …'],
    ['QT/QTc 400/420 ms at 75 bpm, V1-V3', 'QT/QTc 400/420 ms at 75 bpm, V1-V3'],
    ['Electronically signed by X', undefined],
    ['seen by Dr. X', undefined],
    ['X MD', undefined],
  ])('say of %j: %j', (line, said) => {
    expect(saysByWhom(line) ? undefined : withoutTimes(line)).toBe(said);
  });

  const pair = (second: string) => folderOf({ 'a.xml': latin1(museXml([EIGHT_WAVE])), 'b.xml': latin1(second) });
  test.each<[string, string, string]>([
    [
      'leads',
      museXml([museWave('Rhythm', EIGHT.slice(0, 3))]),
      'ecgs › b.xml: the leads I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6 expected, as in the first record, got I, II, III, aVR, aVL, aVF, V1; name the leads that all records have with leads',
    ],
    [
      'rates',
      museXml([museWave('Rhythm', EIGHT, '250')]),
      'ecgs › b.xml: 500 samples a second expected, as in the first record, got 250; read those records apart',
    ],
    [
      'lengths',
      museXml([
        museWave(
          'Rhythm',
          EIGHT.map((lead) => ({ ...lead, samples: [1, 2, 3] })),
        ),
      ]),
      'ecgs › b.xml: 2 samples a lead expected, as in the first record, got 3; read those records apart',
    ],
  ])('of other %s than the first are refused', async (_, second, message) => {
    expect((await failureOf(blockOf(pair(second)))).message).toBe(message);
  });
});

describe('encodings', () => {
  const accented = (encoding: string, head = '') =>
    museXml([EIGHT_WAVE], {
      statements: museStatements(['Überleitung gestört &amp; &#65;V-Block I°']),
      head: `${head}<?xml version="1.0" encoding="${encoding}"?>`,
    });
  const said = async (bytes: Uint8Array) => {
    expect((await sniffFormat(memorySource('nameless', bytes))).word).toBe('muse-xml');
    const { samples, facts } = await blockOf(memorySource('a.xml', bytes));
    expect(samples!.columns.find(({ name }) => name === 'diagnosis')!.values[0]).toBe(
      'Überleitung gestört & AV-Block I°',
    );
    return facts.encoding;
  };
  const utf16 = (text: string) => new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer);

  it('are those that the file declares or shows', async () => {
    expect(await said(latin1(accented('ISO-8859-1')))).toBe('iso-8859-1');
    expect(await said(new TextEncoder().encode(accented('utf-8')))).toBe('utf-8');
    expect(await said(new TextEncoder().encode(accented('utf-8', '\uFEFF')))).toBe('utf-8');
    expect(await said(utf16(accented('UTF-16', '\uFEFF')))).toBe('utf-16le');
    expect(await said(utf16(accented('UTF-16')))).toBe('utf-16le');
  });

  test.each<[string, string]>([
    [
      'utf-8',
      'a.xml: bytes of the encoding utf-8 expected, got others; it is damaged, or its first line says another encoding than it has',
    ],
    [
      'UTF-16',
      'a.xml: text in utf-16, as declared, expected, got one byte a letter; if it was saved anew, let its first line say the encoding in which it was saved',
    ],
    ['klingon', "a.xml: an encoding such as UTF-8 or ISO-8859-1 expected, got 'klingon'; save it as UTF-8"],
  ])('%s of bytes in ISO-8859-1 is refused', async (declared, message) => {
    expect((await failureOf(blockOf(fileOf(accented(declared))))).message).toBe(message);
  });
});

describe('refused', () => {
  const ends = 'it was cut short or changed: export it again';
  test.each<[string, string, string]>([
    [
      'another root',
      '<AnnotatedECG/>',
      "a.xml:1:16: a RestingECG document expected, got 'AnnotatedECG'; export it from MUSE as XML; other formats of ECG are not read",
    ],
    ['no end', '<RestingECG>\n<a>', `a.xml:2:4: well-formed XML expected, got something else or the end; ${ends}`],
    [
      'entities',
      '<!DOCTYPE RestingECG [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><RestingECG>&b;</RestingECG>',
      'a.xml:1:63: a document type without declarations of its own expected, as MUSE writes it; entities are not expanded: export the file again',
    ],
    [
      'an unknown entity',
      '<RestingECG>&b;</RestingECG>',
      `a.xml:1:16: well-formed XML expected, got something else or the end; ${ends}`,
    ],
    [
      'nested without end',
      `<RestingECG>${'<a>'.repeat(1e5)}`,
      'a.xml:1:313: elements in at most 100 others expected, got more',
    ],
    [
      'no waves',
      museXml([]),
      'a.xml: a waveform of type Rhythm expected, got none; choose another with wave, or export the file with its waveforms',
    ],
    [
      'no such wave',
      museXml([museWave('Median', EIGHT)]),
      "a.xml: a waveform of type Rhythm expected, got 'Median'; choose another with wave, or export the file with its waveforms",
    ],
    ['two such waves', museXml([EIGHT_WAVE, EIGHT_WAVE]), 'a.xml: one waveform of type Rhythm expected, got 2'],
    ['no leads', museXml([museWave('Rhythm', [])]), 'a.xml › Rhythm: leads of one length expected, got no leads'],
    [
      'a lead twice',
      museXml([museWave('Rhythm', [EIGHT[0]!, EIGHT[0]!])]),
      "a.xml › Rhythm: each lead with a name of its own expected, got 'I' twice",
    ],
    [
      'leads of different lengths',
      museXml([museWave('Rhythm', [EIGHT[0]!, { id: 'II', samples: [1] }])]),
      'a.xml › Rhythm: leads of one length expected, got 2 in I, 1 in II',
    ],
    [
      'no rate',
      museXml([museWave('Rhythm', EIGHT, 'fast')]),
      "a.xml › Rhythm: a number as SampleBase expected, got 'fast'",
    ],
    [
      'a rate of 0',
      museXml([museWave('Rhythm', EIGHT, '0')]),
      'a.xml › Rhythm: a number of samples per second expected, got SampleBase 0 and SampleExponent 0',
    ],
    [
      'a count that disagrees',
      changed({ LeadSampleCountTotal: '5000' }),
      `a.xml › Rhythm › I: LeadSampleCountTotal 5000 expected, got 2 in WaveFormData; ${ends}`,
    ],
    [
      'bytes that disagree',
      changed({ LeadByteCountTotal: '5' }),
      `a.xml › Rhythm › I: LeadByteCountTotal 5 expected, got 4 in WaveFormData; ${ends}`,
    ],
    [
      'half a sample',
      changed({ WaveFormData: 'AQAC', LeadSampleCountTotal: null, LeadByteCountTotal: null }),
      `a.xml › Rhythm › I: a whole number of samples expected, got 1.5 in WaveFormData; ${ends}`,
    ],
    [
      'base64 cut inside a group',
      changed({ WaveFormData: 'AQACA' }),
      `a.xml › Rhythm › I: base64 in WaveFormData expected, got something else or a part of it; ${ends}`,
    ],
    [
      'base64 cut after a group',
      changed({ WaveFormData: 'AQAC' }),
      `a.xml › Rhythm › I: LeadSampleCountTotal 2 expected, got 1.5 in WaveFormData; ${ends}`,
    ],
    [
      'no base64',
      changed({ WaveFormData: '1 2, 3' }),
      `a.xml › Rhythm › I: base64 in WaveFormData expected, got something else or a part of it; ${ends}`,
    ],
    [
      'no amplitude',
      changed({ LeadAmplitudeUnitsPerBit: null }),
      'a.xml › Rhythm › I: a number as LeadAmplitudeUnitsPerBit expected, got none',
    ],
    [
      'an amplitude of 0',
      changed({ LeadAmplitudeUnitsPerBit: '0' }),
      'a.xml › Rhythm › I: microvolts per bit expected, got LeadAmplitudeUnitsPerBit 0',
    ],
    [
      'another unit',
      changed({ LeadAmplitudeUnits: 'VOLTS' }),
      "a.xml › Rhythm › I: amplitudes in MICROVOLTS expected, got 'VOLTS'",
    ],
    ['another size', changed({ LeadSampleSize: '4' }), "a.xml › Rhythm › I: samples of 2 bytes expected, got '4'"],
  ])('%s', async (_, text, message) => {
    expect((await failureOf(blockOf(fileOf(text)))).message).toBe(message);
  });

  it('leads that are not there, and more than memory allows', async () => {
    const source = fileOf(museXml([EIGHT_WAVE]));
    expect((await failureOf(blockOf(source, { leads: 'I,V9' }))).message).toBe(
      'a.xml: the leads I, V9 expected, got I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6; name the leads that all records have with leads',
    );
    const long = museXml([museWave('Rhythm', [{ id: 'I', samples: new Array(20_000).fill(1) }])]);
    expect((await failureOf(blockOf(fileOf(long), { 'max-memory': 0.001 }))).message).toContain(
      '1 samples of [1, 20000] values take 0.00136 GB, at most 0.001 GB are allowed; read fewer leads with leads',
    );
  });
});
