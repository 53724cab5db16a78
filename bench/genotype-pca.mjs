// Ten principal components of a .bed of 2,500 samples × 200,000 variants (five drifted populations, 0.5 % missing) against plink2, both from the file
// to the components on two threads; VARIANTS=40000 or MISSING=0 in the environment for others.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, printRow, scratch, timed } from './measure.mjs';

// Debian's plink2 is a script that starts this one: its memory is not that of the script.
const PLINK = ['/usr/lib/plink2/plink2-avx2', 'plink2'].find((path) => existsSync(path)) ?? 'plink2';
const SAMPLES = 2500;
const VARIANTS = Number(process.env.VARIANTS ?? 200_000);
const MISSING = Number(process.env.MISSING ?? 0.005);
const base = join(scratch(), `drift-${SAMPLES}x${VARIANTS}-${MISSING}`);
if (!existsSync(`${base}.bed`)) writeBed();

const results = await inTurn(
  {
    ours: () => timed(process.execPath, [join(import.meta.dirname, 'genotype-pca.worker.mjs'), `${base}.bed`]),
    plink2: () => timed(PLINK, ['--bfile', base, '--pca', '10', '--threads', '2', '--out', base]),
  },
  3,
);
const { ours } = results;
const packedMiB = (VARIANTS * Math.ceil(SAMPLES / 4)) / 2 ** 20;
printRow(
  `PLINK bed ${SAMPLES.toLocaleString('en')} × ${VARIANTS.toLocaleString('en')} → PCA(10)`,
  results,
  `the genotypes at 2 bits are ${packedMiB.toFixed(0)} MiB; our peak less the ${ours.emptyMiB.toFixed(0)} MiB of Node itself is ${((ours.peakMiB - ours.emptyMiB) / packedMiB).toFixed(1)} times that; of our time ${ours.readSeconds.toFixed(1)} s read the file; plink2, timed with its start, divides by the variants that a pair of samples has in common`,
);

/** Always the same genotypes. */
function writeBed() {
  const draws = randomKey(1).stream();
  const stride = Math.ceil(SAMPLES / 4);
  const bed = new Uint8Array(3 + VARIANTS * stride);
  bed.set([0x6c, 0x1b, 1]);
  let state = 1;
  const word = () => {
    // Marsaglia's xorshift: fast, and good enough for what is only timed.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let j = 0; j < VARIANTS; j++) {
    const ancestral = 0.05 + 0.45 * draws.uniform();
    const cuts = Array.from({ length: 5 }, () => {
      const f = Math.min(
        0.99,
        Math.max(0.01, ancestral + 0.2 * Math.sqrt(ancestral * (1 - ancestral)) * draws.normal()),
      );
      const seen = 1 - MISSING;
      return [seen * f * f, seen * f * (2 - f), seen].map((share) => share * 2 ** 32);
    });
    const start = 3 + j * stride;
    for (let i = 0; i < SAMPLES; i++) {
      const [two, one, none] = cuts[i % 5];
      const draw = word();
      const code = draw < two ? 0 : draw < one ? 2 : draw < none ? 3 : 1;
      bed[start + (i >> 2)] |= code << (2 * (i & 3));
    }
  }
  const lines = (count, of) => Array.from({ length: count }, (_, k) => `${of(k)}\n`).join('');
  writeFileSync(
    `${base}.bim`,
    lines(VARIANTS, (j) => `${1 + Math.floor((22 * j) / VARIANTS)}\trs${j}\t0\t${1000 + j}\tG\tA`),
  );
  writeFileSync(
    `${base}.fam`,
    lines(SAMPLES, (i) => `F${i} S${i} 0 0 0 -9`),
  );
  writeFileSync(`${base}.part`, bed);
  renameSync(`${base}.part`, `${base}.bed`);
}
