import { DataError } from '../../base/errors.ts';
import type { ParamTable, ParamValues } from '../../base/params.ts';
import { learnerByWord } from '../../learn/registry.ts';
import { transformByWord } from '../../prepare/registry.ts';
import { createStep, type Step } from '../../prepare/step.ts';
import type { DelimitedTable } from '../../read/delimited/table.ts';
import type { Resource, Resources, Transform } from '../../table/contract.ts';
import type { LearnerSpec, Study } from '../file/study.ts';

/** Files that steps and learners name in their parameters, read: path → content. */
export type NamedFiles = ReadonlyMap<string, Resource>;

/** A parameter that names a file. */
interface FileParam {
  readonly param: string;
  readonly holds: 'numbers' | 'edges';
  readonly path: string;
}

/** The parameters that name a file; those left empty are not among them. */
function filesIn(table: ParamTable, params: ParamValues): FileParam[] {
  return Object.entries(table).flatMap(([param, spec]) =>
    spec.type === 'text' && spec.file && params[param] !== ''
      ? [{ param, holds: spec.file, path: params[param] as string }]
      : [],
  );
}

const filesOf = ({ word, params }: Step) => filesIn(transformByWord(word).params, params);

/** Every file that the steps and learners of a study name, and its report as a network, each once. */
export function filesOfStudy({
  blocks,
  learners,
  report,
}: Pick<Study, 'blocks' | 'learners' | 'report'>): Omit<FileParam, 'param'>[] {
  const all = [
    ...Object.values(blocks).flatMap(({ prepare = [] }) => prepare.flatMap(filesOf)),
    ...learners.flatMap(({ word, candidates }) => {
      const table = learnerByWord(word, 'learners').params;
      return candidates.flatMap((params) => filesIn(table, params));
    }),
    ...(report.network ? [{ path: report.network.file, holds: 'edges' as const }] : []),
  ];
  return [...new Map(all.map(({ path, holds }) => [path, { path, holds }])).values()];
}

/** The columns of the sample sheet that a step asks for in its parameters, such as the batch. */
export function annotationsOf({ word, params }: Step): string[] {
  return Object.entries(transformByWord(word).params)
    .filter(([, spec]) => spec.type === 'text' && spec.annotation)
    .map(([name]) => params[name] as string);
}

/** The same step with another name for each of its files. */
export function renameFiles(step: Step, rename: (path: string) => string): Step {
  return { ...step, params: renamed(transformByWord(step.word).params, step.params, rename) };
}

/** The same learner with another name for each of its files. */
export function renameLearnerFiles(spec: LearnerSpec, rename: (path: string) => string): LearnerSpec {
  const table = learnerByWord(spec.word, 'learners').params;
  return { ...spec, candidates: spec.candidates.map((params) => renamed(table, params, rename)) };
}

function renamed(table: ParamTable, params: ParamValues, rename: (path: string) => string): ParamValues {
  return { ...params, ...Object.fromEntries(filesIn(table, params).map(({ param, path }) => [param, rename(path)])) };
}

/** The content of the files that parameters name. */
export function resourcesOf(table: ParamTable, params: ParamValues, files: NamedFiles): Resources {
  return Object.fromEntries(filesIn(table, params).map(({ param, path }) => [param, files.get(path)!]));
}

/** A table of names (first column) and numbers (second column) as a map. @throws {DataError} other columns, a name twice. */
export function numbersByName(table: DelimitedTable): ReadonlyMap<string, number> {
  if (table.columns.length < 2 || table.columns[1]!.type !== 'number') {
    throw new DataError({
      where: table.name,
      problem: 'a column of names and a column of numbers expected',
      hint: `its columns are: ${table.columns
        .map(({ name }) => name)
        .slice(0, 5)
        .join(', ')}`,
    });
  }
  const names = table.texts(0);
  const values = table.numbers(1);
  const map = new Map<string, number>();
  names.forEach((name, i) => {
    if (name === null) return;
    if (map.has(name))
      throw new DataError({
        where: `${table.name}:${table.lineOf(i)}`,
        problem: `each name must stand once, got '${name}' again`,
      });
    map.set(name, values[i]!);
  });
  return map;
}

/** The code behind the steps, with the files that they name. */
export function createSteps(steps: readonly Step[], files: NamedFiles): Promise<Transform[]> {
  return Promise.all(
    steps.map((step) => createStep(step, resourcesOf(transformByWord(step.word).params, step.params, files))),
  );
}
