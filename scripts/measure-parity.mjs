// What docs/parity.md says of real tables: scores over seeds beside the peers' in test/golden, and R's numbers on classic survival tables.
// Each result replaces its entry in scripts/parity/long-runs.json. Minutes; needs `npm run build` and ../shared/data.
//   node scripts/measure-parity.mjs [boosting words forest svm survival embedding] [tables=khan,su] [rounds=300 …]
// Settings of the learner are there to be tried: the result is printed then, not stored.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomKey } from '../dist/index.js';
import { trustworthiness } from '../dist/metric/clustering/trustworthiness.js';
import { rowDistances } from '../dist/numeric/row-distances.js';
import { tsne } from '../dist/numeric/tsne.js';
import { umap } from '../dist/numeric/umap.js';
import { coxDifferences, curveDifferences, linearDifferences, logisticDifferences } from './parity/differences.mjs';
import * as tables from './parity/real-tables.mjs';
import { context, executor, golden, learner, size } from './parity/support.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const store = join(here, 'parity/long-runs.json');
const given = process.argv.slice(2);
const options = Object.fromEntries(given.filter((word) => word.includes('=')).map((word) => word.split('=')));
const { tables: only, ...tried } = options;
const wanted = given.filter((word) => !word.includes('='));
const settingsTried = Object.fromEntries(
  Object.entries(tried).map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]),
);
const picked = (name) => !only || only.split(',').includes(name);

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values) => values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1 || 1);

/** Stores a row of the page under a name, with the day and the command. */
function keep(name, row) {
  process.stdout.write(
    `${name}: ${row.compared}, ${row.difference.toPrecision(2)}, tolerance ${row.tolerance.toPrecision(2)}\n`,
  );
  if (Object.keys(tried).length > 0) return;
  const all = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  const command = `node scripts/measure-parity.mjs ${name.split('/')[0]}`;
  all[name] = { ...row, command, date: new Date().toISOString().slice(0, 10), node: process.versions.node };
  writeFileSync(store, `${JSON.stringify(Object.fromEntries(Object.entries(all).sort()), null, 1)}\n`);
}

/**
 * Mean scores over seeds side by side: by how much ours is worse, held to three standard errors of the difference. Few seeds may agree by
 * chance: a spread below `least` counts as that.
 */
function keepScores(name, row, score, ours, theirs, least) {
  const spread = Math.max((variance(ours) + variance(theirs)) / 2, least ** 2);
  const error = Math.sqrt(spread * (1 / ours.length + 1 / theirs.length));
  const worse = (mean(ours) - mean(theirs)) * (score === 'log-loss' ? 1 : -1);
  const numbers = `${mean(ours).toFixed(4)} for ${mean(theirs).toFixed(4)}, ${ours.length} and ${theirs.length} seeds`;
  keep(name, {
    ...row,
    compared: `out-of-fold ${score}: ${numbers}; ours worse by (${(worse / error).toFixed(1).replace('-', '−')} standard errors)`,
    ...{ difference: worse, tolerance: 3 * error, ours, theirs },
  });
}

async function boosting() {
  const { rounds, settings, tables: of, 'made by': madeBy } = golden('boosting');
  const { eta, max_depth, lambda, min_child_weight, max_bin, subsample, colsample_bytree } = settings;
  const ours = {
    ...{ rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, 'max-bins': max_bin },
    ...{ 'min-child-weight': min_child_weight, 'row-sample': subsample, 'column-sample': colsample_bytree },
    ...settingsTried,
  };
  for (const [name, table] of Object.entries(of).filter(([name]) => picked(name))) {
    const data = await tables.classTable(table);
    const scores = await seeds(data, await learner('boosting', ours), table.logLoss.length);
    const row = { work: `boosting, ${rounds} rounds`, reference: `XGBoost ${/xgboost ([\d.]+)/.exec(madeBy)[1]} hist` };
    row.data = `${name}, ${size(table.samples, table.features)}, ${data.target.classes.length} classes`;
    const { logLoss, accuracy } = scores;
    keepScores(`boosting/${name} log-loss`, row, 'log-loss', logLoss, table.logLoss, 0.5 / table.samples);
    keepScores(`boosting/${name} accuracy`, row, 'accuracy', accuracy, table.accuracy, 0.5 / table.samples);
  }
}

/** Columns of words as they are; XGBoost smooths by lambda and sets up to three words one against the others. */
async function words() {
  const { rounds, settings, tables: of, 'made by': madeBy } = golden('boosting-words');
  const { eta, max_depth, lambda, min_child_weight, max_bin, subsample, colsample_bytree } = settings;
  const ours = {
    ...{ rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, 'max-bins': max_bin },
    ...{ 'min-child-weight': min_child_weight, 'row-sample': subsample, 'column-sample': colsample_bytree },
    ...{ 'category-smoothing': lambda, 'single-categories': 3, ...settingsTried },
  };
  for (const [name, table] of Object.entries(of).filter(([name]) => picked(name))) {
    const data = await tables.wordTables[name]();
    const row = {
      work: `boosting, columns of words, ${rounds} rounds`,
      reference: `XGBoost ${/xgboost ([\d.]+)/.exec(madeBy)[1]} hist, enable_categorical`,
      data: `${name}, ${size(table.samples, table.features)}, ${table.words} of words`,
    };
    const { logLoss, accuracy, r2 } = await seeds(data, await learner('boosting', ours), 10);
    if (r2) keepScores(`words/${name} R²`, row, 'R²', r2, table.r2, 0.003);
    else {
      keepScores(`words/${name} log-loss`, row, 'log-loss', logLoss, table.logLoss, 0.5 / table.samples);
      keepScores(`words/${name} accuracy`, row, 'accuracy', accuracy, table.accuracy, 0.5 / table.samples);
    }
  }
}

/** Lists of scores over seeds 0, 1, …. */
async function seeds(data, of, count) {
  const lists = {};
  for (let seed = 0; seed < count; seed++) {
    const scores = await tables.outOfFold(data, of, seed);
    for (const [name, value] of Object.entries(scores)) {
      lists[name] = [...(lists[name] ?? []), Number(value.toFixed(5))];
    }
  }
  return lists;
}

async function forest() {
  const sklearn = (of) =>
    /scikit-learn [\d.]+/.exec(of['made by'] ?? `scikit-learn ${of.versions?.['scikit-learn']}`)[0];
  const forestOf = await learner('forest', settingsTried);
  const classification = golden('forest');
  const has = existsSync(join(here, '../test/golden/forest-tasks.json'));
  const more = has ? golden('forest-tasks') : { regression: {}, classification: {} };
  for (const [what, list, word, reference] of [
    ['forest', classification.tables, 'forest', sklearn(classification)],
    ['extra-trees', more.classification, 'extra-trees', has && sklearn(more)],
  ]) {
    for (const [name, table] of Object.entries(list).filter(([name]) => picked(name))) {
      const data = await tables.classTable(table);
      const of = word === 'forest' ? forestOf : await learner(word, settingsTried);
      const { accuracy } = await seeds(data, of, table.accuracy.length);
      const row = {
        work: `${what}, classification`,
        reference,
        data: `${name}, ${size(table.samples, table.features)}`,
      };
      keepScores(`forest/${what} ${name}`, row, 'accuracy', accuracy, table.accuracy, 0.5 / table.samples);
    }
  }
  const ranger = golden('forest-ranger');
  const [rangerName] = /ranger \d[\d.]+/.exec(ranger['made by']);
  for (const [drug, { samples, features, r2 }] of Object.entries(ranger.regression).filter(([name]) => picked(name))) {
    const data = await tables.drugTable(drug);
    const row = { work: 'forest, regression', data: `drug response ${drug}, ${size(samples, features)}` };
    const ours = await seeds(data, forestOf, 3);
    keepScores(`forest/${drug} ranger`, { ...row, reference: rangerName }, 'R²', ours.r2, r2, 0.003);
    const peer = more.regression[drug]?.r2;
    if (!peer) continue;
    keepScores(`forest/${drug} scikit-learn`, { ...row, reference: sklearn(more) }, 'R²', ours.r2, peer.forest, 0.003);
    const extra = await seeds(data, await learner('extra-trees', settingsTried), 3);
    const extraRow = { ...row, work: 'extra-trees, regression', reference: sklearn(more) };
    keepScores(`forest/${drug} extra-trees`, extraRow, 'R²', extra.r2, peer['extra-trees'], 0.003);
  }
  // ranger's least of 3 in a leaf counts the copies in a bootstrap sample, 1.6 of a row on average; ours counts rows.
  const likeRanger = await learner('forest', { 'min-samples-leaf': 2, ...settingsTried });
  for (const [name, { file, samples, features, cIndex }] of Object.entries(ranger.survival).filter(([name]) =>
    picked(name),
  )) {
    const ours = await seeds(await tables.survivalTable(file), likeRanger, 3);
    const row = {
      work: 'forest, survival',
      reference: rangerName,
      data: `TCGA ${name.toUpperCase()}, ${size(samples, features)}`,
    };
    keepScores(`forest/${name}`, row, 'C-index', ours.cIndex, [cIndex].flat(), 0.006);
  }
}

/** Held as the accuracy of a proportion: the reference has one run. */
async function svm() {
  const { tables: of, 'made by': madeBy } = golden('svm-tables');
  const svmOf = await learner('svm', { C: 10, ...settingsTried });
  for (const [name, table] of Object.entries(of).filter(([name]) => picked(name))) {
    const { accuracy, logLoss } = await seeds(await tables.classTable(table), svmOf, 3);
    const best = Math.max(table.accuracy, table.accuracyOfVotes);
    const scores = `accuracy: ${mean(accuracy).toFixed(4)} for ${best.toFixed(4)} (log-loss ${mean(logLoss).toFixed(4)} for ${table.logLoss.toFixed(4)})`;
    keep(`svm/${name}`, {
      ...{ work: 'kernel SVM, rbf, C 10', reference: `${/scikit-learn [\d.]+/.exec(madeBy)[0]} SVC` },
      ...{ data: `${name}, ${size(table.samples, table.features)}`, compared: `out-of-fold ${scores}; ours worse by` },
      ...{
        difference: best - mean(accuracy),
        tolerance: 2 * Math.sqrt((table.accuracy * (1 - table.accuracy)) / table.samples),
      },
    });
  }
}

/** Cox regression, Kaplan–Meier and log-rank on veteran, gbsg and rotterdam; least squares and logistic regression on rotterdam. */
async function survival() {
  const [cox, curves, regression] = [golden('cox'), golden('survival-curves'), golden('regression')];
  const r = `R ${cox.versions.R} survival ${cox.versions.survival}`;
  for (const { table, time, status, columns, strata, fits } of cox.real) {
    const column = tables.classicColumns(table);
    const numbers = (name) => Float64Array.from(column(name), Number);
    const data = {
      ...{ columns: columns.map(numbers), times: numbers(time), events: Uint8Array.from(column(status), Number) },
      ...(strata ? { strata: tables.wordCodes(column(strata)) } : {}),
    };
    const worst = fits.map((fit) => coxDifferences(data, fit));
    for (const [name, tolerance] of [
      ['fit', 1e-8],
      ['zph', 1e-7],
    ]) {
      const compared = {
        fit: 'coefficients, errors, tests, baseline hazard; Efron and Breslow',
        zph: 'proportionality test, four scales of time',
      }[name];
      keep(`survival/cox ${table} ${name}`, {
        ...{
          work: name === 'zph' ? 'proportional hazards test' : 'Cox regression',
          reference: name === 'zph' ? `${r} cox.zph` : `${r} coxph`,
        },
        ...{
          data: `${table}, ${size(data.times.length, columns.length)}${strata ? ', strata' : ''}`,
          compared: `${compared}, relative`,
        },
        ...{ difference: Math.max(...worst.map((one) => one[name])), tolerance },
      });
    }
  }
  for (const [table, time, status, group, test] of [
    ['veteran', 'time', 'status', 'celltype', 'byCell'],
    ['gbsg', 'rfstime', 'status', 'hormon', 'byHormone'],
    ['rotterdam', 'dtime', 'death', 'grade', 'byGrade'],
  ]) {
    const column = tables.classicColumns(table);
    const times = Float64Array.from(column(time), Number);
    const events = Uint8Array.from(column(status), Number);
    const { curve, logRank } = curveDifferences.real(
      times,
      events,
      tables.wordCodes(column(group)),
      curves[table],
      curves[table][test],
    );
    const row = { data: `${table}, ${times.length.toLocaleString('en')} samples`, tolerance: 1e-12 };
    keep(`survival/kaplan-meier ${table}`, {
      ...row,
      ...{
        work: 'Kaplan–Meier',
        reference: `${r} survfit`,
        compared: 'sums of curve, error and limits; median',
        difference: curve,
      },
    });
    keep(`survival/log-rank ${table}`, {
      ...row,
      ...{ work: 'log-rank', reference: `${r} survdiff`, compared: 'χ², expected, covariance', difference: logRank },
    });
  }
  const { columns: names, linear, logistic } = regression.rotterdam;
  const column = tables.classicColumns('rotterdam');
  const columns = names.map((name) => Float64Array.from(column(name), Number));
  const y = (name) => Float64Array.from(column(name), Number);
  const row = { data: `rotterdam, ${size(columns[0].length, columns.length)}` };
  keep('survival/linear rotterdam', {
    ...{
      ...row,
      work: 'least squares',
      reference: `R ${regression.versions.R} lm`,
      compared: 'coefficients, errors, t, p, R², F, relative',
    },
    ...{ difference: linearDifferences({ columns, y: y('dtime') }, linear), tolerance: 1e-8 },
  });
  keep('survival/logistic rotterdam', {
    ...{
      ...row,
      work: 'logistic regression',
      reference: `R ${regression.versions.R} glm`,
      compared: 'coefficients, errors, z, deviance; p and limits, relative',
    },
    ...{ difference: logisticDifferences({ columns, y: y('death') }, logistic), tolerance: 1e-7 },
  });
}

/** Means over three seeds. UMAP has no reference here (umap-learn is not among the peers): it stands beside t-SNE, another method. */
async function embedding() {
  const { versions, ...of } = golden('embedding');
  const reference = `scikit-learn ${versions['scikit-learn']} TSNE`;
  for (const [name, read] of [
    ['pam50', tables.pam50],
    ['10x', tables.cells],
  ]) {
    if (!picked(name)) continue;
    const X = await read();
    const distances = await rowDistances(context(), X);
    const runs = { trust: [], divergence: [], map: [] };
    for (let seed = 0; seed < 3; seed++) {
      const ctx = context(randomKey(seed));
      const { embedding: picture, divergence } = await tsne(ctx, X);
      runs.trust.push(trustworthiness(distances, picture, 15));
      runs.divergence.push(divergence);
      runs.map.push(trustworthiness(distances, (await umap(ctx, X)).embedding, 15));
    }
    const [trust, divergence, map] = [runs.trust, runs.divergence, runs.map].map(mean);
    const best = Math.max(...of[name].trustworthiness);
    const least = Math.min(...of[name].divergence);
    const data = `${name}, ${size(X.nRows, X.nCols)}`;
    const beside = (a, b) => `${a.toFixed(3)} for ${b.toFixed(3)}, mean of 3 seeds; ours worse by`;
    keep(`embedding/${name} t-SNE trustworthiness`, {
      ...{ work: 't-SNE', reference, data, compared: `trustworthiness (15): ${beside(trust, best)}` },
      ...{ difference: best - trust, tolerance: 0.01 },
    });
    keep(`embedding/${name} t-SNE divergence`, {
      ...{ work: 't-SNE', reference, data, compared: `divergence: ${beside(divergence, least)}, as a share` },
      ...{ difference: divergence / least - 1, tolerance: 0.06 },
    });
    keep(`embedding/${name} UMAP`, {
      ...{ work: 'UMAP', reference: `${reference} (another method)`, data },
      ...{ compared: `trustworthiness (15): ${beside(map, best)}`, difference: best - map, tolerance: 0.06 },
    });
  }
}

const works = { boosting, words, forest, svm, survival, embedding };
for (const name of wanted.length > 0 ? wanted : Object.keys(works)) await works[name]();
await executor.close();
