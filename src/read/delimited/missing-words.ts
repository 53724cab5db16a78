/**
 * Words that stand for "no value", in numeric columns and in text columns alike; case does not matter.
 * They are what R, pandas, cBioPortal and the GDC write. A class that is really called 'None' or 'Unknown' must be renamed.
 */
export const MISSING_WORDS: readonly string[] = [
  '',
  '-',
  '--',
  '.',
  '?',
  'na',
  'n/a',
  '#n/a',
  '<na>',
  'nan',
  'nil',
  'null',
  'none',
  'missing',
  'unknown',
  'not reported',
  'not available',
  'not applicable',
  'not evaluated',
  "'--",
  '[not available]',
  '[not applicable]',
  '[not evaluated]',
  '[unknown]',
  '[discrepancy]',
];

const WORDS = new Set(MISSING_WORDS);
const LONGEST = Math.max(...MISSING_WORDS.map((word) => word.length));

/** Whether the field bytes[from … to) is one of MISSING_WORDS. */
export function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length === 0) return true;
  if (length > LONGEST) return false;
  let word = '';
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    word += String.fromCharCode(c >= 65 && c <= 90 ? c + 32 : c);
  }
  return WORDS.has(word);
}

/** Whether a field is one of MISSING_WORDS. */
export function isMissingText(field: string): boolean {
  return field.length <= LONGEST && WORDS.has(field.toLowerCase());
}
