import { DataError } from '../../base/errors.ts';
import type { SplitPlan } from '../../sample/split-plan.ts';
import { type AnnotationColumn, findColumn, textValues } from '../../table/annotations.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { InnerSpec, Study } from '../file/study.ts';

/** Later periods that a time split tests when the study does not say. */
const PERIODS = 5;

/** The outer plan of a study: its words with the columns they name. @throws {NotFoundError} a column. @throws {DataError} its values. */
export function outerPlan(study: Study, loaded: LoadedCohort): SplitPlan {
  const { outer, pairs } = study.validate;
  if (loaded.external) return { kind: 'predefined', labels: loaded.external };
  if (pairs?.holdOut === 'both' && typeof outer === 'number') return crossed(study, loaded, outer);
  // An external cohort was joined when the files were read.
  return planOf(outer as InnerSpec, study, loaded);
}

/** The inner plan: what the study says; of pairs of which neither half may be known, as the outer one. */
export function innerPlan(study: Study, loaded: LoadedCohort): SplitPlan {
  const { inner, pairs } = study.validate;
  if (typeof inner === 'number' && pairs?.holdOut === 'both') return crossed(study, loaded, inner);
  return planOf(inner, study, loaded);
}

function planOf(spec: InnerSpec, study: Study, loaded: LoadedCohort): SplitPlan {
  if (typeof spec === 'number') return { kind: 'folds', k: spec };
  if (spec === 'leave-one-out') return { kind: 'leave-one-out' };
  const column = (name: string) => findColumn(loaded.annotations, name, study.samples.file);
  if ('leave-out' in spec) return { kind: 'leave-out', labels: textValues(column(spec['leave-out'])) };
  if ('predefined' in spec) return { kind: 'predefined', labels: textValues(column(spec.predefined)) };
  if ('hold-out' in spec) return { kind: 'hold-out', share: spec['hold-out'] };
  return { kind: 'time', times: timesOf(column(spec.time), study.samples.file), k: spec.folds ?? PERIODS };
}

function crossed(study: Study, loaded: LoadedCohort, k: number): SplitPlan {
  const { rows, columns } = study.validate.pairs!;
  const codes = (name: string) => {
    const labels = textValues(findColumn(loaded.annotations, name, study.samples.file));
    const code = new Map<string, number>();
    return Int32Array.from(labels, (label, i) => {
      if (label === null) {
        const problem = `every pair must have a value, got none for '${loaded.ids[i]}'`;
        throw new DataError({ where: `${study.samples.file}: column '${name}'`, problem });
      }
      return code.get(label) ?? code.set(label, code.size).size - 1;
    });
  };
  return { kind: 'crossed', rows: codes(rows), columns: codes(columns), k };
}

/** Numbers as they are, dates as ISO 8601 writes them (2021, 2021-03, 2021-03-05) by their order. */
function timesOf(column: AnnotationColumn, file: string): Float64Array {
  if (column.type === 'number') return column.values;
  return Float64Array.from(column.values, (text) => {
    if (text === null) return Number.NaN;
    if (Number.isFinite(Number(text))) return Number(text);
    const [, year, month = '1', day = '1'] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ].*)?$/.exec(text) ?? [];
    if (year !== undefined) return Number(year) * 10_000 + Number(month) * 100 + Number(day);
    throw new DataError({
      where: `${file}: column '${column.name}'`,
      problem: `a time must be a number or a date like 2021-03-05, got '${text}'`,
    });
  });
}
