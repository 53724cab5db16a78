// Differential expression against limma, gene sets against an independent program.
import {
  designMatrix,
  gsea,
  matrixFromRows,
  moderatedT,
  oneVersusRest,
  overRepresentation,
  randomKey,
  voom,
  welchT,
} from '../../dist/index.js';
import { lowess } from '../../dist/numeric/lowess.js';
import { digamma, trigamma } from '../../dist/numeric/special/polygamma.js';
import { apart, golden, size } from './support.mjs';

function differences() {
  const { versions, Y, group, pair, age, ...wanted } = golden('moderated-t');
  const X = matrixFromRows(Y[0].map((_, i) => Y.map((row) => row[i])));
  const groups = ['A', 'B', 'C'];
  const plain = designMatrix({ groups, codes: group });
  const blocked = designMatrix({ groups, codes: group, blocks: [pair], covariates: { age } });
  const most = (design, reference, trend) => {
    const { contrasts, variances } = moderatedT(X, design, oneVersusRest(design, groups), { trend });
    const each = contrasts.flatMap((one, c) =>
      ['effects', 't', 'p', 'q'].map((key) => apart(one[key], reference[key][c], 'relative')),
    );
    return Math.max(apart(variances, reference.variances, 'relative'), ...each);
  };
  const common = {
    ...{ work: 'moderated t', reference: `limma ${versions.limma}`, tolerance: 1e-8 },
    compared: 'effects, t, p, BH, moderated variances, relative',
  };
  const table = `simulated, ${size(Y[0].length, Y.length)}`;
  const { a, b, ...welch } = wanted.welch;
  const found = welchT(a, b);
  const { x } = wanted.polygamma;
  return [
    { ...common, data: `${table}; each of 3 groups against the rest`, difference: most(plain, wanted.plain, false) },
    { ...common, data: `${table}; with a trend of the variance`, difference: most(plain, wanted.trend, true) },
    { ...common, data: `${table}; paired, a covariate`, difference: most(blocked, wanted.blocked, false) },
    {
      ...{ work: "Welch's t", reference: `R ${versions.R} t.test`, data: `${a.length} and ${b.length} values` },
      ...{ compared: "t, df, p, limits, Hedges' g, relative", tolerance: 1e-10 },
      difference: apart(
        [found.t, found.df, found.p, found.low, found.high, found.hedgesG],
        [welch.t, welch.df, welch.p, ...welch.limits, welch.hedgesG],
        'relative',
      ),
    },
    {
      ...{ work: 'digamma, trigamma', reference: `R ${versions.R}`, data: `${x.length} numbers, 0.001 to 10,000` },
      ...{ compared: 'values, relative', tolerance: 1e-12 },
      difference: Math.max(
        apart(x.map(digamma), wanted.polygamma.digamma, 'relative'),
        apart(x.map(trigamma), wanted.polygamma.trigamma, 'relative'),
      ),
    },
  ];
}

function counts() {
  const { versions, plain, sized, sizes, group, batch, ...wanted } = golden('voom');
  const X = matrixFromRows(group.map((_, i) => wanted.counts.map((row) => row[i])));
  const columns = [group.map(() => 1), group, batch].map((column) => Float64Array.from(column));
  const design = { names: ['base', 'group', 'batch'], columns };
  const contrasts = [{ name: 'group', weights: [0, 1, 0] }];
  const common = { reference: `limma ${versions.limma}`, tolerance: 2e-5 };
  const ours = [voom(X, design), voom(X, design, Float64Array.from(sizes))];
  const flat = (rows) => wanted.counts.flatMap((_, j) => rows[j]);
  const data = `negative binomial counts, ${size(group.length, wanted.counts.length)}, given and own library sizes`;
  const { x, y, half, usual } = wanted.lowess;
  const [at, values] = [Float64Array.from(x), Float64Array.from(y)];
  return [
    {
      ...{ ...common, work: 'voom', data, compared: 'weights, relative (kept as float32)' },
      difference: Math.max(
        ...ours.map(({ weights }, k) => apart(weights.data, flat([plain, sized][k].weights), 'relative')),
      ),
    },
    {
      ...{ ...common, work: 'moderated t, weighted', data, compared: 'effects, t, p, relative (values as float32)' },
      difference: Math.max(
        ...ours.flatMap(({ values: logs, weights }, k) => {
          const [found] = moderatedT(logs, design, contrasts, { weights }).contrasts;
          return ['effects', 't', 'p'].map((key) => apart(found[key], [plain, sized][k][key], 'relative'));
        }),
      ),
    },
    {
      ...{ work: 'lowess', reference: `R ${versions.R}`, data: `${x.length} points, some tied, one far off` },
      ...{ compared: 'the smooth at spans of ½ and ⅔', tolerance: 1e-12 },
      difference: Math.max(apart(lowess(at, values, 0.5), half), apart(lowess(at, values), usual)),
    },
  ];
}

function sets() {
  const { versions, genes, scores, chosen, ...wanted } = golden('gsea');
  const named = Object.entries(wanted.sets).map(([name, members]) => ({ name, description: '', members }));
  const options = { minSize: 1, maxSize: 500, random: randomKey(1), permutations: 8000 };
  const found = gsea(named, genes, scores, options).sets;
  const over = overRepresentation(named, chosen, genes, { minSize: 1 }).sets;
  const of = (key) => found.map(({ set }) => wanted.weighted[set][key]);
  const data = `${named.length} sets, ${genes.length} genes`;
  const numpy = `numpy ${versions.numpy}, written from the paper`;
  return [
    {
      ...{ work: 'GSEA', reference: numpy, data, compared: 'enrichment scores', tolerance: 1e-12 },
      difference: apart(
        found.map(({ es }) => es),
        of('es'),
      ),
    },
    {
      ...{ work: 'GSEA', reference: numpy, data: `${data}; 8,000 random sets against its 20,000` },
      ...{ compared: 'normalised scores, relative', tolerance: 0.02 },
      difference: apart(
        found.map(({ nes }) => nes),
        of('nes'),
        'relative',
      ),
    },
    {
      ...{ work: 'over-representation', reference: `scipy ${versions.scipy} hypergeom`, data },
      ...{ compared: 'p, each relative to itself', tolerance: 1e-9 },
      difference: apart(
        over.map(({ p }) => p),
        over.map(({ set }) => wanted.overRepresentation[set].p),
        'wholly relative',
      ),
    },
  ];
}

export const title = 'Differential expression and gene sets';
export const rows = async () => [...differences(), ...counts(), ...sets()];
