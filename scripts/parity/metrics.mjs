// Every metric that has a reference, against scikit-learn, scipy and R survival.
import { adjustedRandIndex } from '../../dist/metric/clustering/adjusted-rand-index.js';
import { normalisedMutualInformation } from '../../dist/metric/clustering/normalised-mutual-information.js';
import { silhouettes } from '../../dist/metric/clustering/silhouette.js';
import { trustworthiness } from '../../dist/metric/clustering/trustworthiness.js';
import { metrics } from '../../dist/metric/registry.js';
import { cIndex } from '../../dist/metric/survival/c-index.js';
import { apart, golden, size, Worst } from './support.mjs';

const floats = (values) => values && Float64Array.from(values);
const versions = (of) => Object.entries(of).filter(([name]) => name === 'scikit-learn' || name === 'scipy');

/** A row for each metric of a task, over the cases of a golden. */
function ofTask(task, { cases, versions: of }, inputOf, scale, tolerance) {
  const worst = new Worst();
  const known = metrics.filter((metric) => metric.task === task);
  for (const one of cases) {
    for (const metric of known)
      worst.see(metric.name, apart([metric.compute(inputOf(one))], [one.expected[metric.name]], scale));
  }
  return known.map(({ name }) => ({
    ...{
      work: name,
      reference: versions(of)
        .map((entry) => entry.join(' '))
        .join(', '),
    },
    data: `${cases.length} simulated cases of up to ${Math.max(...cases.map(({ truth }) => truth.length))} samples, weights too`,
    compared: scale === 'relative' ? 'value, relative' : 'value',
    ...{ difference: worst.of(name), tolerance },
  }));
}

function survival() {
  const { cases, versions: of } = golden('concordance');
  const empty = { curveTimes: new Float64Array(), survival: new Float64Array() };
  const differences = cases.map(({ times, events, risks, strata, weights, expected }) => {
    const input = { ...empty, times: floats(times), events: Uint8Array.from(events), risks: floats(risks) };
    return apart([cIndex.compute({ ...input, strata: Int32Array.from(strata), weights: floats(weights) })], [expected]);
  });
  return [
    {
      ...{ work: 'c-index', reference: `R ${of.R} survival ${of.survival} concordance`, compared: 'value' },
      data: `${cases.length} simulated cases: ties, strata, weights`,
      ...{ difference: Math.max(...differences), tolerance: 1e-12 },
    },
  ];
}

function clustering() {
  const {
    tables,
    labels,
    ari,
    nmi,
    silhouettes: expected,
    trustworthiness: trust,
    picture,
    versions: of,
  } = golden('cluster');
  const rows = tables.low;
  const n = rows.length;
  const distances = Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [rows[Math.floor(at / n)], rows[at % n]];
    return Math.sqrt(a.reduce((sum, x, j) => sum + (x - b[j]) ** 2, 0));
  });
  const pairs = labels.flatMap((a) => labels.map((b) => [a, b]));
  const scores = {
    'adjusted Rand index': [pairs.map(([a, b]) => adjustedRandIndex(a, b)), ari],
    'normalised mutual information': [pairs.map(([a, b]) => normalisedMutualInformation(a, b)), nmi],
    silhouette: [
      silhouettes(
        distances,
        rows.map((_, i) => i % 4),
      ),
      expected,
    ],
    trustworthiness: [
      Object.keys(trust).map((k) => trustworthiness(distances, picture, Number(k))),
      Object.values(trust),
    ],
  };
  return Object.entries(scores).map(([work, [got, wanted]]) => ({
    ...{ work, reference: `scikit-learn ${of['scikit-learn']}`, compared: 'value' },
    data: /Rand|mutual/.test(work) ? `${pairs.length} pairs of labellings` : `simulated, ${size(n, rows[0].length)}`,
    ...{ difference: apart(got, wanted), tolerance: 1e-12 },
  }));
}

export const title = 'Metrics';
export const rows = async () => [
  ...ofTask(
    'classification',
    golden('metrics'),
    ({ nClasses, truth, probabilities, positive, weights }) => ({
      ...{ nClasses, truth: Int32Array.from(truth), probabilities: floats(probabilities) },
      ...(positive === null ? {} : { positive }),
      ...(weights === null ? {} : { weights: floats(weights) }),
    }),
    'absolute',
    1e-12,
  ),
  ...ofTask(
    'regression',
    golden('metrics-regression'),
    ({ truth, predicted, weights }) => ({
      ...{ truth: floats(truth), predicted: floats(predicted) },
      ...(weights ? { weights: floats(weights) } : {}),
    }),
    'relative',
    1e-12,
  ),
  ...survival(),
  ...clustering(),
];
