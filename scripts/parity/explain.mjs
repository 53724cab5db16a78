// Explanation: what each feature contributes, beside what XGBoost says of the same trees.

import { shapInteractions } from '../../dist/explain/shap-interactions.js';
import { treeShap } from '../../dist/explain/tree-shap.js';
import { importXgboost } from '../../dist/index.js';
import { apart, context, golden, size, viewOf, Worst } from './support.mjs';

export const title = 'Explanation';

export async function rows() {
  const { rows: n, cases, 'made by': madeBy } = golden('tree-shap');
  const source = golden('boosting-xgboost');
  const view = viewOf(source.X.slice(0, n));
  const p = view.X.nCols;
  const worst = new Worst();
  for (const [name, { contributions, interactions, model }] of Object.entries(cases)) {
    const imported = importXgboost(model ?? source.cases[name].model);
    const { features, values, base } = await treeShap(imported, view, context());
    const pairs = await shapInteractions(imported, view, context(), { among: [...Array(p).keys()] });
    // XGBoost has a list for each row, and of several outputs each; the bias last.
    const listed = (row) => (base.length > 1 ? row : [row]);
    contributions.forEach((row, i) => {
      listed(row).forEach((wanted, k) => {
        const ours = Array.from({ length: p }, (_, j) => {
          const at = features.indexOf(j);
          return at < 0 ? 0 : values[(k * features.length + at) * n + i];
        });
        worst.see('contributions', apart([...ours, base[k]], wanted));
        const table = listed(interactions[i])[k].slice(0, p);
        const own = Array.from({ length: p * p }, (_, at) => pairs.values[(k * p * p + at) * n + i]);
        worst.see(
          'interactions',
          apart(
            own,
            table.flatMap((line) => line.slice(0, p)),
          ),
        );
      });
    });
  }
  return ['contributions', 'interactions'].map((what) => ({
    ...{ work: `tree SHAP, ${what}`, reference: `XGBoost ${/xgboost ([\d.]+)/.exec(madeBy)[1]}` },
    data: `simulated, ${size(n, p)}, missing values, ${Object.keys(cases).length} models`,
    compared: `pred_${what === 'contributions' ? 'contribs' : what} of the same trees, which it adds in float32`,
    ...{ difference: worst.of(what), tolerance: 1e-5 },
  }));
}
