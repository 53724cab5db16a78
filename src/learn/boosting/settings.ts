import type { ParamValues } from '../../base/params.ts';
import type { FeatureKind } from '../../kernels/boosting.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Categories } from './categories.ts';
import type { BoostingSettings } from './fit-trees.ts';

/** Rounds tried when `rounds` is auto; the last is what a fit without a search takes. */
export const PATH_ROUNDS = [10, 25, 50, 75, 100, 150, 200, 250, 300];

/** Parameters of a study as settings of a fit to this table. */
export function settingsOf(params: ParamValues, X: Matrix, categories: Categories | null): BoostingSettings {
  const few = params['single-categories'] as number;
  return {
    X,
    ...(categories ? { kinds: categories.map((known) => kindOf(known, few)) } : {}),
    categorySmoothing: params['category-smoothing'] as number,
    rounds: params.rounds === 'auto' ? PATH_ROUNDS.at(-1)! : (params.rounds as number),
    learningRate: params['learning-rate'] as number,
    rowShare: params['row-sample'] as number,
    columnShare: columnShare(params['column-sample'] as number | 'auto', X.nCols),
    nodeColumnShare: params['node-column-sample'] as number,
    maxBins: params['max-bins'] as number,
    growth: params.growth as 'depth' | 'leaf',
    maxLeaves: params['max-leaves'] === 'none' ? Number.POSITIVE_INFINITY : (params['max-leaves'] as number),
    maxDepth: params['max-depth'] as number,
    minChildWeight: params['min-child-weight'] as number,
    lambda: params.lambda as number,
    alpha: params.alpha as number,
    gamma: params.gamma as number,
  };
}

function kindOf(known: Categories[number], few: number): FeatureKind {
  if (!known) return 'number';
  return known.length <= few ? 'single-categories' : 'categories';
}

/** Features of a round, as a share. Drawing few makes trees differ and rounds quick; where there are few, each is needed. */
function columnShare(wanted: number | 'auto', p: number): number {
  return wanted === 'auto' ? Math.min(1, Math.max(0.1, 100 / p)) : wanted;
}
