import { type LearnerSpec, SHUFFLES, type Study } from '../file/study.ts';
import type { Entrant } from './entrant.ts';

/** Adds up the progress of the parts of a run, each weighed by about the time it takes. */
export interface Progress {
  /** A progress function for one part of the run. */
  part(key: string, weight: number): (done: number, label: string) => void;
  finish(key: string, weight: number): void;
  label(text: string): void;
}

/** The progress of a run of which others do tasks at the same time. */
export interface SharedProgress {
  /** What this process knows of the run. */
  readonly own: (done: number, label: string) => void;
  /** A function for one of the others: the share of the whole run that its present task has come to, 0 once it is done. */
  beside(who: number): (share: number, label: string) => void;
}

export function sharedProgress(report: (done: number, label: string) => void): SharedProgress {
  const others = new Map<number, number>();
  let known = 0;
  const show = (label: string) =>
    report(
      Math.min(
        1,
        [...others.values()].reduce((sum, each) => sum + each, known),
      ),
      label,
    );
  return {
    own(done, label) {
      known = done;
      show(label);
    },
    beside: (who) => (share, label) => {
      others.set(who, share);
      if (label !== '') show(label);
    },
  };
}

/** The search on all samples, beside one for each fold. */
export const FINAL_WEIGHT = 6;
/** Rough shares of the time: a search costs the inner folds on top of the fit. */
export const weightOf = (spec: LearnerSpec) => (spec.candidates.length > 1 ? 5 : 2);

/** Of learners one of which is not chosen yet: at most the heaviest. */
export const heaviestOf = ({ learners }: Study) => learners.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));

/** @param more weight of what the study asks for beside. @param report gets the share of the whole run, 0 … 1, and what is being done. Reading is the first 3 %. */
export function progressOf(
  study: Study,
  entrants: readonly Entrant[],
  more: number,
  report: (done: number, label: string) => void,
): Progress {
  const { outer, repeats } = study.validate;
  // How many there are is known when groups are; 50 stands for one at a time.
  const folds = (typeof outer === 'number' ? outer : outer === 'leave-one-out' ? 50 : 5) * repeats;
  const once = entrants.reduce((sum, { spec }) => sum + weightOf(spec), 0);
  // Clusters are also made of all samples, and by one of the learners of shuffled tables.
  const clusters = study.task === 'clustering' ? once + (SHUFFLES * once) / study.learners.length : 0;
  const total = 1 + FINAL_WEIGHT + folds * once + clusters + more;
  const done = new Map<string, number>();
  let last = '';
  const show = () => {
    let sum = 0;
    for (const share of done.values()) sum += share;
    report(0.03 + 0.97 * Math.min(sum / total, 1), last);
  };
  const set = (key: string, share: number, text: string) => {
    done.set(key, share);
    last = text;
    show();
  };
  return {
    part: (key, weight) => (share, text) => set(key, Math.max(done.get(key) ?? 0, weight * share), text),
    finish: (key, weight) => set(key, weight, last),
    label(text) {
      last = text;
      show();
    },
  };
}
