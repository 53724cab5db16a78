import { describe, expect, test } from 'vitest';
import { ConfigError, DataError } from '../../base/errors.ts';
import { memorySource } from '../../read/source.ts';
import { textValues } from '../../table/annotations.ts';
import { parseStudy } from '../file/parse-study.ts';
import { loadCohort } from './load-cohort.ts';

const sheet = `sample	patient	type	age	label
s1	p1	tumor	40	a
s2	p1	normal	40	a
s3	p2	tumor	65	b
s4	p3	tumor		b
s5	p4	tumor	18	a
`;
const expression = `gene	s1	s2	s3	s4	s5
TP53	1	2	3	4	5
BRCA1	5	4	3	2	9
`;
const wide = `sample	label	type	age	g1
s1	a	tumor	40	0.1
s2	b	normal	41	0.2
s3	b	tumor	42	0.3
s4	a	tumor	43	0.4
`;

/** Loads a study of these files with this row filter. */
function load(where: string | undefined, files: Record<string, string>, block: object) {
  const samples = { file: 'sheet.tsv', target: 'label', ...(where === undefined ? {} : { where }) };
  const study = parseStudy(JSON.stringify({ cistron: 1, samples, blocks: { rna: block } }), 'study.yaml');
  return loadCohort(study, {
    open: async (path) => memorySource(path, new TextEncoder().encode(files[path]!)),
    signal: new AbortController().signal,
    progress: () => {},
  });
}
const loadTwo = (where?: string) =>
  load(where, { 'sheet.tsv': sheet, 'rna.tsv': expression }, { file: 'rna.tsv', kind: 'expression' });
const loadOne = (where?: string) =>
  load(where, { 'sheet.tsv': wide }, { from: 'samples', kind: 'expression', columns: 'g*' });

describe('samples.where', () => {
  test('keeps the rows for which it holds, in annotations, target and blocks alike', async () => {
    const loaded = await loadTwo("type == 'tumor' and age > 20");
    expect(loaded.ids).toEqual(['s1', 's3']);
    expect(loaded.annotations.ids).toEqual(['s1', 's3']);
    expect(textValues(loaded.annotations.columns.find(({ name }) => name === 'patient')!)).toEqual(['p1', 'p2']);
    expect(loaded.target).toMatchObject({ codes: Int32Array.of(0, 1) });
    expect(loaded.blocks[0]!.ids).toEqual(['s1', 's3']);
    expect([...loaded.blocks[0]!.matrix.data]).toEqual([1, 3, 5, 3]);
  });

  test('states how many samples it left out, and warns of none of them', async () => {
    const loaded = await loadTwo("type == 'tumor'");
    expect(loaded.statements).toContain("sheet.tsv: 4 of 5 samples are kept, 1 left out by where: type == 'tumor'");
    expect(loaded.warnings).toEqual([]);
  });

  test('may look at the id, and in a single table at numeric columns that are not annotations', async () => {
    expect((await loadTwo("sample not in ['s1', 's2']")).ids).toEqual(['s3', 's4', 's5']);
    expect((await loadOne("age >= 41 and age < 43 or sample == 's1'")).ids).toEqual(['s1', 's2', 's3']);
  });

  test('absent, keeps every row and says nothing', async () => {
    const loaded = await loadTwo();
    expect(loaded.ids).toHaveLength(5);
    expect(loaded.statements.join()).not.toContain('where');
  });

  test('that leaves no sample is a DataError with the numbers', async () => {
    await expect(loadTwo('age > 100')).rejects.toThrow(DataError);
    await expect(loadTwo('age > 100')).rejects.toThrow(
      'sheet.tsv: at least one of 5 samples must be left, got none by where: age > 100',
    );
  });

  test.each([
    ['ages > 3', "samples.where, character 1: no column 'ages'; did you mean 'age'?"],
    ["age > '3'", "samples.where, character 7: column 'age' holds numbers, got the text '3'; write 3 without quotes"],
  ])('is a ConfigError when it does not fit the sheet: %s', async (where, message) => {
    for (const loadWith of [loadTwo, loadOne]) {
      await expect(loadWith(where)).rejects.toSatisfy(
        (error) => error instanceof ConfigError && error.message === message,
      );
    }
  });

  test('that cannot be understood is refused with its place in the study file, before any file is opened', () => {
    const text =
      'cistron: 1\nsamples:\n  file: s.tsv\n  target: y\n  where: age = 3\nblocks: { a: { from: samples } }\n';
    expect(() => parseStudy(text, 'study.yaml')).toThrow(
      expect.objectContaining({ message: "study.yaml:5:10: where, character 5: '=' means nothing here; write ==" }),
    );
  });
});
