// Prints the tables of docs/guide/groups.md: how many relatives and homologous sequences are found, and how many strangers taken for them.
//   node scripts/build.mjs && node scripts/measure-groups.mjs
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { simulateFamilies } from '../dist/simulate/families.js';
import { simulateSequenceFamilies } from '../dist/simulate/sequence-families.js';
import { homologyClusters } from '../dist/validate/groups/homology-clusters.js';
import { relatives } from '../dist/validate/groups/relatives.js';

const executor = await createExecutor();
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const percent = (share) => `${(100 * share).toFixed(share > 0.995 || share === 0 ? 0 : 1)} %`;
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

row([
  'SNPs',
  'populations',
  'people',
  'threshold',
  'twice',
  '1st degree',
  '2nd',
  '3rd',
  'strangers taken for relatives',
]);
row(Array(9).fill('---'));
const sizes = { trios: 20, siblings: 40, halfSiblings: 40, avuncular: 40, cousins: 80, twice: 20 };
for (const [snps, populations, more] of [
  [120, 1, {}],
  [500, 1, {}],
  [2000, 1, {}],
  [5000, 1, {}],
  [5000, 5, {}],
  [5000, 5, { admixed: 500, error: 0.005, missing: 0.02 }],
  [20_000, 1, {}],
  [20_000, 5, {}],
]) {
  const made = simulateFamilies({ ...sizes, unrelated: 1500, snps, populations, ...more, random: randomKey(100) });
  const { ids, matrix } = made.genotypes;
  const found = await relatives(ctx, matrix);
  const key = (pair) => [...pair].sort().join();
  const called = new Set(found.pairs.map(({ i, l }) => key([ids[i], ids[l]])));
  const truth = new Map(made.truth.map(({ samples, kinship }) => [key(samples), kinship]));
  const shares = [0.5, 0.25, 0.125, 0.0625].map((kinship) => {
    const asked = [...truth].filter(([, value]) => value === kinship);
    return percent(asked.filter(([pair]) => called.has(pair)).length / asked.length);
  });
  const strangers = [...called].filter((pair) => !truth.has(pair)).length;
  row([
    snps,
    `${populations}${more.admixed ? ', admixed' : ''}`,
    ids.length,
    found.threshold.toFixed(3),
    ...shares,
    strangers,
  ]);
}

console.log();
row(['letters', 'divergence', 'indels a letter', 'sequences', 'recall', 'precision', 'families in one piece']);
row(Array(7).fill('---'));
for (const [length, divergence, indels] of [
  [60, 0.05, 0],
  [60, 0.1, 0.01],
  [60, 0.2, 0.01],
  [60, 0.3, 0],
  [300, 0.1, 0.01],
  [300, 0.2, 0.01],
  [300, 0.3, 0.01],
  [300, 0.4, 0.01],
  [300, 0.5, 0],
  [1000, 0.3, 0.01],
  [1000, 0.4, 0.01],
  [1000, 0.5, 0.01],
]) {
  const made = simulateSequenceFamilies({
    families: 200,
    members: 10,
    length,
    divergence,
    indels,
    reversed: 0.5,
    random: randomKey(200),
  });
  const { clusters } = await homologyClusters(ctx, made.sequences);
  const { recall, precision, whole } = agreement(made.families, clusters, 200);
  row([length, divergence, indels, made.sequences.length, percent(recall), percent(precision), whole]);
}
await executor.close();

/** Over pairs: what share of those of one family is put together, and what share of those put together is of one family. */
function agreement(families, clusters, nFamilies) {
  let both = 0;
  let family = 0;
  let cluster = 0;
  for (let l = 1; l < families.length; l++) {
    for (let i = 0; i < l; i++) {
      const [f, c] = [families[i] === families[l], clusters[i] === clusters[l]];
      family += Number(f);
      cluster += Number(c);
      both += Number(f && c);
    }
  }
  const pieces = new Map();
  for (const [i, f] of families.entries()) pieces.set(f, (pieces.get(f) ?? new Set()).add(clusters[i]));
  const whole = [...pieces.values()].filter((set) => set.size === 1).length;
  return { recall: both / family, precision: cluster === 0 ? 1 : both / cluster, whole: `${whole} of ${nFamilies}` };
}
