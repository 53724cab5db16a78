// Reading a bgzip VCF of 2,500 samples × 200,000 variants (2 GB of text, 80 MB as bgzip; phased, frequencies as 1/f) as genotypes at 2 bits, against
// cyvcf2 and plink2, which writes a .bed; VARIANTS=40000 in the environment for less. Needs bgzip (Debian: tabix), which writes it in two minutes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';

// Debian's plink2 is a script that starts this one: its memory is not that of the script.
const PLINK = ['/usr/lib/plink2/plink2-avx2', 'plink2'].find((path) => existsSync(path)) ?? 'plink2';
const SAMPLES = 2500;
const VARIANTS = Number(process.env.VARIANTS ?? 200_000);
const file = join(scratch(), `genotypes-${SAMPLES}x${VARIANTS}.vcf.gz`);
if (!existsSync(file)) await writeVcf();

const packedMiB = (VARIANTS * Math.ceil(SAMPLES / 4)) / 2 ** 20;
const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'genotypes.worker.mjs'), file]),
    cyvcf2: () => timed(PYTHON, [join(import.meta.dirname, 'peers/genotypes.py'), file]),
    plink2: () =>
      timed(PLINK, [
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
  3,
);
const { ours, cyvcf2 } = results;
if (ours.sum !== cyvcf2.sum) throw new Error(`sums differ: ours ${ours.sum}, cyvcf2 ${cyvcf2.sum}`);
printRow(
  `VCF ${SAMPLES.toLocaleString('en')} × ${VARIANTS.toLocaleString('en')}, bgzip, to genotypes`,
  results,
  `the genotypes at 2 bits are ${packedMiB.toFixed(0)} MiB; our peak less the ${ours.emptyMiB.toFixed(0)} MiB of Node itself is ${((ours.peakMiB - ours.emptyMiB) / packedMiB).toFixed(1)} times that; cyvcf2 parses on one thread and inflates on two; plink2, timed with its start, writes a .bed; copies of ALT as many as cyvcf2's`,
);

/** Always the same records. */
async function writeVcf() {
  const draws = randomKey(1).stream();
  const bgzip = spawn('bgzip', ['-c', '-@', '2'], { stdio: ['pipe', 'pipe', 'inherit'] });
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
