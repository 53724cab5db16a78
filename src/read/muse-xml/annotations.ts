import type { AnnotationColumn } from '../../table/annotations.ts';
import { OLDEST_AGE } from '../oldest-age.ts';
import type { MuseDocument, MuseStatement } from './parse-muse.ts';

/** Columns of numbers: element by its path. Rate in beats per minute, intervals in ms, axes in degrees, height in cm, weight in kg. */
const NUMBERS: Readonly<Record<string, string>> = {
  height: 'PatientDemographics/HeightCM',
  weight: 'PatientDemographics/WeightKG',
  'ventricular-rate': 'RestingECGMeasurements/VentricularRate',
  'atrial-rate': 'RestingECGMeasurements/AtrialRate',
  'pr-interval': 'RestingECGMeasurements/PRInterval',
  'qrs-duration': 'RestingECGMeasurements/QRSDuration',
  'qt-interval': 'RestingECGMeasurements/QTInterval',
  'qt-corrected': 'RestingECGMeasurements/QTCorrected',
  'qtc-fridericia': 'RestingECGMeasurements/QTcFrederica',
  'p-axis': 'RestingECGMeasurements/PAxis',
  'r-axis': 'RestingECGMeasurements/RAxis',
  't-axis': 'RestingECGMeasurements/TAxis',
};

const TEXTS: Readonly<Record<string, string>> = {
  sex: 'PatientDemographics/Gender',
  race: 'PatientDemographics/Race',
  device: 'TestDemographics/AcquisitionDevice',
  status: 'TestDemographics/Status',
};

const UNITS_IN_A_YEAR: Readonly<Record<string, number>> = {
  YEARS: 1,
  MONTHS: 12,
  WEEKS: 52.18,
  DAYS: 365.25,
  HOURS: 8766,
};

/** `by` in a finding; any other may come before a name, as in `Confirmed by`, `Referred by`. */
const BY_WHAT = /\b(interrupted|followed|preceded|obscured|masked|caused|limited|replaced) by\b/gi;
const BY_WHOM = /\bby\b|\b(physician|dr|md|m\.d|mrs?)\b/i;
const TIMES = [
  /\b\d{1,2}[-\s/.][A-Za-z]{3,9}[-\s/.,]+\d{2,4}\b/g,
  /\b[A-Za-z]{3,9}\.? \d{1,2},? \d{4}\b/g,
  /\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/g,
  /\b\d{1,2}:\d{2}(:\d{2})?(\s?[AP]M\b)?/gi,
  /\b\d{5,}\b/g,
];

/** Whether a statement says who confirmed, referred, ordered. */
export const saysByWhom = (statement: string) => BY_WHOM.test(statement.replace(BY_WHAT, ''));

/** The line with `…` in the place of dates, times and long numbers. */
export const withoutTimes = (line: string) =>
  TIMES.reduce((text, pattern) => text.replace(pattern, '…'), line).replace(/…( …)+/g, '…');

/** Collects what documents say of their patients and does not name them, record by record. */
export class MuseAnnotations {
  readonly #numbers = new Map<string, number[]>([
    ['age', []],
    ...Object.keys(NUMBERS).map((name) => [name, []] as [string, number[]]),
  ]);
  readonly #texts = new Map<string, (string | null)[]>();
  readonly #patients = new Map<string, number>();
  readonly #patient: number[] = [];
  /** Statements that say by whom. */
  leftOut = 0;
  /** Values that are no number: column → records. */
  readonly unread = new Map<string, number>();

  add({ said, diagnosis, originalDiagnosis }: MuseDocument): void {
    const number = (name: string, path: string) => {
      const text = said.get(path);
      if (text === undefined) return Number.NaN;
      if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
      this.unread.set(name, (this.unread.get(name) ?? 0) + 1);
      return Number.NaN;
    };
    const unit = UNITS_IN_A_YEAR[(said.get('PatientDemographics/AgeUnits') ?? 'YEARS').toUpperCase()];
    const age = number('age', 'PatientDemographics/PatientAge') / (unit ?? Number.NaN);
    this.#numbers.get('age')!.push(Math.min(OLDEST_AGE, age));
    for (const [name, path] of Object.entries(NUMBERS)) this.#numbers.get(name)!.push(number(name, path));
    for (const [name, path] of Object.entries(TEXTS)) this.#text(name, said.get(path) ?? null);
    this.#text('diagnosis', this.#lines(diagnosis));
    this.#text('original-diagnosis', this.#lines(originalDiagnosis));
    const id = said.get('PatientDemographics/PatientID');
    if (id !== undefined && !this.#patients.has(id)) this.#patients.set(id, this.#patients.size + 1);
    this.#patient.push(id === undefined ? Number.NaN : this.#patients.get(id)!);
  }

  /** Those with a value. `patient` is 1 for the first patient met, by which a study can keep patients whole without knowing them. */
  columns(): AnnotationColumn[] {
    return [
      ...[...this.#numbers, ['patient', this.#patient] as const]
        .filter(([, values]) => !values.every(Number.isNaN))
        .map(([name, values]): AnnotationColumn => ({ name, type: 'number', values: Float64Array.from(values) })),
      ...[...this.#texts]
        .filter(([, values]) => values.some((value) => value !== null))
        .map(([name, values]): AnnotationColumn => ({ name, type: 'text', values })),
    ];
  }

  #text(name: string, value: string | null): void {
    const values = this.#texts.get(name);
    if (values) values.push(value);
    else this.#texts.set(name, [value]);
  }

  /** Lines, with `; ` between them, without statements that say by whom and what follows these in their line. */
  #lines(statements: readonly MuseStatement[]): string | null {
    const lines: string[][] = [[]];
    let isHidden = false;
    for (const { text, endsLine } of statements) {
      isHidden ||= saysByWhom(text);
      if (isHidden) this.leftOut++;
      else if (text !== '') lines.at(-1)!.push(text);
      if (!endsLine) continue;
      lines.push([]);
      isHidden = false;
    }
    const kept = lines.filter((words) => words.length > 0).map((words) => withoutTimes(words.join(' ')));
    return kept.length > 0 ? kept.join('; ') : null;
  }
}
