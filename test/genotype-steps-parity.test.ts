// Quality filters and thinning of linked variants against plink2, on real and on simulated genotypes with missing ones on two chromosomes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { hardyWeinbergExact } from '../src/numeric/hardy-weinberg.ts';
import { createStep, parseStep } from '../src/prepare/step.ts';
import { fileSource } from '../src/read/index.node.ts';
import { readFile } from '../src/read/index.ts';
import type { Block } from '../src/table/block.ts';
import { countCodes, strideOf } from '../src/table/packed.ts';
import { testContext } from './support/blocks.ts';

const real = '../shared/data/06_genotypes/1000g_eur_lct_region.vcf.gz';
const noTool = hasPlink() ? '' : 'no plink2';
if (noTool || !existsSync(real)) {
  console.log(`genotype-steps-parity.test is skipped, in whole or in part: ${noTool || `${real} is absent`}`);
}

function hasPlink(): boolean {
  try {
    execFileSync('plink2', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let executor: Executor;
const folder = mkdtempSync(join(tmpdir(), 'cistron-qc-'));
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(async () => {
  await executor.close();
  rmSync(folder, { recursive: true });
});

/** 150 people, 1,500 variants on two chromosomes: haplotypes that change places every tenth variant, some genotypes missing, some all heterozygous. */
function simulated(): string {
  const draws = randomKey(5).stream();
  const [n, p] = [150, 1500];
  const ancestors = Array.from({ length: 8 }, () => Array.from({ length: p }, () => Number(draws.uniform() < 0.3)));
  const haplotypes = Array.from({ length: 2 * n }, () => {
    let from = draws.below(8);
    return Array.from({ length: p }, (_, j) => {
      if (draws.uniform() < 0.1) from = draws.below(8);
      return draws.uniform() < 0.02 ? draws.below(2) : ancestors[from]![j]!;
    });
  });
  const lines = [
    '##fileformat=VCFv4.2',
    '##contig=<ID=1,length=249250621>',
    '##contig=<ID=2,length=243199373>',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    [
      ...['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'],
      ...Array.from({ length: n }, (_, i) => `S${i}`),
    ].join('\t'),
  ];
  for (let j = 0; j < p; j++) {
    const missing = j % 7 === 0 ? 0.15 * draws.uniform() : 0.01;
    const calls = Array.from({ length: n }, (_, i) => {
      if (draws.uniform() < missing) return './.';
      return j % 50 === 3 ? '0/1' : `${haplotypes[2 * i]![j]}/${haplotypes[2 * i + 1]![j]}`;
    });
    const chromosome = j < 900 ? '1' : '2';
    const name = [chromosome, 1000 + 100 * j, 'A', 'G'].join(':');
    lines.push([chromosome, 1000 + 100 * j, name, 'A', 'G', '.', '.', '.', 'GT', ...calls].join('\t'));
  }
  writeFileSync(at('simulated.vcf'), `${lines.join('\n')}\n`);
  return at('simulated.vcf');
}

async function blockOf(vcf: string): Promise<Block> {
  const { content } = await readFile(await fileSource(vcf));
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  return content.blocks[0]!.block;
}

async function kept(block: Block, entry: unknown): Promise<readonly string[]> {
  const fitted = await (await createStep(parseStep(entry, 'test'))).fit(block, null, testContext(undefined, executor));
  return fitted.apply(block).features;
}

const plink = (vcf: string, ...args: string[]) =>
  execFileSync('plink2', ['--vcf', vcf, '--double-id', '--set-all-var-ids', '@:#:$r:$a', ...args, '--out', at('p')], {
    stdio: 'ignore',
  });
const lines = (name: string) => readFileSync(at(name), 'utf8').trim().split('\n');

const sources = [
  { name: 'the LCT region of 503 Europeans', vcf: () => real, skip: noTool !== '' || !existsSync(real) },
  { name: 'simulated haplotypes', vcf: simulated, skip: noTool !== '' },
];

describe.each(sources)('$name', ({ vcf: make, skip }) => {
  test.skipIf(skip)('filters and thins as plink2 does', async () => {
    const vcf = make();
    const block = await blockOf(vcf);
    const filters: [unknown, string[]][] = [
      [{ missingness: 0.03 }, ['--geno', '0.03']],
      [{ maf: 0.2 }, ['--maf', '0.2']],
      [{ hwe: 0.01 }, ['--hwe', '0.01']],
      [{ hwe: { p: 0.05, sides: 'excess' } }, ['--hwe', '0.05', 'keep-fewhet']],
    ];
    for (const [entry, args] of filters) {
      plink(vcf, ...args, '--write-snplist');
      const ours = await kept(block, entry);
      expect(ours, JSON.stringify(entry)).toEqual(lines('p.snplist'));
    }
    for (const [window, step, r2] of [
      [50, 5, 0.2],
      [50, 5, 0.5],
      [20, 3, 0.05],
    ] as const) {
      plink(vcf, '--indep-pairwise', `${window}`, `${step}`, `${r2}`);
      const ours = await kept(block, { 'ld-prune': { r2, window, step } });
      expect(ours, `${window} ${step} ${r2}`).toEqual(lines('p.prune.in'));
      expect(ours.length).toBeLessThan(block.features.length - 40);
    }
  });

  test.skipIf(skip)('P of Hardy–Weinberg proportions is that of plink2', async () => {
    const vcf = make();
    const { matrix } = await blockOf(vcf);
    plink(vcf, '--hardy');
    const rows = lines('p.hardy')
      .slice(1)
      .map((line) => Number(line.split('\t').at(-1)));
    rows.forEach((theirs, j) => {
      const [none, one, two] = countCodes(matrix.packed!.codes, j * strideOf(matrix.nRows), matrix.nRows);
      expect(Math.abs(hardyWeinbergExact(one, none, two) / theirs - 1)).toBeLessThan(1e-5);
    });
  });
});
