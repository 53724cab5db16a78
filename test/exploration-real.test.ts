import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { createExecutor, fileSource } from '../src/index.node.ts';
import { parseStudy } from '../src/index.ts';
import { exploreCohort } from '../src/study/audit/explore.ts';
import { loadStudy } from '../src/study/cohort/load-study.ts';
import { clusterContext } from './support/cluster-golden.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const absent = existsSync(join(root, '../shared/data')) ? '' : 'the data are not beside the checkout';
if (absent) console.log(`exploration-real.test.ts: skipped: ${absent}`);

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

test.skipIf(absent !== '')('pam50: the features against the subtypes are those of scipy f_oneway', async () => {
  const file = join(root, 'studies/pam50/study.yaml');
  const study = parseStudy(readFileSync(file, 'utf8'), file, { resolve: (path) => join(dirname(file), path) });
  const { signal } = new AbortController();
  const loaded = await loadStudy(study, { open: fileSource, signal, progress: () => {} });
  const { tests, heatMap, quality } = (await exploreCohort(study, loaded, clusterContext(executor)))!;
  // scipy 1.10: f_oneway on the same float32 values, rates by Benjamini and Hochberg.
  expect(tests).toMatchObject({ test: 'anova', tested: 1558, found: 1369 });
  expect(tests!.strongest.slice(0, 4).map(({ feature }) => feature)).toEqual(['PRKX', 'BCL11A', 'PLK1', 'TTK']);
  expect(tests!.strongest[0]!.p / 2.2934958111149687e-146).toBeCloseTo(1, 9);
  expect(tests!.strongest[0]!.effect).toBeCloseTo(0.5199, 4);
  // The amplicon of ERBB2 at 17q12 is among what varies most, and stands together.
  const place = (name: string) => heatMap!.features.indexOf(name);
  expect(place('ERBB2')).toBeGreaterThanOrEqual(0);
  expect(Math.abs(place('ERBB2') - place('CDK12'))).toBe(1);
  expect(quality[0]).toMatchObject({ samples: 934, features: 1558, missing: 0 });
});
