import { DataError } from '../base/errors.ts';
import { transformByWord } from '../prepare/registry.ts';
import { createStep, type Step } from '../prepare/step.ts';
import type { DelimitedTable } from '../read/delimited/table.ts';
import type { Resources, Transform } from '../table/contract.ts';

/** Files that preparation steps name in their parameters, read: path → feature → value. */
export type StepFiles = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The parameters of a step that name a file, with the path that each was given; those left empty are not among them. */
export function filesOf({ word, params }: Step): [param: string, path: string][] {
  return Object.entries(transformByWord(word).params)
    .filter(([name, spec]) => spec.type === 'text' && spec.file && params[name] !== '')
    .map(([name]) => [name, params[name] as string]);
}

/** The columns of the sample sheet that a step asks for in its parameters, such as the batch. */
export function annotationsOf({ word, params }: Step): string[] {
  return Object.entries(transformByWord(word).params)
    .filter(([, spec]) => spec.type === 'text' && spec.annotation)
    .map(([name]) => params[name] as string);
}

/** The same step with another name for each of its files. */
export function renameFiles(step: Step, rename: (path: string) => string): Step {
  const renamed = filesOf(step).map(([name, path]) => [name, rename(path)] as const);
  return renamed.length === 0 ? step : { ...step, params: { ...step.params, ...Object.fromEntries(renamed) } };
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
export function createSteps(steps: readonly Step[], files: StepFiles): Promise<Transform[]> {
  return Promise.all(
    steps.map((step) => {
      const resources: Resources = Object.fromEntries(filesOf(step).map(([name, path]) => [name, files.get(path)!]));
      return createStep(step, resources);
    }),
  );
}
