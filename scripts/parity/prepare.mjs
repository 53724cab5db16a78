// Preparation steps against scikit-learn and Bioconductor.
import { classTarget, columnOf, createStep, matrixFromRows, parseStep } from '../../dist/index.js';
import { anovaF } from '../../dist/prepare/anova-f.js';
import { apart, context, golden, size, Worst } from './support.mjs';

const blockOf = (rows, more = {}) => ({
  ...{ name: 'parity', kind: 'numeric', ids: rows.map((_, i) => `s${i}`), features: rows[0].map((_, j) => `g${j}`) },
  matrix: matrixFromRows(rows.map((row) => row.map((x) => x ?? Number.NaN))),
  ...more,
});
const learn = async (step, block, resources = {}) =>
  (await createStep(parseStep(step, 'parity'), resources)).fit(block, null, context());
const rowsOf = ({ ids, matrix: { data, nRows } }) =>
  ids.map((_, i) => Array.from({ length: data.length / nRows }, (__, j) => data[j * nRows + i]));
const applied = (fitted, block) => rowsOf(fitted.apply(block)).flat();
const beside = (got, wanted) => apart(got, wanted.flat(), 'relative');
const scores = async (step, block, target) =>
  (await createStep(parseStep(step, 'parity'))).selection.score(block, target);

async function sklearn() {
  const { versions, scaled, scaledMissing, oneHot, rare, knn, ...tables } = golden('prepare');
  const reference = `scikit-learn ${versions['scikit-learn']}`;
  const data = `simulated, ${size(tables.X.length, tables.X[0].length)}; complete and with missing values`;
  const rows = [];
  for (const word of Object.keys(scaled)) {
    const worst = new Worst();
    for (const [X, expected] of [
      [tables.X, scaled[word]],
      [tables.missing, scaledMissing[word]],
    ]) {
      const fitted = await learn(word, blockOf(X));
      worst.see('', beside(applied(fitted, blockOf(X)), expected.train));
      worst.see('', beside(applied(fitted, blockOf(tables.new)), expected.new));
    }
    rows.push({
      work: word,
      reference,
      data,
      compared: 'training and new rows, relative',
      difference: worst.of(''),
      tolerance: 1e-6,
    });
  }
  for (const [step, of, about] of [
    ['one-hot', oneHot, 'one-hot'],
    [{ 'one-hot': 8 }, rare, 'one-hot, rare words'],
  ]) {
    const encode = (words) => {
      const levels = [...new Set(words)];
      return blockOf(
        words.map((word) => [levels.indexOf(word)]),
        { levels: [levels] },
      );
    };
    const fitted = await learn(step, encode(of.words));
    const difference = Math.max(
      beside(applied(fitted, encode(of.words)), of.train),
      beside(applied(fitted, encode(of.newWords)), of.new),
    );
    rows.push({
      work: about,
      reference,
      data: `${of.words.length} words, some new`,
      compared: 'training and new rows',
      difference,
      tolerance: 0,
    });
  }
  const fitted = await learn({ 'knn-impute': 4 }, blockOf(knn.X));
  rows.push({
    ...{
      work: 'knn-impute',
      reference,
      data: `simulated, ${size(knn.X.length, knn.X[0].length)}`,
      compared: 'training and new rows, relative',
    },
    difference: Math.max(
      beside(applied(fitted, blockOf(knn.X)), knn.train),
      beside(applied(fitted, blockOf(knn.new)), knn.newOut),
    ),
    tolerance: 1e-6,
  });
  const { X, groups, numbers, mutualInfoClassif, mutualInfoRegression, fRegression } = tables.scores;
  const classes = classTarget(groups.map(String), 'parity');
  const values = { task: 'regression', values: Float64Array.from(numbers) };
  const plain = matrixFromRows(tables.X);
  const labels = classTarget(tables.y.map(String), 'parity');
  const few = `simulated, ${size(X.length, X[0].length)}`;
  for (const [work, table, got, wanted] of [
    [
      'anova-f, classes',
      `simulated, ${size(tables.X.length, tables.X[0].length)}`,
      tables.anovaF.map((_, j) => anovaF(columnOf(plain, j), labels)),
      tables.anovaF,
    ],
    ['anova-f, numbers', few, await scores('anova-f', blockOf(X), values), fRegression],
    ['mutual-information, classes', few, await scores('mutual-information', blockOf(X), classes), mutualInfoClassif],
    ['mutual-information, numbers', few, await scores('mutual-information', blockOf(X), values), mutualInfoRegression],
  ]) {
    rows.push({
      work,
      reference,
      data: table,
      compared: 'score of every feature, relative',
      difference: beside(got, wanted),
      tolerance: 1e-6,
    });
  }
  return rows;
}

async function bioconductor() {
  const {
    versions,
    counts,
    newCounts,
    lengths,
    sizeFactors,
    newSizeFactors,
    upperQuartile,
    fpkm,
    quantile,
    combat,
    cox,
  } = golden('bioconductor');
  const data = `simulated counts, ${size(counts.length, counts[0].length)}`;
  const rows = [];
  const by = (table, sizes) => table.map((row, i) => row.map((x) => x / sizes[i]));
  const sized = await learn('median-of-ratios', blockOf(counts));
  const fresh = applied(sized, blockOf(newCounts));
  // DESeq2 brings the size factors of new samples to a geometric mean of 1, so that a row would depend on the others: one factor apart.
  const factor = (fresh[0] * newSizeFactors[0]) / newCounts[0][0];
  const difference = Math.max(
    beside(applied(sized, blockOf(counts)), by(counts, sizeFactors)),
    beside(
      fresh,
      by(
        newCounts,
        newSizeFactors.map((s) => s / factor),
      ),
    ),
  );
  rows.push({
    work: 'median-of-ratios',
    reference: `DESeq2 ${versions.DESeq2}`,
    data,
    compared: 'training rows; new rows up to one factor; relative',
    difference,
    tolerance: 1e-6,
  });
  const scaled = applied(await learn('upper-quartile', blockOf(counts)), blockOf(counts));
  const scale = (scaled[0] * upperQuartile[0]) / counts[0][0];
  const edgeR = `edgeR ${versions.edgeR}`;
  rows.push({
    ...{
      work: 'upper-quartile',
      reference: edgeR,
      data,
      compared: 'training rows up to one factor, relative',
      tolerance: 1e-6,
    },
    difference: beside(
      scaled,
      by(
        counts,
        upperQuartile.map((s) => s / scale),
      ),
    ),
  });
  const bases = new Map(lengths.map((length, j) => [`g${j}`, length]));
  const perKilobase = await learn({ fpkm: 'lengths.tsv' }, blockOf(counts), { lengths: bases });
  rows.push({
    work: 'fpkm',
    reference: edgeR,
    data,
    compared: 'training rows, relative',
    difference: beside(applied(perKilobase, blockOf(counts)), fpkm),
    tolerance: 1e-6,
  });
  for (const [name, { X, out }] of Object.entries(quantile)) {
    rows.push({
      ...{
        work: `quantile, ${name}`,
        reference: `limma ${versions.limma}`,
        data: `simulated, ${size(X.length, X[0].length)}`,
      },
      ...{
        compared: 'training rows, relative',
        difference: beside(applied(await learn('quantile', blockOf(X)), blockOf(X)), out),
        tolerance: 1e-6,
      },
    });
  }
  const annotated = (X) => blockOf(X, { annotations: [{ name: 'batch', type: 'text', values: combat.batch }] });
  const corrected = async (X) => applied(await learn('combat', annotated(X)), annotated(X));
  const sva = `sva ${versions.sva}`;
  for (const name of ['complete', 'missing', 'constant']) {
    const { X, out } = combat[name];
    rows.push({
      ...{
        work: `combat, ${name}`,
        reference: `${sva}, iterated to the end`,
        data: `simulated, ${size(X.length, X[0].length)}, batches`,
      },
      ...{ compared: 'training rows, relative', difference: beside(await corrected(X), out), tolerance: 2e-6 },
    });
  }
  const { X } = combat.complete;
  rows.push({
    ...{
      work: 'combat',
      reference: `${sva} as shipped, which stops at a change of 1e-4`,
      data: `simulated, ${size(X.length, X[0].length)}, batches`,
    },
    ...{ compared: 'training rows, relative', difference: beside(await corrected(X), combat.shipped), tolerance: 1e-3 },
  });
  const target = { task: 'survival', times: Float64Array.from(cox.times), events: Uint8Array.from(cox.events) };
  rows.push({
    ...{
      work: 'anova-f, survival',
      reference: `R survival ${versions.survival}`,
      data: `simulated, ${size(cox.X.length, cox.X[0].length)}; missing values`,
    },
    compared: 'score statistic of every feature, relative',
    difference: Math.max(
      beside(await scores('anova-f', blockOf(cox.X), target), cox.score),
      beside(await scores('anova-f', blockOf(cox.missing), target), cox.scoreMissing),
    ),
    tolerance: 1e-6,
  });
  return rows;
}

/** Bits of the fingerprint of each molecule, as RDKit sets them. */
async function chemistry() {
  const { versions, molecules } = golden('molecules');
  const words = molecules.map(({ smiles }) => smiles);
  const block = () =>
    blockOf(
      words.map((_, i) => [i]),
      { levels: [words] },
    );
  const got = applied(await learn({ fingerprint: 1024 }, block()), block());
  const wanted = molecules.map(({ bits }) => Array.from({ length: 1024 }, (_, k) => Number(bits.includes(k))));
  return [
    {
      ...{ work: 'fingerprint', reference: `RDKit ${versions.rdkit}`, data: `${words.length} molecules` },
      ...{ compared: 'bits of radius 2', difference: apart(got, wanted.flat(), 'absolute'), tolerance: 0 },
    },
  ];
}

export const title = 'Preparation steps';
export const rows = async () => [...(await sklearn()), ...(await bioconductor()), ...(await chemistry())];
