// Principal components of genotypes against plink2, on real and on simulated genotypes of several populations.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { genotypePca } from '../src/numeric/genotype-pca.ts';
import { fileSource } from '../src/read/index.node.ts';
import { readFile } from '../src/read/index.ts';
import { clusterContext } from './support/cluster-golden.ts';

const real = '../shared/data/06_genotypes/1000g_seldin_aisnp.vcf.gz';
const K = 10;
const noTool = hasPlink() ? '' : 'no plink2';
const noData = noTool || (existsSync(real) ? '' : `${real} is absent`);
if (noData) console.log(`genotype-pca-parity.test is skipped, in whole or in part: ${noData}`);

function hasPlink(): boolean {
  try {
    execFileSync('plink2', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let executor: Executor;
const folder = mkdtempSync(join(tmpdir(), 'cistron-pca-'));
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(async () => {
  await executor.close();
  rmSync(folder, { recursive: true });
});

/** Eigenvalues [k] and eigenvectors [k][n] of plink2, the variance of a variant from its frequency, missing at the mean. */
function ofPlink(vcf: string): { values: number[]; vectors: number[][] } {
  const pca = ['--pca', `${K}`, 'meanimpute', '--threads', '1', '--out', at('p')];
  execFileSync('plink2', ['--vcf', vcf, '--double-id', ...pca], { stdio: 'ignore' });
  const lines = (name: string) => readFileSync(at(name), 'utf8').trim().split('\n');
  const rows = lines('p.eigenvec')
    .slice(1)
    .map((line) => line.split('\t').slice(-K).map(Number));
  return {
    values: lines('p.eigenval').map(Number),
    vectors: Array.from({ length: K }, (_, c) => rows.map((r) => r[c]!)),
  };
}

async function compare(vcf: string): Promise<void> {
  const theirs = ofPlink(vcf);
  const { content } = await readFile(await fileSource(vcf));
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  const ours = await genotypePca(clusterContext(executor), content.blocks[0]!.block.matrix, K);
  for (let c = 0; c < K; c++) {
    // Written to 6 digits.
    expect(Math.abs(ours.values[c]! / theirs.values[c]! - 1), `value ${c}`).toBeLessThan(1e-5);
    const dot = theirs.vectors[c]!.reduce((sum, v, i) => sum + v * ours.vectors[i * K + c]!, 0);
    expect(Math.abs(dot), `vector ${c}`).toBeGreaterThan(0.9999);
  }
}

test.skipIf(noData !== '')('1000 Genomes, 2,504 samples, 127 variants', () => compare(real));

describe.skipIf(noTool !== '')('simulated drift of four populations, 200 samples, 3,000 variants', () => {
  test.each([0, 0.04])('share missing %f', async (missing) => {
    const draws = randomKey(21).stream();
    const [n, p] = [200, 3000];
    const names = Array.from({ length: n }, (_, i) => `S${i}`);
    const lines = [
      '##fileformat=VCFv4.2',
      '##contig=<ID=1,length=249250621>',
      '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
      ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...names].join('\t'),
    ];
    for (let j = 0; j < p; j++) {
      const ancestral = 0.05 + 0.9 * draws.uniform();
      const spread = Math.sqrt(0.08 * ancestral * (1 - ancestral));
      const f = [1, 0.8, 0.6, 0.4].map((drift) =>
        Math.min(0.99, Math.max(0.01, ancestral + drift * spread * draws.normal())),
      );
      const calls = names.map((_, i) => {
        const allele = () => Number(draws.uniform() < f[i % 4]!);
        const call = `${allele()}/${allele()}`;
        return draws.uniform() < missing ? './.' : call;
      });
      lines.push(['1', 1000 + 100 * j, `rs${j}`, 'A', 'G', '.', '.', '.', 'GT', ...calls].join('\t'));
    }
    writeFileSync(at('drift.vcf'), `${lines.join('\n')}\n`);
    await compare(at('drift.vcf'));
  });
});
