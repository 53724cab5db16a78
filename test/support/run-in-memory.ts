import type { Executor } from '../../src/base/context.ts';
import { NotFoundError } from '../../src/base/errors.ts';
import { memorySource } from '../../src/read/source.ts';
import { type Field, writeDelimited } from '../../src/read/write.ts';
import { parseStudy } from '../../src/study/file/parse-study.ts';
import { memoryFolder, type RunFolder } from '../../src/study/run/run-folder.ts';
import type { RunOptions } from '../../src/study/run/run-options.ts';
import { type RunOutcome, runStudy } from '../../src/study/run/run-study.ts';
import type { Annotations } from '../../src/table/annotations.ts';
import type { Block } from '../../src/table/block.ts';

/** File name → text. */
export type Files = Readonly<Record<string, string>>;
export type MemoryFolder = ReturnType<typeof memoryFolder>;

/** Runs a study whose files are texts, into a folder in memory. The clock stands still, so that records can be compared whole. */
export function runInMemory(
  study: string,
  files: Files,
  executor: Executor,
  {
    folder = memoryFolder(),
    signal = new AbortController().signal,
    holdouts,
  }: { folder?: MemoryFolder; signal?: AbortSignal; holdouts?: NonNullable<RunOptions['holdouts']> } = {},
): Promise<RunOutcome & { readonly said: readonly string[] }> {
  const said: string[] = [];
  const options = {
    ...memoryOptions(files, executor, folder),
    signal,
    state: (sentence: string) => said.push(sentence),
    ...(holdouts ? { holdouts } : {}),
  };
  return runStudy(parseStudy(study, 'study.yaml'), options).then((outcome) => ({ ...outcome, said }));
}

/** What a run, a plan or a task is given. */
export function memoryOptions(files: Files, executor: Executor, folder: RunFolder): RunOptions {
  return {
    open: async (path) => {
      const text = files[path];
      if (text === undefined) throw new NotFoundError({ where: path, problem: 'no such file' });
      return memorySource(path, new TextEncoder().encode(text));
    },
    folder: async () => folder,
    executor,
    signal: new AbortController().signal,
    progress: () => {},
    state: () => {},
    now: () => 0,
  };
}

export const textOf = (folder: MemoryFolder, name: string) => new TextDecoder().decode(folder.files.get(name));

/** Samples × features as tab-separated text. @param more columns to put before the features. */
export function expressionText(
  { ids, features, matrix }: Block,
  more: Readonly<Record<string, readonly Field[]>> = {},
) {
  const extra = Object.entries(more);
  const value = (i: number, j: number) => {
    const x = matrix.data[j * matrix.nRows + i]!;
    return Number.isNaN(x) ? null : Number(x.toFixed(4));
  };
  return writeDelimited([
    ['sample', ...extra.map(([name]) => name), ...features],
    ...ids.map((id, i) => [id, ...extra.map(([, values]) => values[i]!), ...features.map((_, j) => value(i, j))]),
  ]);
}

export function sheetText({ ids, columns }: Annotations): string {
  return writeDelimited([
    ['sample', ...columns.map(({ name }) => name)],
    ...ids.map((id, i) => [id, ...columns.map(({ values }) => values[i] ?? null)]),
  ]);
}
