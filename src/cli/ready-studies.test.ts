import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyStudy, readyStudies } from './ready-studies.ts';

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'ready-'));
  mkdirSync(join(place, 'studies', 'example'), { recursive: true });
  mkdirSync(join(place, 'shared'));
  writeFileSync(join(place, 'shared', 'there.tsv'), 'id\tx\n');
  const study = (file: string) => `# npx cistron run studies/example/study.yaml
cistron: 1
title: An example # of a study
samples: { file: ${file}, id: id, target: class }
blocks:
  near: { kind: numeric, file: data/counts.tsv }
  far: { kind: numeric, file: ../data/counts.tsv }
quick:
  samples: { file: ../../elsewhere/small.tsv }
`;
  writeFileSync(join(place, 'studies', 'example', 'study.yaml'), study('../../shared/there.tsv'));
  writeFileSync(join(place, 'studies', 'example', 'variant.yaml'), study('../../elsewhere/other.tsv'));
  writeFileSync(join(place, 'studies', 'example', 'README.md'), 'Run `cistron run studies/example/study.yaml`.\n');
  writeFileSync(join(place, 'studies', 'example', 'make.mjs'), '');
});
afterAll(() => rmSync(place, { recursive: true }));

test('a copy points at the data that are there, and at its own folder for the rest', async () => {
  const out = join(place, 'mine', 'first');
  const { files, found, wanted } = await copyStudy('example', out, join(place, 'studies'));
  expect(readdirSync(out)).toEqual(['README.md', 'study.yaml', 'variant.yaml']);
  expect(files).toHaveLength(3);
  expect(found).toEqual([relative('', join(place, 'shared', 'there.tsv'))]);
  expect(wanted.map((path) => relative(out, path)).sort()).toEqual([
    'data/counts.tsv',
    'data/other.tsv',
    'data/small.tsv',
  ]);
  const text = readFileSync(join(out, 'study.yaml'), 'utf8');
  expect(text).toBe(`# npx cistron run ${relative('', out)}/study.yaml
cistron: 1
title: An example # of a study
samples: { file: ../../shared/there.tsv, id: id, target: class }
blocks:
  near: { kind: numeric, file: data/counts.tsv }
  far: { kind: numeric, file: data/counts.tsv }
quick:
  samples: { file: data/small.tsv }
`);
});

test('every study that comes with the program has a title and can be copied', async () => {
  for (const { name, title, files } of await readyStudies()) {
    expect(title).not.toBe('');
    expect(files[0]).toBe('study');
    const out = join(place, 'all', name);
    const { found, wanted } = await copyStudy(name, out);
    expect(found.length + wanted.length).toBeGreaterThan(0);
    expect(readFileSync(join(out, 'study.yaml'), 'utf8')).toContain(`title: ${title}`);
  }
});
