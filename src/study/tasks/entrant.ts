import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { LearnerSpec, Study } from '../file/study.ts';

/** What takes part in validation: a learner of the study, or a baseline that learns from less than it. */
export interface Entrant {
  readonly role: 'learner' | 'baseline';
  readonly spec: LearnerSpec;
  /** The cohort as this entrant sees it: of a baseline, with blocks of its own. Samples, target and order are those of the study. */
  readonly loaded: LoadedCohort;
}

export function learnerEntrants({ learners }: Study, loaded: LoadedCohort): Entrant[] {
  return learners.map((spec) => ({ role: 'learner', spec, loaded }));
}
