import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePlace, type Place } from './support/cli.ts';
import { type GdcServer, starCounts, startGdc } from './support/gdc-server.ts';
import { sendSome, serve, startServer } from './support/web-server.ts';

let place: Place;
beforeAll(() => {
  place = makePlace();
});
afterAll(() => place.remove());

test('fetch url: stopped by Ctrl-C, gone on with, checked', async () => {
  const bytes = Buffer.alloc(300_000, 'genome ');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const server = await startServer(sendSome(bytes, 100_000));
  try {
    const address = `${server.address}/pub/genome%201.fa?signature=secret`;
    const arrived = () =>
      place.list('down')?.includes('genome 1.fa.part') === true &&
      place.bytes('down/genome 1.fa.part').length === 100_000;
    const stopped = await place.interrupted(['fetch', 'url', address, '--out', 'down/'], arrived);
    expect([stopped.code, stopped.stdout]).toEqual([130, '']);
    server.answer = serve(bytes);
    const done = await place.started('fetch', 'url', address, '--out', 'down/', '--sha256', sha256, '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ size: 300_000, fetched: 200_000, sha256 });
    expect(place.list('down')).toEqual(['genome 1.fa']);
    const wrong = await place.started('fetch', 'url', address, '--out', 'x.fa', '--md5', '0'.repeat(32));
    expect(wrong.code).toBe(6);
    expect(wrong.stderr).toMatch(
      /cistron: http:\/\/127\.0\.0\.1:\d+\/pub\/genome%201\.fa: MD5 0{32} expected, got \w+, twice/,
    );
    expect(`${stopped.stderr}${done.stderr}${wrong.stderr}`).not.toContain('secret');
  } finally {
    await server.close();
  }
});

test.each([
  [['url', 'http://host/..%2f..%2fx'], "--out: the address names no file, got '..%2f..%2fx'"],
  [['gdc'], 'cistron fetch gdc: says not which files'],
])('fetch %s is refused before anything is sent', (words, message) => {
  const { code, stderr } = place.cistron('fetch', ...words);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test('fetch gdc: from a project to a study in three commands', async () => {
  const server = await startProject();
  try {
    const words = [
      'fetch',
      'gdc',
      '--api',
      server.address,
      '--project',
      'TCGA-TEST',
      '--sample-type',
      'Primary Tumor',
      '--assemble',
      'counts',
    ];
    const first = await place.started(...words, '--out', 'cohort');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(
      /^41 files of 40 cases, .* \(Data Release 45\.0 - December 04, 2025\)\n41 new, 0 there already/,
    );
    expect(first.stdout).toContain(
      '40 samples × 30 genes in cohort/expression.tsv.gz; 1 files left out (cohort/dropped.tsv)',
    );
    const again = await place.started(...words, '--out', 'cohort', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ fresh: 0, there: 41, bytes: 0 });
    expect(again.stderr).toContain('cohort/study.yaml is left as it is');
    const check = place.cistron('check', 'cohort/study.yaml');
    expect(check.code, check.stdout + check.stderr).toBe(0);
  } finally {
    await server.close();
  }
});

/** Forty patients, of whom the first was measured twice; genes that say nothing. */
function startProject(): Promise<GdcServer> {
  const counts = (i: number) =>
    starCounts(Array.from({ length: 30 }, (_, j) => 10 + ((i * 37 + j * 101 + i * j * 7) % 500)));
  const patients = Array.from({ length: 40 }, (_, i) => `TCGA-AA-${String(i).padStart(4, '0')}`);
  return startGdc({
    aliquots: [
      ...patients.map((patient, i) => ({ barcode: `${patient}-01A-11R-A32Y-07`, content: counts(i) })),
      { barcode: `${patients[0]}-01A-11R-A32Z-07`, content: counts(99) },
      { barcode: `${patients[0]}-11A-11R-A32Z-07`, sampleType: 'Solid Tissue Normal' },
    ],
    clinical: (_patient, i) => ({
      demographic: { vital_status: i % 2 ? 'Dead' : 'Alive', ...(i % 2 ? { days_to_death: 50 + 13 * i } : {}) },
      follow_ups: [{ submitter_id: 'f', days_to_follow_up: 40 + 11 * i }],
    }),
  });
}
