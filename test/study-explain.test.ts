import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { fromTypedJson } from '../src/base/typed-json.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { writeDelimited } from '../src/read/write.ts';
import type { ReportInput } from '../src/report/input.ts';
import { parseExplain } from '../src/study/file/explain-spec.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { runInMemory, textOf } from './support/run-in-memory.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const [N, P] = [120, 40];
/** y = 2 g0 + 1.5 g1 + noise; g2 says nearly what g0 says. @param shuffled y has nothing to do with any of them. */
function table(shuffled = false): string {
  const draws = randomKey(shuffled ? 6 : 5).stream();
  const rows = Array.from({ length: N }, (_, i) => {
    const g = Array.from({ length: P }, () => draws.normal());
    g[2] = g[0]! + 0.2 * draws.normal();
    const y = shuffled ? draws.normal() : 2 * g[0]! + 1.5 * g[1]! + 0.7 * draws.normal();
    return [`s${i}`, y, ...g].map((value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value));
  });
  return writeDelimited([['sample', 'y', ...Array.from({ length: P }, (_, j) => `g${j}`)], ...rows]);
}
const study = (learner: string, explain: string) => `
cistron: 1
samples: { file: t.tsv, id: sample, target: y }
blocks: { genes: { from: samples, kind: expression, prepare: [standardize] } }
learners: [${learner}]
validate: { outer: 4, inner: 3 }
report: { explain: ${explain} }`;
async function run(learner: string, explain: string, shuffled = false) {
  const folder = memoryFolder();
  const { record } = await runInMemory(study(learner, explain), { 't.tsv': table(shuffled) }, executor, { folder });
  return { record, folder };
}

test('known drivers are found out of fold, and a decoy is shown as what could stand in for one', async () => {
  const { record, folder } = await run('{ lasso: { path-length: 12 } }', '{ subsamples: 10, top: 3 }');
  const { features, agreement, ...explanation } = record.explanation!;
  expect(explanation).toMatchObject({ learner: 'lasso', method: 'linear-shap', outputs: ['value'], folds: 4, k: 3 });
  const [first, second] = features;
  expect([first!.feature, second!.feature]).toEqual(['g0', 'g1']);
  expect(first!.frequency).toBe(1);
  expect(first!.direction[0]).toBeGreaterThan(0.99);
  expect(first!.equivalents.map(({ feature }) => feature)).toEqual(['g2']);
  expect(second!.equivalents).toEqual([]);
  expect(agreement.stability).toBeGreaterThan(0.5);
  const chosen = explanation['stability-selection']!;
  expect(chosen.stable.map(({ feature }) => feature).sort()).toEqual(['g0', 'g1']);
  expect(chosen['false-positives']).toBeLessThanOrEqual(1);

  // The fold is explained by the fold's model, to the tolerance of its solver: base, values and rest make up what was predicted of each sample.
  const { attributions } = fromTypedJson<ReportInput>(textOf(folder, 'report.json'));
  const predicted = new Map(
    textOf(folder, 'predictions.tsv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map((cells) => [cells[0], Number(cells.at(-1))]),
  );
  let seen = 0;
  for (const { rows, features: shown, values, rest, base } of attributions!) {
    rows.forEach((row, r) => {
      const sum = shown.reduce((all, _, f) => all + values[f * rows.length + r]!, base[0]! + rest[r]!);
      expect(Math.abs(sum - predicted.get(`s${row}`)!)).toBeLessThan(5e-3);
      seen++;
    });
  }
  expect(seen).toBe(N);
});

test('trees are explained without being asked; of labels that mean nothing no feature is stable', async () => {
  const { record } = await run('{ forest: { trees: 20, max-depth: 5 } }', '{ subsamples: 10 }', true);
  expect(record.explanation!.method).toBe('tree-shap');
  expect(record.explanation!['stability-selection']!.stable).toEqual([]);
  expect(parseExplain(false)).toBe(false);
  expect(parseExplain(undefined)).toBeUndefined();
  expect(() => parseExplain({ subsamples: 7 })).toThrow('halves come in pairs');
  expect(() => parseExplain({ method: 'shap' })).toThrow("no method 'shap'");
});

test('a signature keeps the drivers and scores as all features do; of labels that mean nothing it scores as chance', async () => {
  const asked = (explain: string) => `${explain}, signature: { sizes: [2, 5, 40] }`;
  const { record } = await run('{ lasso: { path-length: 12 } }', asked('false'));
  const { points, all, size, features } = record.signature!;
  expect(points[0]).toMatchObject({ size: 2, features: 2 });
  expect(size).toBe(2);
  expect(features.map(({ feature, frequency }) => [feature, frequency])).toEqual([
    ['g0', 1],
    ['g1', 1],
  ]);
  expect(points[0]!.value).toBeGreaterThan(all.low);
  // Chosen on all samples, five of forty features would explain a tenth of labels that are noise.
  const { record: noise } = await run('{ ridge: { path-length: 12 } }', asked('false'), true);
  expect(noise.signature!.points.find((point) => point.size === 5)!.value).toBeLessThan(0.02);
  expect(noise.signature!.points.at(-1)!.value).toBe(noise.signature!.all.value);
});

test('a learner without weights has no signature, and says so', async () => {
  const { record } = await run('{ knn: { k: 5 } }', 'false, signature: true');
  expect(record.signature).toBeUndefined();
  expect(record.warnings.map(({ code }) => code)).toContain('signature-without-weights');
});

test('a word that tells two classes apart is read from held-out sequences, and none is without it', async () => {
  const draws = randomKey(8).stream();
  const rows = Array.from({ length: 64 }, (_, i) => {
    const letters = Array.from({ length: 46 }, () => 'ACGT'[draws.below(4)]!);
    if (i % 2) letters.splice(19, 6, ...'CGACCG');
    return [`s${i}`, letters.join(''), i % 2 ? 'bound' : 'free', draws.below(2) ? 'x' : 'y'];
  });
  const words = [
    'CGACCG',
    ...Array.from({ length: 12 }, () => Array.from({ length: 7 }, () => 'ACGT'[draws.below(4)]!).join('')),
  ];
  const matrix = (word: string) =>
    [...word].map((letter) => [...'ACGT'].map((one) => (one === letter ? 0.94 : 0.02)).join(' '));
  const known = words.map(
    (word) => `MOTIF ${word}\nletter-probability matrix: alength= 4 w= ${word.length}\n${matrix(word).join('\n')}\n`,
  );
  const files = {
    't.tsv': writeDelimited([['sample', 'seq', 'label', 'noise'], ...rows]),
    'known.meme': `MEME version 4\n\nALPHABET= ACGT\n\n${known.join('\n')}`,
  };
  const of = (target: string) => `
cistron: 1
samples: { file: t.tsv, id: sample, target: ${target} }
blocks: { dna: { from: samples, kind: sequence, columns: [seq] } }
learners: [{ naive-bayes: {} }]
validate: { outer: 2, inner: 2, calibrate: none }
report: { motifs: { file: known.meme } }`;
  const folder = memoryFolder();
  const { record } = await runInMemory(
    `${of('label').replace('target: label', 'target: label, positive: bound')}`,
    files,
    executor,
    { folder },
  );
  const { motifs, sequences, method } = record.motifs!;
  expect({ sequences, method }).toEqual({ sequences: 32, method: 'in-silico-mutagenesis' });
  const read = Array.from({ length: motifs[0]!.shares.length / 4 }, (_, w) => {
    const own = motifs[0]!.shares.slice(4 * w, 4 * w + 4);
    return Math.max(...own) > 0.9 ? 'ACGT'[own.indexOf(Math.max(...own))] : '·';
  }).join('');
  expect(read).toContain('CGACCG');
  expect(record.motifs!.known).toEqual({ file: 'known.meme', motifs: 13 });
  const [match] = motifs[0]!.matches!;
  expect(match).toMatchObject({ motif: 'CGACCG', offset: read.indexOf('CGACCG'), overlap: 6, strand: '+' });
  expect(match!.q).toBeLessThan(0.25);
  expect(textOf(folder, 'report.html')).toContain('laid beside the 13 motifs of known.meme');
  const lock = JSON.parse(textOf(folder, 'study.lock.json'));
  expect(lock.study.report.motifs.file).toBe(lock.data['known.meme']);
  const { record: other } = await runInMemory(of('noise'), files, executor);
  expect(other.motifs!.motifs).toEqual([]);
});
