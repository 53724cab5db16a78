/** What JSON can be. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const DEPTH = 12;
const PRIMARY = 'diagnosis_is_primary_disease';

export interface FlatCase {
  /** Column → value, as text. */
  readonly values: ReadonlyMap<string, string>;
  /** Names of lists of which this case has several, of which one was taken. */
  readonly several: readonly string[];
}

/**
 * A case with everything in it as columns: `cases.submitter_id`, `demographic.vital_status`, `diagnoses.ajcc_pathologic_stage`,
 * `treatments.treatment_type`, after the innermost name as in the TSV of the GDC; where two places of the case have that name, the second
 * has its whole path. Of a list of diagnoses the primary one, of other lists the first. @returns undefined: nested too deep.
 */
export function flattenCase(json: { readonly [key: string]: Json }): FlatCase | undefined {
  const values = new Map<string, string>();
  const several: string[] = [];
  const pathOf = new Map<string, string>();
  const visit = (object: { readonly [key: string]: Json }, path: readonly string[]): boolean => {
    if (path.length > DEPTH) return false;
    const prefix = prefixOf(path, pathOf);
    for (const [key, value] of Object.entries(object)) {
      if (value === null) continue;
      if (Array.isArray(value)) {
        const objects = value.filter(isObject);
        if (objects.length > 0) {
          if (objects.length > 1) several.push(key);
          const chosen = objects.find((one) => one[PRIMARY] === true || one[PRIMARY] === 'true') ?? objects[0]!;
          if (!visit(chosen, [...path, key])) return false;
        } else if (value.length > 0)
          values.set(`${prefix}.${key}`, value.filter((one) => !Array.isArray(one)).join('; '));
      } else if (isObject(value)) {
        if (!visit(value, [...path, key])) return false;
      } else values.set(`${prefix}.${key}`, String(value));
    }
    return true;
  };
  return visit(json, ['cases']) ? { values, several } : undefined;
}

function prefixOf(path: readonly string[], pathOf: Map<string, string>): string {
  const inner = path.at(-1)!;
  const whole = path.join('.');
  const known = pathOf.get(inner);
  if (known === undefined) pathOf.set(inner, whole);
  return known === undefined || known === whole ? inner : whole;
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
