import { type GdcApi, type GdcRecord, gdcRecords } from './api.ts';
import { isIn } from './filters.ts';

const EXPAND = [
  'project',
  'demographic',
  'diagnoses',
  'diagnoses.treatments',
  'exposures',
  'family_histories',
  'follow_ups',
];
const CASE_FIELDS = ['case_id', 'submitter_id', 'disease_type', 'primary_site', 'index_date', 'lost_to_followup'];
/** What speaks of the record and not of the patient. */
const BOOKKEEPING = /(^|\.)(state|created_datetime|updated_datetime|releasable|released|dbgap_accession_number)$/;
/** Ids are asked for in portions that a server takes. */
const IDS_AT_ONCE = 1000;

/** The cases of these ids with their clinical records, sorted by id. @throws as `gdcRecords`. */
export async function gdcCases(api: GdcApi, ids: readonly string[]): Promise<GdcRecord[]> {
  const records: GdcRecord[] = [];
  const sorted = [...ids].sort();
  for (let i = 0; i < sorted.length; i += IDS_AT_ONCE)
    records.push(
      ...(await gdcRecords(api, {
        endpoint: 'cases',
        filters: isIn('cases.case_id', sorted.slice(i, i + IDS_AT_ONCE)),
        ...{ fields: CASE_FIELDS, expand: EXPAND, sort: 'case_id' },
      })),
    );
  return records;
}

/** Scalars of a case by GDC's own names, lists numbered from 0 as in the API's tables: `diagnoses.0.ajcc_pathologic_stage`. */
export type FlatCase = ReadonlyMap<string, string | number>;

/**
 * A case on one line. Diagnoses come with that of the primary disease first, then by the days from the index date, follow-ups by their days;
 * equal ones by their submitter ids: the API gives them in no order. Dates and states of the records are left out.
 */
export function flattenCase(record: GdcRecord): FlatCase {
  const flat = new Map<string, string | number>();
  const walk = (value: unknown, path: string) => {
    if (value === null || value === undefined || value === '' || BOOKKEEPING.test(path)) return;
    if (Array.isArray(value)) {
      if (value.every((item) => typeof item !== 'object')) walk(value.join('; '), path);
      else
        inOrder(value).forEach((item, i) => {
          walk(item, `${path}.${i}`);
        });
    } else if (typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) walk(inner, path === '' ? name : `${path}.${name}`);
    } else flat.set(path, typeof value === 'number' ? value : String(value));
  };
  const { id: _repeated, ...named } = record;
  walk(named, '');
  return flat;
}

/** Rows with a header: `case_id`, `submitter_id`, then the other columns, each group in the order of its numbers. */
export function clinicalRows(cases: readonly FlatCase[]): (string | number | null)[][] {
  const names = [...new Set(cases.flatMap((one) => [...one.keys()]))].sort(byPath);
  const columns = ['case_id', 'submitter_id', ...names.filter((name) => !['case_id', 'submitter_id'].includes(name))];
  return [columns, ...cases.map((one) => columns.map((name) => one.get(name) ?? null))];
}

/** `follow_ups.2.x` before `follow_ups.10.x`. */
function byPath(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    const numbers = /^\d+$/.test(x) && /^\d+$/.test(y);
    return numbers ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return left.length - right.length;
}

function inOrder(items: readonly unknown[]): unknown[] {
  return items
    .map((item) => ({ item, key: keyOf((item ?? {}) as GdcRecord) }))
    .sort(
      (a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || (a.key[2] < b.key[2] ? -1 : a.key[2] > b.key[2] ? 1 : 0),
    )
    .map(({ item }) => item);
}

function keyOf(item: GdcRecord): [number, number, string] {
  // The API gives it as true or as 'true'.
  const primary = String(item.diagnosis_is_primary_disease) === 'true' || item.classification_of_tumor === 'primary';
  const days = ['days_to_diagnosis', 'days_to_follow_up', 'days_to_treatment_start'].map((name) => item[name]);
  const day = days.find((value) => typeof value === 'number') as number | undefined;
  return [primary ? 0 : 1, day ?? Number.MAX_SAFE_INTEGER, String(item.submitter_id ?? '')];
}

/**
 * Overall survival: days to death of the dead; of the living the last day on which anything is known of them, from any follow-up
 * (`follow_ups.*.days_to_follow_up`) or diagnosis (`diagnoses.*.days_to_last_follow_up`). Counted from GDC's index date, mostly the diagnosis.
 */
export function overallSurvival(one: FlatCase): { readonly days: number | null; readonly event: 0 | 1 | null } {
  const vital = String(one.get('demographic.vital_status') ?? '').toLowerCase();
  if (vital !== 'dead' && vital !== 'alive') return { days: null, event: null };
  if (vital === 'dead') return { days: numberIn(one.get('demographic.days_to_death')), event: 1 };
  const seen = [...one].filter(([name]) =>
    /^(follow_ups\.\d+\.days_to_follow_up|diagnoses\.\d+\.days_to_last_follow_up)$/.test(name),
  );
  const days = seen.flatMap(([, value]) => numberIn(value) ?? []);
  return { days: days.length > 0 ? Math.max(...days) : null, event: 0 };
}

function numberIn(value: string | number | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
