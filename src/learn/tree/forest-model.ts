import { ShapeError } from '../../base/errors.ts';
import type { Hazards } from '../../kernels/forest-tree.ts';
import type { Model, State, StateArray } from '../../table/contract.ts';
import type { Forest } from './forest-arrays.ts';
import { predictForest } from './predict.ts';
import type { Outcome } from './response.ts';

export interface ForestFacts {
  readonly kind: string;
  readonly outcome: Outcome;
  readonly forest: Forest;
  /** [nFeatures], ≥ 0. */
  readonly importance: Float64Array;
  readonly summary: Readonly<Record<string, number | string>>;
}

export function forestModel({ kind, outcome, forest, importance, summary }: ForestFacts): Model {
  return {
    kind,
    async predict({ X }) {
      if (X.nCols !== importance.length) {
        throw new ShapeError({ where: kind, problem: `was fitted on ${importance.length} features, got ${X.nCols}` });
      }
      return predictForest(forest, outcome, X);
    },
    importance: () => importance.slice(),
    summary: () => summary,
    toState() {
      const { width: _, hazards, ...trees } = forest;
      const arrays: Record<string, StateArray> = { ...trees, importance };
      if (hazards)
        Object.assign(arrays, { hazardEnds: hazards.ends, hazardAt: hazards.at, hazardSteps: hazards.steps });
      if (outcome.task !== 'survival') return { kind, json: { outcome, summary }, arrays };
      arrays.deathTimes = outcome.deathTimes;
      return { kind, json: { outcome: { task: outcome.task }, summary }, arrays };
    },
  };
}

interface ForestState extends Omit<Forest, 'width' | 'hazards'> {
  readonly importance: Float64Array;
  readonly deathTimes?: Float64Array;
  readonly hazardEnds?: Uint32Array;
  readonly hazardAt?: Uint32Array;
  readonly hazardSteps?: Float32Array;
}

export function restoreForest(state: State): Model {
  const { summary, outcome: saved } = state.json as unknown as Pick<ForestFacts, 'summary' | 'outcome'>;
  const { importance, deathTimes, hazardEnds, hazardAt, hazardSteps, ...trees } =
    state.arrays as unknown as ForestState;
  const outcome: Outcome = saved.task === 'survival' ? { task: saved.task, deathTimes: deathTimes! } : saved;
  const width = outcome.task === 'classification' ? outcome.classes.length : 1;
  const hazards: Hazards | undefined = hazardEnds && { ends: hazardEnds, at: hazardAt!, steps: hazardSteps! };
  const forest = { ...trees, width, ...(hazards ? { hazards } : {}) };
  return forestModel({ kind: state.kind, outcome, forest, importance, summary });
}
