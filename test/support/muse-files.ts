import { crc32 } from '../../src/read/crc32.ts';

export interface MuseLeadSpec {
  readonly id: string;
  readonly samples: readonly number[];
  /** Elements of LeadData to change, or to leave out with null. */
  readonly set?: Readonly<Record<string, string | null>>;
}

const element = (name: string, value: string | null) => (value === null ? '' : `<${name}>${value}</${name}>`);

export function base64Of(samples: readonly number[]): string {
  const bytes = new Uint8Array(Int16Array.from(samples).buffer);
  return btoa(String.fromCharCode(...bytes));
}

function leadOf({ id, samples, set = {} }: MuseLeadSpec): string {
  const elements: Record<string, string | null> = {
    LeadByteCountTotal: String(2 * samples.length),
    LeadTimeOffset: '0',
    LeadSampleCountTotal: String(samples.length),
    LeadAmplitudeUnitsPerBit: '4.88',
    LeadAmplitudeUnits: 'MICROVOLTS',
    LeadHighLimit: '32767',
    LeadLowLimit: '-32768',
    LeadID: id,
    LeadOffsetFirstSample: '0',
    FirstSampleBaseline: '0',
    LeadSampleSize: '2',
    LeadOff: 'FALSE',
    LeadDataCRC32: String(crc32(new Uint8Array(Int16Array.from(samples).buffer))),
    WaveFormData: `\n${base64Of(samples)}\n`,
    ...set,
  };
  return `<LeadData>${Object.entries(elements)
    .map(([name, value]) => element(name, value))
    .join('')}</LeadData>`;
}

export const museWave = (type: string, leads: readonly MuseLeadSpec[], base = '500', exponent = '0') =>
  `<Waveform>${element('WaveformType', type)}<NumberofLeads>${leads.length}</NumberofLeads>${element('SampleBase', base)}${element('SampleExponent', exponent)}${leads.map(leadOf).join('')}</Waveform>`;

const STATEMENTS = [
  'Normal sinus rhythm',
  'When compared with ECG of 12-JAN-2003 10:12,',
  'Confirmed by ROE MD, RICHARD (77) on 1/2/2004',
];

export const museStatements = (lines: readonly string[], name = 'Diagnosis') =>
  `<${name}><Modality>RESTING</Modality>${lines.map((line) => `<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>${line}</StmtText></DiagnosisStatement>`).join('')}</${name}>`;

/** A document as MUSE exports it, with a patient who must not be met again. @param waves of `museWave`. */
export function museXml(
  waves: readonly string[],
  {
    patient = '0004711',
    age = '95',
    ageUnits = 'YEARS',
    rate = '72',
    statements = museStatements(STATEMENTS),
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE RestingECG SYSTEM "restecg.dtd">\n',
  } = {},
): string {
  return [
    `${head}<RestingECG><MuseInfo><MuseVersion>9.0.10.18530</MuseVersion></MuseInfo><PatientDemographics>`,
    `<PatientID>${patient}</PatientID><PatientAge>${age}</PatientAge><AgeUnits>${ageUnits}</AgeUnits>`,
    '<DateofBirth>03-15-1908</DateofBirth><Gender>FEMALE</Gender><PatientLastName>M\u00fcller</PatientLastName><PatientFirstName>J\u00f6rdis</PatientFirstName>',
    '</PatientDemographics><TestDemographics><AcquisitionDevice>MAC55</AcquisitionDevice><Status>CONFIRMED</Status>',
    '<AcquisitionDate>08-17-2003</AcquisitionDate><OverreaderLastName>Roe</OverreaderLastName></TestDemographics>',
    `<RestingECGMeasurements><VentricularRate>${rate}</VentricularRate><PRInterval>144</PRInterval><QTCorrected>420</QTCorrected></RestingECGMeasurements>`,
    `${statements}${waves.join('')}</RestingECG>`,
  ].join('');
}

/** One byte a letter. */
export const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Leads that MUSE stores, two samples each; those of the limbs as in the hand-computed tests. */
export const EIGHT: readonly MuseLeadSpec[] = [
  { id: 'I', samples: [100, -200] },
  { id: 'II', samples: [300, 50] },
  ...[1, 2, 3, 4, 5, 6].map((k) => ({ id: `V${k}`, samples: [k, -k] })),
];
