// Paths of penalties against glmnet and scikit-learn, and the linear machines.
import { createStep, matrixFromRows, parseStep, sparseMatrix } from '../../dist/index.js';
import { elasticNetPath } from '../../dist/kernels/elastic-net.js';
import { linearSvmPaths } from '../../dist/kernels/linear-svm.js';
import { transposeTimes } from '../../dist/kernels/products.js';
import { fitSigmoid } from '../../dist/numeric/calibration/sigmoid.js';
import { ridgePath } from '../../dist/numeric/ridge-path.js';
import { lassoOrder } from '../../dist/prepare/lasso-order.js';
import { classTarget } from '../../dist/table/target.js';
import { elasticNetObjective, svmObjective } from './objectives.mjs';
import { apart, atMost, context, golden, learner, numbersOf, size, viewOf, Worst } from './support.mjs';

const TITLES = { gaussian: 'lasso and elastic net', poisson: 'poisson path', cox: 'Cox path' };
const dense = ({ intercepts, indices, values }, p) => {
  const rows = Array.from(intercepts, () => new Array(p).fill(0));
  indices.forEach((at, e) => {
    rows[Math.floor(at / p)][at % p] = values[e];
  });
  return { intercepts: [...intercepts], coefficients: rows };
};
/** Multinomial intercepts are told apart only by their differences: compared where they sum to 0. */
const flat = ({ intercepts, coefficients }) => {
  const mean = intercepts.length > 1 ? intercepts.reduce((a, b) => a + b) / intercepts.length : 0;
  return [...intercepts.map((value) => value - mean), ...coefficients.flat()];
};
const unit = (weights) => {
  const total = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(weights, (w) => w / total);
};

const bound = (gap) => atMost(gap).replace(/^(?!<)/, '≤ ');

/** The path of a problem beside the points of a reference, all differences into `worst`. */
async function compare(problem, theirs, worst) {
  const points = await elasticNetPath({ maxCycles: 2000, ...problem }, context());
  if (points.length !== theirs.length) worst.see('coefficients', Number.POSITIVE_INFINITY);
  points.forEach((point, l) => {
    const ours = dense(point, problem.X.nCols);
    worst.see('coefficients', apart(flat(ours), flat(theirs[l])));
    const [a, b] = [ours, theirs[l]].map((of) => elasticNetObjective(problem, point.lambda, of));
    worst.see('objective', a - b);
    worst.see('gap', point.gap);
  });
}

function pathRows(work, reference, data, worst, about) {
  const certificate = `duality gap ${bound(worst.of('gap'))} of the null loss`;
  return [
    {
      work,
      reference,
      data,
      compared: `coefficients; ${about}`,
      difference: worst.of('coefficients'),
      tolerance: 1e-4,
      certificate,
    },
    {
      work,
      reference,
      data,
      compared: 'objective: ours above theirs by at most',
      difference: worst.of('objective'),
      tolerance: 1e-9,
      certificate,
    },
  ];
}

/** Features without penalty, and weights, as the learner takes them. */
async function unpenalised() {
  const { versions, free, tables } = golden('glmnet-unpenalised');
  const worst = new Worst();
  for (const table of tables) {
    const view = viewOf(table.X);
    for (const { family, alpha, lambdas, predictions } of table.fits) {
      for (const [l, lambda] of lambdas.entries()) {
        const word = await learner('elastic-net', {
          ...{ lambda, 'l1-ratio': alpha, tolerance: 1e-10, unpenalised: free.map((j) => `g${j}`) },
          family: family === 'poisson' ? 'poisson' : 'gaussian',
        });
        const data = { ...view, target: targetOf(table, family), weights: Float64Array.from(table.weights) };
        const said = numbersOf(await (await word.fit(data, context())).predict(view, context()));
        const ours = family === 'binomial' ? said.filter((_, at) => at % 2 === 1) : said;
        worst.see(family, apart(ours, predictions[l]));
      }
    }
  }
  return ['gaussian', 'binomial', 'multinomial', 'poisson', 'cox'].map((family) => ({
    ...{
      work: `elastic net, ${family}, two features without penalty, weights`,
      reference: `glmnet ${versions.glmnet}`,
    },
    data: `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(' and ')}`,
    ...{ compared: 'predictions', difference: worst.of(family), tolerance: 1e-4 },
  }));
}

function targetOf(table, family) {
  if (family === 'cox') {
    return { task: 'survival', times: Float64Array.from(table.times), events: Uint8Array.from(table.events) };
  }
  if (family === 'gaussian' || family === 'poisson')
    return { task: 'regression', values: Float64Array.from(table[family]) };
  const classes = family === 'binomial' ? ['0', '1'] : ['0', '1', '2'];
  return { task: 'classification', classes, codes: Int32Array.from(table[family]) };
}

async function families() {
  const { versions, tables } = golden('glmnet-families');
  const rows = [];
  for (const family of ['gaussian', 'poisson', 'cox']) {
    const worst = new Worst();
    let fits = 0;
    for (const table of tables) {
      const X = matrixFromRows(table.X);
      for (const fit of table.fits.filter((one) => one.family === family)) {
        fits++;
        const penaltyFactors = new Float64Array(X.nCols).fill(1);
        if (fit.free) for (const j of [1, X.nCols - 1]) penaltyFactors[j] = 0;
        const response =
          family === 'cox'
            ? { times: Float64Array.from(table.times), events: Uint8Array.from(table.events) }
            : { y: Float64Array.from(table[family], (y) => y / fit.unit) };
        const weights = unit(fit.weighted ? table.weights : table.weights.map(() => 1));
        const problem = {
          family,
          ...response,
          X,
          weights,
          penaltyFactors,
          l1Ratio: fit.alpha,
          lambdas: fit.lambdas,
          tolerance: 1e-10,
        };
        await compare(problem, fit.points, worst);
      }
    }
    const sizes = tables.map(({ X }) => size(X.length, X[0].length)).join(', ');
    rows.push(
      ...pathRows(
        TITLES[family],
        `glmnet ${versions.glmnet}`,
        `simulated, ${sizes}`,
        worst,
        `${fits} paths, also with weights and unpenalised columns`,
      ),
    );
  }
  return rows;
}

/** Paths on tables kept sparse, standardised by the step, beside glmnet on a sparse Matrix, which standardises too. */
async function sparse() {
  const { versions, tables } = golden('glmnet-sparse');
  const rows = [];
  for (const family of ['gaussian', 'binomial', 'multinomial', 'poisson', 'cox']) {
    const worst = new Worst();
    for (const table of tables) {
      const { n, p } = table;
      const kept = { rows: Int32Array.from(table.rows), values: Float32Array.from(table.values) };
      const matrix = sparseMatrix(n, { starts: Int32Array.from(table.starts), ...kept, base: new Float32Array(p) });
      const ids = Array.from({ length: n }, (_, i) => `s${i}`);
      const block = {
        name: 'parity',
        kind: 'numeric',
        ids,
        features: Array.from({ length: p }, (_, j) => `g${j}`),
        matrix,
      };
      const fitted = await (await createStep(parseStep('standardize', 'parity'))).fit(block, null, context());
      const { centre, factor } = fitted.toState().arrays;
      const { matrix: X } = fitted.apply(block);
      for (const fit of table.fits.filter((one) => one.family === family)) {
        const theirs = fit.points.map(({ intercepts, coefficients }) => ({
          intercepts: intercepts.map((a, q) =>
            family === 'cox' ? 0 : coefficients[q].reduce((sum, b, j) => sum + b * centre[j], a),
          ),
          coefficients: coefficients.map((list) => list.map((b, j) => (factor[j] > 0 ? b / factor[j] : b))),
        }));
        const response = {
          gaussian: () => ({ family, y: Float64Array.from(table.gaussian, (y) => y / fit.unit) }),
          poisson: () => ({ family, y: Float64Array.from(table.poisson) }),
          cox: () => ({ family, times: Float64Array.from(table.times), events: Uint8Array.from(table.events) }),
          binomial: () => ({ family: 'multinomial', codes: Int32Array.from(table.binomial), nClasses: 2 }),
          multinomial: () => ({ family, codes: Int32Array.from(table.multinomial), nClasses: 3 }),
        }[family]();
        const weights = unit(new Array(n).fill(1));
        const problem = {
          ...response,
          X,
          weights,
          l1Ratio: fit.alpha,
          lambdas: fit.lambdas,
          tolerance: 1e-13,
          maxCycles: 5000,
        };
        await compare(problem, theirs, worst);
      }
    }
    const sizes = tables.map((table) => `${size(table.n, table.p)} with ${table.values.length} entries`).join(', ');
    const reference =
      family === 'cox' ? `glmnet ${versions.glmnet}` : `glmnet ${versions.glmnet}, Matrix ${versions.Matrix}`;
    const about = `4 paths on sparse tables, standardised without making them dense${family === 'cox' ? '; glmnet on the table in full' : ''}`;
    rows.push(
      ...pathRows(`${TITLES[family] ?? `${family} path`}, sparse`, reference, `simulated, ${sizes}`, worst, about),
    );
  }
  return rows;
}

function classProblem({ X, y }, { alpha, balanced }, lambdas) {
  const nClasses = Math.max(...y) + 1;
  const members = Array.from({ length: nClasses }, (_, k) => y.filter((code) => code === k).length);
  const weights = Float64Array.from(y, (k) => 1 / (balanced ? nClasses * members[k] : y.length));
  const codes = Int32Array.from(y);
  return {
    family: 'multinomial',
    X: matrixFromRows(X),
    codes,
    nClasses,
    weights,
    l1Ratio: alpha,
    lambdas,
    tolerance: 1e-9,
  };
}

async function classes() {
  const [glmnet, sklearn] = [golden('glmnet'), golden('elastic-net')];
  const rows = [];
  for (const family of ['binomial', 'multinomial']) {
    const tables = glmnet.tables.filter(({ name }) => name.split(',')[0] === family);
    const [ours, saga] = [new Worst(), new Worst()];
    for (const table of tables) {
      for (const fit of table.fits) await compare(classProblem(table, fit, fit.lambdas), fit.points, ours);
      for (const fit of sklearn.fits[table.name]) await compare(classProblem(table, fit, [fit.lambda]), [fit], saga);
    }
    const data = `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(', ')}`;
    const about = 'lasso to nearly ridge, classes balanced or not';
    rows.push(
      ...pathRows(`${family} path`, `glmnet ${glmnet.versions.glmnet}`, data, ours, about),
      ...pathRows(
        `${family}, one penalty`,
        `scikit-learn ${sklearn.versions['scikit-learn']} (saga)`,
        data,
        saga,
        about,
      ),
    );
  }
  return rows;
}

async function ridge() {
  const { versions, tables } = golden('ridge');
  const worst = new Worst();
  for (const { X, y, fits } of tables) {
    const points = await ridgePath(
      matrixFromRows(X),
      Float64Array.from(y),
      fits.map((fit) => fit.lambda),
      context(),
      1e-14,
    );
    points.forEach(({ intercept, coefficients, gap }, l) => {
      worst.see('coefficients', apart([intercept, ...coefficients], [fits[l].intercept, ...fits[l].coefficients]));
      worst.see('gap', gap);
    });
  }
  return [
    {
      ...{
        work: 'ridge path',
        reference: `scikit-learn ${versions['scikit-learn']}`,
        compared: 'coefficients, all penalties of a path',
      },
      data: `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(', ')}`,
      ...{ difference: worst.of('coefficients'), tolerance: 1e-6 },
      certificate: `duality gap ${bound(worst.of('gap'))} of the null loss`,
    },
  ];
}

async function svm() {
  const { versions, tables, sigmoid } = golden('linear-svm');
  const worst = new Worst();
  for (const { X: rows, y, fits } of tables) {
    const X = matrixFromRows(rows);
    const nClasses = Math.max(...y) + 1;
    const share = (k) => y.length / (nClasses * y.filter((code) => code === k).length);
    for (const { loss, C, balanced, scaling, weights, intercepts } of fits) {
      const problem = { X, interceptScaling: scaling, loss, Cs: [C], tolerance: 1e-11, maxPasses: 100_000 };
      const tasks = (nClasses === 2 ? [1] : [0, 1, 2]).map((k) => ({
        signs: Float64Array.from(y, (code) => (code === k ? 1 : -1)),
        costs: Float64Array.from(y, (code) => (balanced && (code === k || nClasses === 2) ? share(code) : 1)),
        random: context().random.at(k),
      }));
      const points = (await linearSvmPaths(problem, tasks, context())).map(([point]) => point);
      const signed = points.map((point) => point.signedAlphas);
      const weightsOf = await transposeTimes(context(), X, signed, { exact: true });
      points.forEach((point, q) => {
        const w = weightsOf[q];
        const b = scaling ** 2 * point.signedAlphas.reduce((sum, a) => sum + a, 0);
        worst.see('weights', apart([...w, b], [...weights[q], intercepts[q]]));
        const theirs = svmObjective(problem, C, tasks[q], weights[q], intercepts[q]);
        worst.see('objective', svmObjective(problem, C, tasks[q], w, b) / theirs - 1);
        worst.see('gap', point.gap);
      });
    }
  }
  const { slope, offset } = fitSigmoid(Float64Array.from(sigmoid.decisions), sigmoid.positive);
  const reference = `scikit-learn ${versions['scikit-learn']}`;
  const common = {
    ...{
      work: 'linear SVM',
      reference: `${reference} LinearSVC`,
      certificate: `duality gap ${bound(worst.of('gap'))}`,
    },
    data: `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(', ')}`,
  };
  return [
    {
      ...common,
      compared: 'weights; hinge and squared hinge, balanced or not',
      difference: worst.of('weights'),
      tolerance: 1e-4,
    },
    {
      ...common,
      compared: 'objective: ours above theirs by at most, as a share',
      difference: worst.of('objective'),
      tolerance: 1e-5,
    },
    {
      ...{
        work: 'sigmoid of probabilities',
        reference,
        data: `simulated, ${sigmoid.decisions.length} decision values`,
      },
      ...{
        compared: 'slope and offset',
        difference: apart([slope, offset], [sigmoid.slope, sigmoid.offset]),
        tolerance: 5e-5,
      },
    },
  ];
}

/** Decision value of every machine for every row, [n · machines], in float64 from the vectors of the model. */
function decisionsOf(model, rows, { kernel, gamma }) {
  const { vectors, coefficients, biases } = model.toState().arrays;
  const p = rows[0].length;
  const nVectors = vectors.length / p;
  return matrixRows(rows).flatMap((row) =>
    Array.from(biases, (bias, q) => {
      let sum = bias;
      for (let l = 0; l < nVectors; l++) {
        let [dot, square] = [0, 0];
        row.forEach((x, j) => {
          dot += x * vectors[j * nVectors + l];
          square += (x - vectors[j * nVectors + l]) ** 2;
        });
        const values = { linear: dot, rbf: Math.exp(-gamma * square), polynomial: (gamma * dot + 1) ** 3 };
        sum += coefficients[q * nVectors + l] * values[kernel];
      }
      return sum;
    }),
  );
}
const matrixRows = (rows) => rows.map((row) => row.map(Math.fround));

async function kernelSvm() {
  const { versions, tables, regression } = golden('svm');
  const worst = new Worst();
  const tight = { tolerance: 1e-9, 'max-steps': 10_000_000 };
  for (const { X, y, test, fits } of tables) {
    const target = {
      task: 'classification',
      classes: ['a', 'b', 'c'].slice(0, Math.max(...y) + 1),
      codes: Int32Array.from(y),
    };
    for (const { kernel, C, gamma, balanced, decisions } of fits) {
      const settings = { kernel, C, gamma, 'class-weight': balanced ? 'balanced' : 'none', ...tight };
      const model = await (await learner('svm', settings)).fit({ ...viewOf(X), target }, context());
      worst.see(kernel, apart(decisionsOf(model, test, { kernel, gamma }), decisions.flat()));
    }
  }
  const target = { task: 'regression', values: Float64Array.from(regression.z) };
  for (const { kernel, C, gamma, epsilon, values } of regression.fits) {
    const model = await (await learner('svm', { kernel, C, gamma, epsilon, ...tight })).fit(
      { ...viewOf(regression.X), target },
      context(),
    );
    worst.see('regression', apart((await model.predict(viewOf(regression.test), context())).values, values));
  }
  const reference = `scikit-learn ${versions['scikit-learn']}`;
  const data = `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(', ')}`;
  return [
    ...['rbf', 'linear', 'polynomial'].map((kernel) => ({
      ...{
        work: `kernel SVM, ${kernel}`,
        reference: `${reference} SVC`,
        data,
        compared: 'decision values for new rows',
      },
      ...{ difference: worst.of(kernel), tolerance: 1e-4 },
    })),
    {
      ...{
        work: 'kernel SVM, regression',
        reference: `${reference} SVR`,
        data: `simulated, ${size(regression.X.length, regression.X[0].length)}`,
      },
      ...{ compared: 'values for new rows', difference: worst.of('regression'), tolerance: 1e-4 },
    },
  ];
}

async function order() {
  const { versions, tables } = golden('lasso-order');
  let early = 0;
  for (const { X, y, entry } of tables) {
    const expected = [...entry.keys()].filter((j) => entry[j] > 0);
    const got = await lassoOrder(
      matrixFromRows(X),
      classTarget(y.map(String), 'parity'),
      expected.length,
      'parity',
      context(),
    );
    const steps = Array.from(got, (j) => entry[j]);
    early += steps.filter((step, at) => step === 0 || (at > 0 && step < steps[at - 1])).length;
  }
  return [
    {
      ...{
        work: 'lasso order of features',
        reference: `glmnet ${versions.glmnet}`,
        compared: 'features that enter out of turn',
      },
      data: `simulated, ${tables.map(({ X }) => size(X.length, X[0].length)).join(', ')}`,
      ...{ difference: early, tolerance: 0 },
    },
  ];
}

export const title = 'Penalised linear models, support vector machines';
export const rows = async () => [
  ...(await sparse()),
  ...(await families()),
  ...(await unpenalised()),
  ...(await classes()),
  ...(await ridge()),
  ...(await svm()),
  ...(await kernelSvm()),
  ...(await order()),
];
