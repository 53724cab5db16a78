// Reading a bgzip VCF of 2,500 samples × 40,000 variants (400 MB of text; phased, frequencies as 1/f) as genotypes at 2 bits, against cyvcf2 and
// plink2, which writes a .bed; VARIANTS=200000 in the environment for more. Needs bgzip (Debian: tabix) to write it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

const SAMPLES = 2500;
const VARIANTS = Number(process.env.VARIANTS ?? 40_000);
const file = join(scratch(), `genotypes-${SAMPLES}x${VARIANTS}.vcf.gz`);
if (!existsSync(file)) await writeVcf();

const packedMiB = (VARIANTS * Math.ceil(SAMPLES / 4)) / 2 ** 20;
const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'genotypes.worker.mjs'), file]),
    cyvcf2: () => timed(PYTHON, [join(import.meta.dirname, 'peers/genotypes.py'), file]),
    plink2: () =>
      timed('plink2', [
        '--vcf',
        file,
        '--double-id',
        '--threads',
        '2',
        '--make-bed',
        '--out',
        join(scratch(), 'genotypes'),
      ]),
  },
  5,
);
const { ours, cyvcf2 } = results;
if (ours.sum !== cyvcf2.sum) throw new Error(`sums differ: ours ${ours.sum}, cyvcf2 ${cyvcf2.sum}`);
printRow(
  `VCF ${SAMPLES.toLocaleString('en')} × ${VARIANTS.toLocaleString('en')}, bgzip, to genotypes`,
  results,
  `the genotypes at 2 bits are ${packedMiB.toFixed(0)} MiB; of our peak ${ours.emptyMiB.toFixed(0)} MiB are Node's own; cyvcf2 on one thread and two to inflate; plink2 writes a .bed; the copies of ALT are as many as cyvcf2's`,
);

/** Always the same records. */
async function writeVcf() {
  const draws = randomKey(1).stream();
  const bgzip = spawn('bgzip', ['-c', '-@', '2'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { createWriteStream } = await import('node:fs');
  const aside = `${file}.part`;
  const done = once(bgzip.stdout.pipe(createWriteStream(aside)), 'finish');
  const names = Array.from({ length: SAMPLES }, (_, i) => `S${i}`);
  const columns = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...names].join('\t');
  const meta =
    '##fileformat=VCFv4.2\n##contig=<ID=22,length=51304566>\n##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n';
  bgzip.stdin.write(`${meta}${columns}\n`);
  const line = Buffer.alloc(4 * SAMPLES);
  for (let j = 0; j < VARIANTS; j++) {
    line.fill('0|0\t');
    line[4 * SAMPLES - 1] = 10;
    const rate = Math.log1p(-0.001 * 500 ** draws.uniform());
    // From one ALT allele to the next: a geometric step.
    for (let at = step(draws, rate); at < 2 * SAMPLES; at += 1 + step(draws, rate)) line[2 * at] = 49;
    const [ref, alt] = [
      ['A', 'G'],
      ['C', 'T'],
      ['G', 'A'],
      ['T', 'G'],
    ][j % 4];
    const head = `22\t${16050000 + 150 * j}\trs${1000000 + 7 * j}\t${ref}\t${alt}\t100\tPASS\tAC=1;AN=5000\tGT\t`;
    if (!bgzip.stdin.write(Buffer.concat([Buffer.from(head), line]))) await once(bgzip.stdin, 'drain');
  }
  bgzip.stdin.end();
  await done;
  renameSync(aside, file);
}

function step(draws, rate) {
  return Math.floor(Math.log1p(-draws.uniform()) / rate);
}
