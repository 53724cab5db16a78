/** Where two values part, and what stands there. */
export interface Difference {
  /** `predictions.probabilities[3]`; empty: the values themselves. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The first place at which two values made of JSON and typed arrays differ, in the order of the keys; nothing when they are equal. NaN equals NaN, 0 equals −0.
 * @param ignored keys that are passed over at every depth: the seconds that something took.
 */
export function firstDifference(
  before: unknown,
  after: unknown,
  ignored: ReadonlySet<string> = NONE,
  path = '',
): Difference | undefined {
  if (before === after || (Number.isNaN(before) && Number.isNaN(after))) return undefined;
  if (!isObject(before) || !isObject(after)) return { path, before, after };
  const lists = isList(before) && isList(after);
  if (lists && before.length !== after.length)
    return { path: `${path}.length`, before: before.length, after: after.length };
  const keys = lists ? before.keys() : new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of keys) {
    if (ignored.has(String(key))) continue;
    const place = lists ? `${path}[${key}]` : path === '' ? String(key) : `${path}.${key}`;
    const [one, other] = [before, after].map((value) => (value as Record<string | number, unknown>)[key]);
    const found = firstDifference(one, other, ignored, place);
    if (found) return found;
  }
  return undefined;
}

const NONE: ReadonlySet<string> = new Set();
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isList = (value: object): value is readonly unknown[] => Array.isArray(value) || ArrayBuffer.isView(value);
