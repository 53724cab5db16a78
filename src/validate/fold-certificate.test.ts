import { expect, test } from 'vitest';
import { classTarget } from '../table/target.ts';
import { foldCertificates } from './fold-certificate.ts';

test('a certificate counts groups, classes and sites from the rows themselves', () => {
  const target = classTarget(['a', 'a', 'b', 'b', 'a', 'b'], 'test');
  const groups = Int32Array.of(0, 0, 1, 1, 2, 3);
  const sites = [{ column: 'site', values: ['X', 'X', 'Y', null, 'Y', 'Y'] }];
  const split = { train: Int32Array.of(1, 2, 3, 4), test: Int32Array.of(0, 5) };
  const [certificate] = foldCertificates([[split]], () => [{ train: Int32Array.of(2, 3), test: Int32Array.of(1, 4) }], {
    target,
    groups,
    sites,
  });
  expect(certificate).toEqual({
    repeat: 0,
    outer: 0,
    train: 4,
    test: 2,
    groups: { train: 3, test: 2, shared: 1, tested: [0, 3] },
    classes: { a: [2, 1], b: [2, 1] },
    sites: { site: { X: [1, 1], Y: [2, 1], '': [1, 0] } },
    inner: [
      {
        train: 2,
        test: 2,
        groups: { train: 1, test: 2, shared: 0, tested: [0, 2] },
        classes: { a: [0, 2], b: [2, 0] },
        sites: { site: { X: [0, 1], Y: [1, 1], '': [1, 0] } },
      },
    ],
  });
});
