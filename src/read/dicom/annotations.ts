import type { DataSet } from 'dicom-parser';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { OLDEST_AGE } from '../oldest-age.ts';

/** What does not name the patient: column → tag. */
const OPEN: Readonly<Record<string, string>> = {
  modality: 'x00080060',
  sex: 'x00100040',
  'body-part': 'x00180015',
  view: 'x00185101',
  laterality: 'x00200060',
  photometric: 'x00280004',
};

/** What does, given out only when asked for. */
const IDENTIFYING: Readonly<Record<string, string>> = {
  'patient-id': 'x00100020',
  'study-date': 'x00080020',
  'study-uid': 'x0020000d',
  'series-uid': 'x0020000e',
  'instance-uid': 'x00080018',
};

/** Whose samples belong together: columns of numbers, 1 for the first patient met, by which a study can keep patients whole without knowing them. */
const GROUPS: Readonly<Record<string, string>> = { patient: 'x00100020', study: 'x0020000d', series: 'x0020000e' };

/** Collects what files say of their pictures, file by file. */
export class DicomAnnotations {
  readonly #texts = new Map<string, (string | null)[]>();
  readonly #ages: number[] = [];
  readonly #groups = new Map<string, { readonly seen: Map<string, number>; readonly values: number[] }>();
  readonly #tags: Readonly<Record<string, string>>;
  readonly #identifiers: boolean;

  constructor(identifiers: boolean) {
    this.#identifiers = identifiers;
    this.#tags = identifiers ? { ...OPEN, ...IDENTIFYING } : OPEN;
    for (const name of Object.keys(this.#tags)) this.#texts.set(name, []);
    for (const name of Object.keys(GROUPS)) this.#groups.set(name, { seen: new Map(), values: [] });
  }

  add(data: DataSet): void {
    for (const [name, tag] of Object.entries(this.#tags)) this.#texts.get(name)!.push(textOf(data, tag));
    this.#ages.push(ageOf(textOf(data, 'x00101010'), this.#identifiers));
    for (const [name, tag] of Object.entries(GROUPS)) {
      const { seen, values } = this.#groups.get(name)!;
      const value = textOf(data, tag);
      if (value !== null && !seen.has(value)) seen.set(value, seen.size + 1);
      values.push(value === null ? Number.NaN : seen.get(value)!);
    }
  }

  /** Those with a value. */
  columns(): AnnotationColumn[] {
    const numbers = [
      ['age', this.#ages] as const,
      ...[...this.#groups].map(([name, { values }]) => [name, values] as const),
    ];
    return [
      ...numbers
        .filter(([, values]) => !values.every(Number.isNaN))
        .map(([name, values]): AnnotationColumn => ({ name, type: 'number', values: Float64Array.from(values) })),
      ...[...this.#texts]
        .filter(([, values]) => values.some((value) => value !== null))
        .map(([name, values]): AnnotationColumn => ({ name, type: 'text', values })),
    ];
  }
}

function textOf(data: DataSet, tag: string): string | null {
  try {
    return data.string(tag)?.trim() || null;
  } catch {
    return null;
  }
}

/** Years of `045Y`, `018M`, `003W`, `010D`. */
function ageOf(text: string | null, exact: boolean): number {
  const [, count, unit] = /^(\d{1,3})([DWMY])$/.exec(text ?? '') ?? [];
  if (!count) return Number.NaN;
  const years = Number(count) / { D: 365.25, W: 52.18, M: 12, Y: 1 }[unit as 'D' | 'W' | 'M' | 'Y'];
  return exact ? years : Math.min(OLDEST_AGE, years);
}
