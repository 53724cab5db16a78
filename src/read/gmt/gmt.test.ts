import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const read = (text: string) => readFile(memorySource('a.gmt', new TextEncoder().encode(text)));

test('empty descriptions, empty fields, weights and repeats are what they are', async () => {
  const { content, problems } = await read('A b\t\tTP53\tTP53\tEGFR,1.0\t\t\r\nC\thttp://x\r\n\r\n');
  expect(content).toEqual({
    holds: 'sets',
    sets: [
      { name: 'A b', description: '', members: ['TP53', 'EGFR'] },
      { name: 'C', description: 'http://x', members: [] },
    ],
  });
  expect(problems).toEqual([
    "sets without members: 1, 'C'",
    'weights of members that are left out: 1',
    'members that come again in their set, kept once: 1',
  ]);
});

test.each([
  [
    'A\tx\tG\nB\n',
    "a.gmt:2: a set must be a line of name, description and members, separated by tabs, got 'B' alone; is it a GMT file, and is it whole?",
  ],
  [
    '\tx\tG\n',
    'a.gmt:1: a set must be a line of name, description and members, separated by tabs, got no name; is it a GMT file, and is it whole?',
  ],
  [
    'A\tx\tG\nA\ty\tH\n',
    "a.gmt:2: each set must have a name of its own, got 'A' on lines 1 and 2; rename or remove one of them",
  ],
  ['\n', 'a.gmt: sets of genes expected, got an empty file'],
])('refuses %j', async (text, message) => {
  expect((await failureOf(read(text))).message).toBe(message);
});

const data = '../shared/data/10_genesets';
if (!existsSync(data)) console.log(`gmt.test: real files are skipped: ${data} is absent`);
describe.skipIf(!existsSync(data))('real files have the counts of their README', () => {
  test.each([
    ['h.all.v7.0.symbols.gmt', 50],
    ['GO_Biological_Process_2021.gmt.gz', 6036],
    ['reactome_v59_ensembl.gmt.gz', 1303],
  ])('%s: %i sets', async (file, count) => {
    const { content, entry } = await readFile(await fileSource(`${data}/${file}`));
    if (content.holds !== 'sets') throw new Error('sets expected');
    expect([entry.word, content.sets.length]).toEqual(['gmt', count]);
    // What the file says, counted without a reader of sets.
    const text = await bytesOf(`${data}/${file}`);
    const fields = text
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          new Set(
            line
              .split('\t')
              .slice(2)
              .filter((field) => field !== ''),
          ).size,
      );
    expect(content.sets.map(({ members }) => members.length)).toEqual(fields);
    if (file.startsWith('reactome')) expect(Math.min(...fields)).toBeGreaterThanOrEqual(5);
  });
});

async function bytesOf(path: string): Promise<string> {
  const { openBytes } = await import('../open-bytes.ts');
  let text = '';
  for await (const chunk of (await openBytes(await fileSource(path))).chunks) text += new TextDecoder().decode(chunk);
  return text;
}
