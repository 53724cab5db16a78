import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createExecutor, fileSource } from '../src/index.node.ts';
import { memoryFolder, parseStudy, runStudy, type Study } from '../src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// Plain scripts without types of their own.
const { listStudies } = await import(new URL('../scripts/studies/list-studies.mjs', import.meta.url).href);
const { readExpected } = await import(new URL('../scripts/studies/judge.mjs', import.meta.url).href);

interface ReadyStudy {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly maker?: string;
}
const studies: readonly ReadyStudy[] = listStudies(join(root, 'studies'));
const data = join(root, '../shared/data');
const skipped = existsSync(data) ? undefined : `the data are not beside the checkout (${data})`;
if (skipped) console.log(`studies.test.ts: skipped: ${skipped}`);

function read({ file }: Pick<ReadyStudy, 'file'>, quick = false): Study {
  return parseStudy(readFileSync(file, 'utf8'), file, { quick, resolve: (path) => join(dirname(file), path) });
}

test.each(studies)(
  '$name: parses whole and quick, and begins with the command, the seconds and the result, or that they are not measured yet',
  ({ file, folder }) => {
    const [whole, quick] = [read({ file }), read({ file }, true)];
    expect(quick.learners.flatMap(({ candidates }) => candidates).length).toBeLessThan(
      whole.learners.flatMap(({ candidates }) => candidates).length,
    );
    const comment = /^(#.*\n)+/.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    expect(comment).toContain(`cistron run ${relative(root, file)}`);
    // Seconds and result, or what of them is missing.
    if (!comment.includes('not measured yet')) {
      expect(comment).toMatch(/\d+ s\b/);
      expect(comment).toMatch(/(accuracy|silhouette|c-index|r2|R²|mcc|spearman|pearson|median)[\s\S]*?0?\.\d+/i);
    }
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  },
);

test('what is expected names learners of the study', () => {
  const odd = Object.entries<{ learner?: string }[]>(readExpected(join(root, 'studies/expected.yaml'))).flatMap(
    ([name, entries]) => {
      const study = studies.find((one) => one.name === name);
      const learners = study ? read(study).learners.map((learner) => learner.name) : [];
      return entries.flatMap(({ learner = 'best' }) =>
        !study || learner === 'best' || learners.includes(learner) ? [] : `${name}: ${learner}`,
      );
    },
  );
  expect(odd).toEqual([]);
});

test.skipIf(skipped).each(studies)(
  '$name: its data are where it says, or its make-table.mjs puts them there',
  async (one) => {
    const study = read(one);
    if (one.maker) await import(one.maker);
    const files = [
      ...(study.samples.from === undefined ? [study.samples.file] : []),
      ...Object.values(study.blocks).flatMap(({ file, files }) => [file ?? [], Object.values(files ?? {})].flat()),
    ];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  },
);

const quickly = async (name: string) => {
  const executor = await createExecutor();
  try {
    const file = join(root, 'studies', name, 'study.yaml');
    const { record } = await runStudy(read({ file }, true), {
      open: fileSource,
      folder: async () => memoryFolder(),
      executor,
      signal: new AbortController().signal,
      progress: () => {},
      state: () => {},
      now: () => 0,
    });
    return record.results[0]!.metrics;
  } finally {
    await executor.close();
  }
};

test.skipIf(skipped)('small-round-blue, quick: tells the four tumours apart in nine of ten children', async () => {
  // Majority 0.37. Published: every test tumour right (Khan et al. 2001); the bound leaves room for another search.
  expect((await quickly('small-round-blue')).accuracy!.value).toBeGreaterThanOrEqual(0.9);
});

test.skipIf(skipped)('tumour-normal, quick: finds the tumour in eight of ten men', async () => {
  // Majority 0.51. Published: 0.92 with genes picked for it (Singh et al. 2002); the bound leaves room for another search.
  expect((await quickly('tumour-normal')).accuracy!.value).toBeGreaterThanOrEqual(0.8);
});
