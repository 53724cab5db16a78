import { metricByName } from '../../metric/registry.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { findColumn } from '../../table/annotations.ts';
import { classCounts, requireTask, type Target, takeTargetRows } from '../../table/target.ts';
import { decideClasses } from '../../validate/decisions/decide-classes.ts';
import { decideNumbers } from '../../validate/decisions/decide-numbers.ts';
import type { Decisions, DistanceCheck } from '../../validate/decisions/decisions.ts';
import { pooled } from '../../validate/score.ts';
import { type Division, divideColumn } from '../../validate/subgroups/divide-column.ts';
import { type Composition, meanComposition } from '../../validate/subgroups/mean-composition.ts';
import { type Subgroups, scoreSubgroups } from '../../validate/subgroups/score-subgroups.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { type LearnerSpec, targetName } from '../file/study.ts';
import type { LearnerFolds, RunFacts } from '../record/record.ts';

/** What can be decided with the chosen learner's out-of-fold answers of the first repeat. */
export function decide(facts: RunFacts, chosen: LearnerFolds, distance: DistanceCheck | undefined): Decisions {
  const { study, loaded, audit, random } = facts;
  const { rows, prediction, folds } = pooled(chosen.repeats[0]!, loaded.target);
  const target = takeTargetRows(loaded.target, rows);
  const held = { folds, groups: rows.map((i) => audit.groups[i]!) };
  const key = random.at('decisions');
  const spec = study.report;
  const decided = () => {
    switch (target.task) {
      case 'classification': {
        const { probabilities } = requireTask(prediction, target.task, 'decisions');
        const { classes, codes: truth } = target;
        const learned = learnedShares(chosen, ownTarget(loaded));
        const positive = loaded.positive;
        const data = { truth, probabilities, nClasses: classes.length, ...held };
        return decideClasses(data, { classes, positive, learned, spec, random: key });
      }
      case 'regression': {
        const { values: predicted } = requireTask(prediction, target.task, 'decisions');
        return decideNumbers({ truth: target.values, predicted, ...held }, spec, key);
      }
      default:
        return {};
    }
  };
  return { learner: chosen.spec.name, ...decided(), ...(distance ? { distance } : {}) };
}

/** Of the samples that models learn from: those of an external cohort are only tested. */
function ownTarget({ target, external }: LoadedCohort): Target {
  if (!external) return target;
  return takeTargetRows(
    target,
    Int32Array.from(external.keys()).filter((i) => external[i] === 'train'),
  );
}

/** The shares that the probabilities speak of: those of the samples, or equal ones where every fit made the classes weigh the same. */
function learnedShares({ spec, repeats }: LearnerFolds, target: Target): number[] {
  const { classes, ...counted } = requireTask(target, 'classification', 'decisions');
  if (repeats[0]!.every((fold) => isBalanced(spec, fold.settings))) return classes.map(() => 1 / classes.length);
  const counts = classCounts({ classes, ...counted });
  return counts.map((count) => count / counted.codes.length);
}

function isBalanced({ candidates, balance }: LearnerSpec, settings: Readonly<Record<string, unknown>>): boolean {
  const said = { ...candidates[0], ...settings };
  return balance === 'smote' || said['class-weight'] === 'balanced' || said.prior === 'uniform';
}

/** Columns that speak of sex or origin, by their name. */
const PEOPLE = /(^|[^a-z])(sex|gender|ethnicity|race)($|[^a-z])/i;
/** A column found by its name with more parts than this is no division of people. */
const PARTS = 12;

/** The chosen learner in parts of the cohort, first repeat; undefined when no column divides it. */
export function judgeSubgroups(facts: RunFacts, chosen: LearnerFolds): Subgroups | undefined {
  const { loaded, audit, metric, random } = facts;
  const { rows, prediction, folds } = pooled(chosen.repeats[0]!, loaded.target);
  const divisions = divisionsOf(facts).map(({ codes, ...named }) => ({ ...named, codes: rows.map((i) => codes[i]!) }));
  if (divisions.length === 0) return undefined;
  const usual = { classification: 'accuracy', regression: 'mae', survival: 'c-index', clustering: metric };
  const names = [...new Set([metric, usual[loaded.target.task]])];
  const found = scoreSubgroups(divisions, {
    target: takeTargetRows(loaded.target, rows),
    prediction,
    folds,
    positive: loaded.positive,
    metrics: names.map((name) => metricByName(name)),
    groups: rows.map((i) => audit.groups[i]!),
    random: random.at('subgroups'),
  });
  return { learner: chosen.spec.name, ...found };
}

/** What the chosen learner says of the samples in each part of a column, first repeat; undefined where the study does not ask. */
export function judgeComposition({ study, loaded }: RunFacts, chosen: LearnerFolds): Composition | undefined {
  const { samples, report } = study;
  if (report.composition === undefined) return undefined;
  const { rows, prediction } = pooled(chosen.repeats[0]!, loaded.target);
  const target = requireTask(takeTargetRows(loaded.target, rows), 'classification', 'report.composition');
  const { probabilities } = requireTask(prediction, 'classification', 'report.composition');
  const column = findColumn(loaded.annotations, report.composition, `${samples.file}: report.composition`);
  const { codes, ...named } = divideColumn(column);
  const division = { ...named, codes: rows.map((i) => codes[i]!) };
  return { learner: chosen.spec.name, ...meanComposition(division, target, probabilities) };
}

function divisionsOf({ study, loaded }: RunFacts): Division[] {
  const { samples, report } = study;
  const column = (name: string) => findColumn(loaded.annotations, name, `${samples.file}: report.subgroups`);
  if (report.subgroups) return report.subgroups.map((asked) => divideColumn(column(asked.column), asked.breaks));
  const target = [targetName(samples), samples.target, samples.survival?.time, samples.survival?.event];
  const byName = loaded.annotations.columns.filter(
    ({ name, type }) => type === 'text' && PEOPLE.test(name) && !target.includes(name),
  );
  const columns: AnnotationColumn[] = [...new Set([...samples.confounders.map(column), ...byName])];
  return columns.map((found) => divideColumn(found)).filter(({ names }) => names.length > 1 && names.length <= PARTS);
}
