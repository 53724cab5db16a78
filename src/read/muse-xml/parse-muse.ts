import type { SaxesParser } from 'saxes';
import { CistronError, FormatError } from '../../base/errors.ts';

/** Elements that are kept, by their path below the root. What stands in any other, such as names and dates, is passed over. */
const KEPT = new Set([
  ...['PatientID', 'PatientAge', 'AgeUnits', 'Gender', 'Race', 'HeightCM', 'WeightKG'].map(
    below('PatientDemographics'),
  ),
  ...['AcquisitionDevice', 'Status'].map(below('TestDemographics')),
  ...[
    'VentricularRate',
    'AtrialRate',
    'PRInterval',
    'QRSDuration',
    'QTInterval',
    'QTCorrected',
    'QTcFrederica',
    'PAxis',
    'RAxis',
    'TAxis',
  ].map(below('RestingECGMeasurements')),
]);
const KEPT_OF_WAVE = new Set(['WaveformType', 'SampleBase', 'SampleExponent']);
const KEPT_OF_LEAD = new Set([
  ...[
    'LeadID',
    'LeadAmplitudeUnits',
    'LeadAmplitudeUnitsPerBit',
    'LeadSampleCountTotal',
    'LeadByteCountTotal',
    'LeadSampleSize',
  ],
  ...['LeadTimeOffset', 'LeadOffsetFirstSample', 'FirstSampleBaseline', 'LeadOff', 'LeadDataCRC32', 'WaveFormData'],
]);
/** MUSE nests four. */
const DEEPEST = 100;
const DIAGNOSES = ['Diagnosis', 'OriginalDiagnosis'] as const;

function below(parent: string): (name: string) => string {
  return (name) => `${parent}/${name}`;
}

/** The texts of some elements, by name, trimmed. */
export type Said = ReadonlyMap<string, string>;

export interface MuseWave {
  readonly said: Said;
  readonly leads: readonly Said[];
}

/** A part of a line of a diagnosis. */
export interface MuseStatement {
  readonly text: string;
  readonly endsLine: boolean;
}

export interface MuseDocument {
  /** By path, such as `PatientDemographics/Gender`. */
  readonly said: Said;
  readonly diagnosis: readonly MuseStatement[];
  readonly originalDiagnosis: readonly MuseStatement[];
  readonly waves: readonly MuseWave[];
}

/**
 * What is kept of a RestingECG document. Entities are never expanded: a document type that declares something is refused, and none is fetched.
 * @param Parser of `saxes`, loaded by the caller. @throws {FormatError} not well-formed, another root. Cost O(letters).
 * Source: exports of MUSE 7 … 10, whose restecg.dtd is not public.
 */
export function parseMuse(Parser: typeof SaxesParser, text: string, where: string): MuseDocument {
  const said = new Map<string, string>();
  const diagnoses = { Diagnosis: [] as MuseStatement[], OriginalDiagnosis: [] as MuseStatement[] };
  let statement = { text: '', endsLine: false };
  const waves: { said: Map<string, string>; leads: Map<string, string>[] }[] = [];
  const parser = new Parser({ position: true });
  const path: string[] = [];
  let letters = '';
  const at = () => `${where}:${parser.line}:${parser.column + 1}`;

  parser.on('error', () => {
    throw new FormatError({
      where: at(),
      problem: 'well-formed XML expected, got something else or the end',
      hint: 'it was cut short or changed: export it again',
    });
  });
  parser.on('doctype', (declared) => {
    if (declared.includes('['))
      throw new FormatError({
        where: at(),
        problem: 'a document type without declarations of its own expected, as MUSE writes it',
        hint: 'entities are not expanded: export the file again',
      });
  });
  parser.on('opentag', ({ name }) => {
    if (path.length === 0 && name !== 'RestingECG')
      throw new FormatError({
        where: at(),
        problem: `a RestingECG document expected, got '${name.slice(0, 60)}'`,
        hint: 'export it from MUSE as XML; other formats of ECG are not read',
      });
    path.push(name);
    if (path.length > DEEPEST)
      throw new FormatError({ where: at(), problem: `elements in at most ${DEEPEST} others expected, got more` });
    letters = '';
    if (path.length === 2 && name === 'Waveform') waves.push({ said: new Map(), leads: [] });
    if (path.length === 3 && path[1] === 'Waveform' && name === 'LeadData') waves.at(-1)!.leads.push(new Map());
  });
  const add = (more: string) => {
    letters += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', ({ name }) => {
    const value = letters.trim();
    letters = '';
    const [, group, inner] = path;
    const put = (into: Map<string, string>, key = name) => {
      if (into.has(key))
        throw new FormatError({ where: at(), problem: `one ${name} expected, got a second in the same place` });
      into.set(key, value);
    };
    if (path.length === 3) {
      if (group === 'Waveform' && KEPT_OF_WAVE.has(name)) put(waves.at(-1)!.said);
      const key = `${group}/${name}`;
      if (KEPT.has(key) && value !== '') put(said, key);
    }
    if (path.length === 4 && group === 'Waveform' && inner === 'LeadData' && KEPT_OF_LEAD.has(name))
      put(waves.at(-1)!.leads.at(-1)!);
    const diagnosis = DIAGNOSES.find((one) => one === group);
    if (diagnosis && inner === 'DiagnosisStatement') {
      if (path.length === 4 && name === 'StmtFlag' && value === 'ENDSLINE') statement.endsLine = true;
      if (path.length === 4 && name === 'StmtText') statement.text = value.replace(/\s+/g, ' ');
      if (path.length === 3) {
        diagnoses[diagnosis].push(statement);
        statement = { text: '', endsLine: false };
      }
    }
    path.pop();
  });

  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof CistronError) throw error;
    throw new FormatError({ where, problem: 'well-formed XML expected, got something else', cause: error });
  }
  return {
    ...{ said, waves },
    diagnosis: diagnoses.Diagnosis,
    originalDiagnosis: diagnoses.OriginalDiagnosis,
  };
}
