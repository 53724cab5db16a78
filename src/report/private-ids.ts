import type { RunRecord } from './record.ts';

/**
 * The record without sample ids: a report is sent around, the ids are not. A word of a message or of the evidence that is one of the ids
 * becomes `[sample]`; a list in the evidence that is long or holds one becomes its length. Ids shorter than four characters or without a letter are
 * not looked for in sentences, where they could not be told from plain numbers.
 */
export function withoutIds(record: RunRecord, ids: readonly string[]): RunRecord {
  const known = new Set(ids);
  const telling = new Set(ids.filter((id) => id.length >= 4 && /\p{L}/u.test(id)));
  const inText = (text: string) =>
    known.has(text) ? MASK : text.replace(/[^\s'"“”‘’`(),;[\]]+/g, (word) => maskWord(word, telling));
  const evidence = (value: unknown): unknown => {
    if (Array.isArray(value)) return showable(value) ? value : `${value.length} listed in run.json`;
    if (typeof value === 'string') return inText(value);
    if (typeof value === 'object' && value !== null) return mapValues(value, evidence);
    return value;
  };
  const named = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.values(value).some(named)
      : typeof value === 'string' && inText(value) !== value;
  // Without the ids nothing can be recognised as one, so no list is shown.
  const showable = (list: readonly unknown[]) => known.size > 0 && list.length <= SHORT_LIST && !named(list);
  return {
    ...record,
    audit: record.audit.map((finding) => ({
      ...finding,
      message: inText(finding.message),
      evidence: mapValues(finding.evidence, evidence),
    })),
    warnings: record.warnings.map((warning) => ({
      ...warning,
      message: inText(warning.message),
      ...(warning.where === undefined ? {} : { where: inText(warning.where) }),
    })),
  };
}

const MASK = '[sample]';
const SHORT_LIST = 8;

/** A full stop or colon at the end may belong to the sentence rather than to the id; one within may be part of it, `row:12`, or join two. */
function maskWord(word: string, ids: ReadonlySet<string>): string {
  if (ids.has(word)) return MASK;
  const bare = word.replace(/[.!?:]+$/, '');
  if (bare !== word) return maskWord(bare, ids) + word.slice(bare.length);
  return word.includes(':')
    ? word
        .split(':')
        .map((part) => maskWord(part, ids))
        .join(':')
    : word;
}

function mapValues(object: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
