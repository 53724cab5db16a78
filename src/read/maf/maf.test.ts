import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { randomKey } from '../../base/random.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function read(text: string, params = {}) {
  const found = await readFile(memorySource('a.maf', new TextEncoder().encode(text)), { params }, 'maf');
  if (found.content.holds !== 'blocks') throw new Error('blocks expected');
  const { block } = found.content.blocks[0]!;
  const { nRows, data } = block.matrix;
  const rows = block.ids.map((id, i) => [id, ...block.features.map((_, j) => data[j * nRows + i]!)]);
  return { block, rows, facts: found.facts, problems: found.problems };
}

const HEAD = '#version 2.4\nHugo_Symbol\tNCBI_Build\tVariant_Classification\tTumor_Sample_Barcode\n';
const FILE = `${HEAD}TP53\tGRCh38\tMissense_Mutation\tTCGA-02-0001-01C-11D\nTP53\tGRCh38\tNonsense_Mutation\tTCGA-02-0001-01C-11D
EGFR\tGRCh38\tSilent\tTCGA-02-0002-01A\nEGFR\tGRCh38\tIn_Frame_Del\tTCGA-02-0001-10A\nUnknown\tGRCh38\tIGR\tTCGA-02-0002-01A
KRAS\tGRCh38\tOdd\tTCGA-02-0002-01A\n`;

test('0 and 1 of non-silent variants, sparse; samples with silent ones only stay', async () => {
  const { block, rows, facts, problems } = await read(FILE);
  expect([block.kind, block.features, block.matrix.sparse?.values.length]).toEqual(['mutation', ['TP53', 'EGFR'], 2]);
  expect(rows).toEqual([
    ['TCGA-02-0001-01C-11D', 1, 0],
    ['TCGA-02-0002-01A', 0, 0],
    ['TCGA-02-0001-10A', 0, 1],
  ]);
  expect(facts).toEqual({
    ...{ version: '2.4', genome: 'GRCh38', variants: 6, counted: 3 },
    classifications: 'IGR 1, In_Frame_Del 1, Missense_Mutation 1, Nonsense_Mutation 1, Odd 1, Silent 1',
  });
  expect(problems).toEqual(["classifications of variants that the format does not know, taken as silent: 'Odd' 1"]);
});

test('counts of all variants, of patients', async () => {
  const { block, rows, problems } = await read(FILE, { variants: 'all', count: true, barcode: 'patient' });
  expect(block.features).toEqual(['TP53', 'EGFR', 'KRAS']);
  expect(rows).toEqual([
    ['TCGA-02-0001', 2, 1, 0],
    ['TCGA-02-0002', 0, 1, 1],
  ]);
  expect(problems.slice(1)).toEqual([
    'barcodes that share a patient with another one, joined: 3 became 2',
    'variants outside genes, left out: 1',
  ]);
  expect((await read(FILE, { barcode: 'sample' })).block.ids[0]).toBe('TCGA-02-0001-01');
  expect((await read(FILE, { barcode: 'vial' })).block.ids[0]).toBe('TCGA-02-0001-01C');
});

describe('refuses', () => {
  test.each([
    [
      'Hugo_Symbol,Tumor_Sample_Barcode\n',
      {},
      'a.maf:1: the columns of a MAF expected, got none called Hugo_Symbol, Variant_Classification, Tumor_Sample_Barcode among 1; is it tab-separated, with its header?',
    ],
    [
      `${HEAD}TP53\tGRCh38\tSilent\n`,
      {},
      'a.maf:3: 4 fields expected (as in the header), got 3; the line is cut, or has a tab too many or too few',
    ],
    [`${HEAD}TP53\tGRCh38\tSilent\t\n`, {}, 'a.maf:3:4: a Tumor_Sample_Barcode expected, got none'],
    [
      `${HEAD}TP53\tGRCh38\tSilent\tP1\n`,
      { barcode: 'patient' },
      "a.maf:3:4: a barcode of TCGA that has a patient expected, got 'P1'; read it with barcode: whole",
    ],
    [
      `${HEAD}TP53\tGRCh38\tSilent\tP1\n`,
      {},
      'a.maf: at least one non-silent variant of a gene expected, got none; variants: all takes silent ones too',
    ],
    [HEAD, {}, 'a.maf: a header and variants expected, got only a header'],
  ])('%j', async (text, params, message) => {
    expect((await failureOf(read(text, params))).message).toBe(message);
  });
});

const SCRIPT = `
import io, json, sys, pandas
t = pandas.read_csv(io.StringIO(sys.stdin.read()), sep='\\t', comment='#')
c = pandas.crosstab(t.Tumor_Sample_Barcode, t.Hugo_Symbol)
print(json.dumps([list(c.index), list(c.columns), c.values.tolist()]))
`;
const python = '/usr/bin/python3';
let pandas = true;
try {
  execFileSync(python, ['-c', 'import pandas'], { stdio: 'ignore' });
} catch {
  pandas = false;
  console.log(`maf.test: the comparison is skipped: ${python} has no pandas`);
}
test.skipIf(!pandas)('counts are those of pandas', async () => {
  const draws = randomKey(8).stream();
  const line = () => `G${draws.below(40)}\tGRCh38\tMissense_Mutation\tS${draws.below(25)}`;
  const text = `${HEAD}${Array.from({ length: 600 }, line).join('\n')}\n`;
  const [ids, genes, counts] = JSON.parse(execFileSync(python, ['-c', SCRIPT], { input: text, encoding: 'utf8' }));
  const { block } = await read(text, { count: true });
  const ours = (ids as string[]).map((id) =>
    (genes as string[]).map(
      (gene) => block.matrix.data[block.features.indexOf(gene) * ids.length + block.ids.indexOf(id)],
    ),
  );
  expect([block.ids.length, block.features.length, ours]).toEqual([ids.length, genes.length, counts]);
});
