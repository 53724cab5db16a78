import type { FoldCertificate } from '../../src/validate/fold-certificate.ts';

/** Certificates of k outer folds of n samples, each a group of its own, without inner ones. */
export function plainFolds(k: number, n: number): FoldCertificate[] {
  return Array.from({ length: k }, (_, outer) => {
    const test = Math.floor((n + k - 1 - outer) / k);
    return { repeat: 0, outer, train: n - test, test, groups: { train: n - test, test, shared: 0 }, inner: [] };
  });
}
