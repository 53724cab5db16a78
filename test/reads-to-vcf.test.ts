import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomKey } from '../src/base/random.ts';
import { simulateReads } from '../src/simulate/reads.ts';
import { scratchFolder } from './support/python.ts';

const TOOLS = { snakemake: '--version', samtools: '--version', bcftools: '--version', bwa: 'mem' };
const missing = Object.entries(TOOLS).flatMap(([tool, flag]) => {
  try {
    execFileSync(tool, [flag], { stdio: 'ignore' });
    return [];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [tool] : []; // bwa without arguments says how it is used and exits 1
  }
});
if (missing.length > 0) console.log(`reads-to-vcf.test.ts: skipped: no ${missing.join(', ')} on this machine`);

const workflow = fileURLToPath(new URL('../workflows/reads-to-vcf/Snakefile', import.meta.url));
const { chromosome, reference, variants, people } = simulateReads({
  samples: 2,
  length: 20_000,
  variants: 30,
  random: randomKey(1),
});
let place: string;

beforeAll(() => {
  if (missing.length > 0) return;
  place = scratchFolder('reads');
  mkdirSync(join(place, 'reads'));
  writeFileSync(join(place, 'reference.fa'), `>${chromosome}\n${reference}\n`);
  const rows = people.map(({ id, fastq }) => {
    const names = fastq.map((_, side) => `${id}.${side + 1}.fastq`);
    fastq.forEach((text, side) => {
      writeFileSync(join(place, 'reads', names[side]!), text);
    });
    return [id, ...names].join('\t');
  });
  writeFileSync(join(place, 'reads', 'samples.tsv'), `sample\tread1\tread2\n${rows.join('\n')}\n`);
  const config = ['reference=reference.fa', 'samples=reads/samples.tsv', 'out=made'];
  execFileSync('snakemake', ['-s', workflow, '-c2', '--quiet', '--config', ...config], { cwd: place, stdio: 'pipe' });
}, 120_000);
afterAll(() => place && rmSync(place, { recursive: true }));

test.skipIf(missing.length > 0)('every planted variant is called with the right genotypes, and nothing else', () => {
  const format = '%CHROM %POS %REF %ALT[ %GT]\\n';
  const called = execFileSync('bcftools', ['query', '-f', format, join(place, 'made/cohort.vcf.gz')], {
    encoding: 'utf8',
  });
  const genotypes = ['0/0', '0/1', '1/1'];
  const planted = variants.map(({ start0, ref, alt, dosages }) =>
    [chromosome, start0 + 1, ref, alt, ...dosages.map((dosage) => genotypes[dosage])].join(' '),
  );
  expect(called.trimEnd().split('\n')).toEqual(planted);
});

test.skipIf(missing.length > 0)('copies of a fragment are marked as duplicates', () => {
  for (const { id, pairs, duplicates } of people) {
    const said = readFileSync(join(place, 'made/quality', `${id}.flagstat`), 'utf8');
    const count = (what: string) => Number(new RegExp(`^(\\d+) \\+ 0 ${what}`, 'm').exec(said)![1]);
    expect(count('in total')).toBe(2 * pairs);
    expect(count('duplicates')).toBeGreaterThanOrEqual(2 * duplicates);
    // Few fragments share both ends by chance.
    expect(count('duplicates')).toBeLessThan(2 * duplicates + 0.01 * pairs);
  }
});
