// Trees, boosting, neighbours and naive Bayes: what can be compared number by number.
import { createMatrix } from '../../dist/index.js';
import { withCategories } from '../../dist/learn/boosting/categories.js';
import { marginsOf } from '../../dist/learn/boosting/ensemble.js';
import { exportXgboost, importXgboost } from '../../dist/learn/boosting/xgboost-json.js';
import { apart, context, golden, learner, numbersOf, size, viewOf, Worst } from './support.mjs';

const classTargetOf = (y) => ({
  ...{ task: 'classification', codes: Int32Array.from(y) },
  classes: Array.from({ length: Math.max(...y) + 1 }, (_, k) => `class ${k}`),
});
const fitted = async (word, settings, data) => (await learner(word, settings)).fit(data, context());

async function bayes() {
  const { versions, y, cases } = golden('bayes');
  const worst = new Worst();
  for (const { word, given, X, probabilities } of cases) {
    const data = { ...viewOf(X), target: classTargetOf(y) };
    const prediction = await (await fitted(word, given, data)).predict(data, context());
    worst.see(word, apart(prediction.probabilities, probabilities));
  }
  return [...new Set(cases.map(({ word }) => word))].map((word) => ({
    ...{ work: word, reference: `scikit-learn ${versions['scikit-learn']}`, compared: 'probabilities' },
    data: `simulated, ${size(y.length, cases[0].X[0].length)}, ${cases.filter((one) => one.word === word).length} settings`,
    ...{ difference: worst.of(word), tolerance: 1e-8 },
  }));
}

async function knn() {
  const { versions, train, y, test, numbers, codes, cases, regression, hamming } = golden('knn');
  const worst = new Worst();
  const see = async (name, settings, target, rows, newRows, wanted) => {
    const model = await fitted('knn', settings, { ...viewOf(rows), target });
    worst.see(name, apart(numbersOf(await model.predict(viewOf(newRows), context())), wanted));
  };
  for (const { probabilities, ...given } of cases)
    await see('classes', given, classTargetOf(y), train, test, probabilities);
  const target = { task: 'regression', values: Float64Array.from(numbers) };
  for (const { values, ...given } of regression) await see('numbers', given, target, train, test, values);
  const n = train.length;
  for (const { weights, probabilities } of hamming) {
    const given = { k: n, metric: 'hamming', weights };
    await see('hamming', given, classTargetOf(y), codes.slice(0, n), codes.slice(-test.length), probabilities);
  }
  const row = { work: 'knn', reference: `scikit-learn ${versions['scikit-learn']}`, tolerance: 1e-6 };
  const data = `simulated, ${size(n, train[0].length)}`;
  const metrics = [...new Set(cases.map(({ metric }) => metric))].join(', ');
  return [
    { ...row, data, compared: `probabilities; ${metrics}`, difference: worst.of('classes') },
    { ...row, data, compared: `values; ${metrics}`, difference: worst.of('numbers') },
    {
      ...{ ...row, data: `simulated genotypes, ${size(n, codes[0].length)}`, compared: 'probabilities; hamming' },
      difference: worst.of('hamming'),
    },
  ];
}

async function tree() {
  const { cases, 'made by': madeBy } = golden('tree');
  const [values, importance, shapes] = [{}, {}, {}];
  for (const { task, share, least, depth, n, p, ...table } of cases) {
    const part = (from, to) => {
      const X = createMatrix(to - from, p);
      X.data.forEach((_, at) => {
        X.data[at] = table.X[Math.floor(at / X.nRows) * (n + 40) + from + (at % X.nRows)] / 32;
      });
      return { X, features: Array.from({ length: p }, (_, j) => `g${j}`) };
    };
    const target = task === 'classification' ? classTargetOf(table.y) : { task, values: Float64Array.from(table.y) };
    const given = { 'cost-complexity': share, 'min-samples-leaf': least, 'max-depth': depth ?? 'none' };
    const model = await fitted('tree', given, { ...part(0, n), target });
    const { depth: reached, leaves } = model.summary();
    const prediction = await model.predict(part(n, n + 40), context());
    const see = (of, difference) => {
      of[task] = Math.max(of[task] ?? 0, difference);
    };
    see(values, apart(numbersOf(prediction), table.predicted));
    see(importance, apart(model.importance(), table.importance));
    see(shapes, apart([reached, leaves], [table.depthReached, table.leaves]));
  }
  return ['classification', 'regression'].flatMap((task) => {
    const of = cases.filter((one) => one.task === task);
    const common = {
      ...{ work: `tree, ${task}`, reference: madeBy.split(', ')[1] },
      data: `simulated, ${[...new Set(of.map(({ n, p }) => size(n, p)))].join(', ')}`,
    };
    return [
      { ...common, compared: 'leaves and depth', difference: shapes[task], tolerance: 0 },
      { ...common, compared: 'predictions for new rows', difference: values[task], tolerance: 5e-7 },
      { ...common, compared: 'importance', difference: importance[task], tolerance: 5e-10 },
    ];
  });
}

const settingsOf = ({ eta, max_depth, lambda, alpha, gamma, min_child_weight, max_bin }) => ({
  ...{ 'learning-rate': eta, 'max-depth': max_depth, lambda, alpha, gamma, 'min-child-weight': min_child_weight },
  ...{ 'max-bins': max_bin, 'row-sample': 1, 'column-sample': 1 },
});
const OURS = { 'count:poisson': { loss: 'poisson' }, 'reg:absoluteerror': { loss: 'absolute' } };

function targetOf(objective, y) {
  if (objective === 'survival:cox') {
    return {
      task: 'survival',
      times: Float64Array.from(y, Math.abs),
      events: Uint8Array.from(y, (v) => Number(v > 0)),
    };
  }
  return /^(binary|multi)/.test(objective) ? classTargetOf(y) : { task: 'regression', values: Float64Array.from(y) };
}

/** In XGBoost's words: the probability of the second class, of all classes, the mean, the rate, the hazard ratio. */
async function inTheirWords(model, view) {
  const { probabilities, classes, values, risks, task } = await model.predict(view, context());
  if (task === 'regression') return values;
  if (task === 'survival') return risks.map(Math.exp);
  return classes.length > 2 ? probabilities : probabilities.filter((_, at) => at % 2 === 1);
}

async function boosting() {
  const { X, cases, 'made by': madeBy } = golden('boosting-xgboost');
  const view = viewOf(X);
  const common = {
    reference: `XGBoost ${/xgboost ([\d.]+)/.exec(madeBy)[1]}`,
    data: `simulated, ${size(X.length, X[0].length)}, missing values`,
  };
  const rows = [];
  const [read, written] = [new Worst(), new Worst()];
  for (const [objective, { y, rounds, settings, margins, predictions, model: theirs }] of Object.entries(cases)) {
    const given = { ...settingsOf(settings), rounds, ...OURS[objective] };
    const model = await fitted('boosting', given, { ...view, target: targetOf(objective, y) });
    // Softmax starts from the logarithms of the shares, XGBoost from ½: all classes are shifted alike.
    const shift = objective === 'multi:softprob' ? Math.log(3) + 0.5 : 0;
    const ours = marginsOf(model.toState().arrays, view.X).map((margin) => margin + shift);
    rows.push({
      ...{
        work: `boosting, ${objective}`,
        ...common,
        compared: `margins after ${rounds} round${rounds > 1 ? 's' : ''}`,
      },
      ...{ difference: apart(ours, margins.flat()), tolerance: 1e-5 },
    });
    if (objective === 'reg:absoluteerror') continue; // its leaves are not written by XGBoost as ours
    const flat = predictions.flat();
    const most = Math.max(1, ...flat);
    read.see('', apart(await inTheirWords(importXgboost(theirs), view), flat) / most);
    const again = importXgboost(JSON.parse(exportXgboost(model)), model.toState().json.classes);
    written.see('', apart(await inTheirWords(again, view), await inTheirWords(model, view)) / most);
  }
  const all = { ...common, data: `${common.data}, ${Object.keys(cases).length - 1} objectives` };
  rows.push(
    {
      ...all,
      work: 'XGBoost JSON read',
      compared: "XGBoost's own predictions, relative",
      difference: read.of(''),
      tolerance: 1e-6,
    },
    {
      ...all,
      work: 'XGBoost JSON written',
      compared: 'read back, relative (XGBoost itself reads it in `src/learn/boosting/xgboost-json.test.ts`)',
      difference: written.of(''),
      tolerance: 1e-6,
    },
  );
  const penalties = golden('boosting-margins');
  for (const { classes, X: table, y, probabilities } of penalties.cases) {
    const data = { ...viewOf(table), target: classTargetOf(y) };
    const model = await fitted('boosting', { ...settingsOf(penalties.settings), rounds: penalties.rounds }, data);
    rows.push({
      ...{ work: `boosting, ${classes} classes, all penalties`, reference: common.reference },
      ...{
        data: `simulated, ${size(table.length, table[0].length)}, missing values`,
        compared: `probabilities after ${penalties.rounds} rounds`,
      },
      difference: apart((await model.predict(data, context())).probabilities, probabilities.flat()),
      tolerance: 1e-5,
    });
  }
  return [...rows, ...(await columns())];
}

/** Columns of categories and weights of rows. */
async function columns() {
  const { cases, 'made by': madeBy } = golden('boosting-columns');
  const reference = `XGBoost ${/xgboost ([\d.]+)/.exec(madeBy)[1]}`;
  const [trees, read] = [new Worst(), new Worst()];
  for (const {
    name,
    objective,
    settings,
    rounds,
    X,
    y,
    weights,
    margins,
    model: text,
    new: news,
    predictions,
  } of cases) {
    const words = text ? [['0', '1', '2'], [...'012345678'], null, null] : undefined;
    const view = { ...viewOf(X), ...(words ? { levels: words } : {}) };
    const given = {
      ...{ ...settingsOf({ alpha: 0, ...settings }), rounds, ...OURS[objective] },
      ...{ 'category-smoothing': settings.lambda, 'single-categories': 3 },
    };
    const data = {
      ...view,
      target: targetOf(objective, y),
      ...(weights ? { weights: Float64Array.from(weights) } : {}),
    };
    const model = await fitted('boosting', given, data);
    const { arrays, json } = model.toState();
    const shift = objective === 'multi:softprob' ? Math.log(3) + 0.5 : 0;
    const ours = marginsOf(arrays, withCategories(view, json.categories ?? null)).map((margin) => margin + shift);
    trees.see(name, apart(ours, margins.flat()));
    if (text) read.see('', apart(await inTheirWords(importXgboost(text), viewOf(news)), predictions.flat()));
  }
  const data = (name) => `simulated, ${size(162, 4)}, ${cases.filter((one) => one.name === name).length} objectives`;
  return [
    ...[...new Set(cases.map(({ name }) => name))].map((name) => ({
      ...{ work: `boosting, ${name}`, reference, data: data(name), compared: 'margins after 4 or 8 rounds' },
      ...{ difference: trees.of(name), tolerance: 1e-5 },
    })),
    {
      ...{ work: 'XGBoost JSON read, categories', reference, data: `${data('categories')}, unknown codes` },
      ...{ compared: "XGBoost's own predictions", difference: read.of(''), tolerance: 1e-6 },
    },
  ];
}

export const title = 'Trees, boosting, neighbours, naive Bayes';
export const rows = async () => [...(await tree()), ...(await boosting()), ...(await knn()), ...(await bayes())];
