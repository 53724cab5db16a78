import type { State } from '../../table/contract.ts';
import type { Decisions } from '../../validate/decisions/decisions.ts';
import type { DistanceScale, TrainingSpace } from '../../validate/decisions/training-distance.ts';

/** What a model file holds beside the model, so that new samples get sets, refusals and calls. Each part may be absent. */
export interface ModelDecisions {
  readonly conformal?: { readonly thresholds: readonly number[] } | { readonly halfWidth: number };
  /** Answers below this probability are withheld; null: all are. */
  readonly reject?: { readonly threshold: number | null };
  /** Shares of the classes that the model learned from, and where it is to be used. */
  readonly prevalence?: { readonly learned: readonly number[]; readonly priors: readonly number[] };
  /** Called from this probability on, re-weighted to the prevalence when there is one. */
  readonly threshold?: { readonly class: string; readonly threshold: number };
  readonly distance?: { readonly space: TrainingSpace; readonly scale: DistanceScale };
}

/** What of the decisions of a run its model is to apply. */
export function modelDecisions(decisions: Decisions, distance: ModelDecisions['distance']): ModelDecisions {
  const { conformal, reject, prevalence, threshold } = decisions;
  const withheld = [reject?.target, reject?.chow].filter((rule) => rule !== undefined);
  return {
    ...(conformal?.task === 'classification' ? { conformal: { thresholds: conformal.thresholds } } : {}),
    ...(conformal?.task === 'regression' && conformal.halfWidth !== null
      ? { conformal: { halfWidth: conformal.halfWidth } }
      : {}),
    ...(withheld.length > 0 ? { reject: { threshold: strictest(withheld.map(({ threshold: at }) => at)) } } : {}),
    ...(prevalence
      ? { prevalence: { learned: Object.values(prevalence.learned), priors: Object.values(prevalence.priors) } }
      : {}),
    ...(threshold ? { threshold: { class: threshold.class, threshold: threshold.threshold } } : {}),
    ...(distance ? { distance } : {}),
  };
}

function strictest(thresholds: readonly (number | null)[]): number | null {
  return thresholds.reduce((most, at) => (most === null || at === null ? null : Math.max(most, at)), 0);
}

/** As it is written: loadings are float32 numbers and stored as such. */
export function decisionsState({ distance, ...plain }: ModelDecisions): State {
  if (!distance) return { kind: 'decisions', json: plain, arrays: {} };
  const { means, axes, variances } = distance.space;
  return {
    kind: 'decisions',
    json: { ...plain, scale: distance.scale },
    arrays: { means, axes: Float32Array.from(axes), variances },
  };
}

export function restoreDecisions({ json, arrays }: State): ModelDecisions {
  const { scale, ...plain } = json as Omit<ModelDecisions, 'distance'> & { readonly scale?: DistanceScale };
  if (!scale) return plain;
  const array = (name: string) => Float64Array.from(arrays[name]!);
  return {
    ...plain,
    distance: { scale, space: { means: array('means'), axes: array('axes'), variances: array('variances') } },
  };
}
