import { nearest } from '../base/nearest.ts';

/**
 * Finds, for an id without partner, the id that was probably meant: equal but for case and separators (`.` for `-`),
 * else one a prefix of the other up to a separator (TCGA-A1-A0SB-01A and TCGA-A1-A0SB), else the closest spelling.
 */
export function nearestId(id: string, others: readonly string[]): string | undefined {
  const plain = plainId(id);
  let prefix: string | undefined;
  let prefixLength = 0;
  for (const other of others) {
    const candidate = plainId(other);
    if (candidate === plain) return other;
    const length = Math.min(candidate.length, plain.length);
    if (length > prefixLength && (extend(plain, candidate) || extend(candidate, plain))) {
      prefix = other;
      prefixLength = length;
    }
  }
  return prefix ?? nearest(id, others);
}

/** Whether `long` is `short`, a separator, and more. */
function extend(short: string, long: string): boolean {
  return short !== '' && long.startsWith(`${short}-`);
}

/** Case folded, every run of separators one dash; R writes an X before ids that start with a digit. */
function plainId(id: string): string {
  return id
    .toLowerCase()
    .replace(/^x(?=\d)/, '')
    .replace(/[\s._:/-]+/g, '-');
}
