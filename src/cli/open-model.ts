import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../base/errors.ts';
import { type ModelBundle, readModel } from '../study/model/model-file.ts';

/** Reads a saved model. @throws {NotFoundError} no such file. @throws {IntegrityError} a damaged one. */
export async function openModel(path: string): Promise<ModelBundle> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({
      where: path,
      problem: `the model cannot be read (${cause.code})`,
      hint: 'give the path of model.cistron in a run folder',
      cause,
    });
  });
  return readModel(bytes, path);
}

/**
 * The models of a run of several targets, by name, when the path is its folder or the `models` in it; undefined when it is no folder.
 * @throws {NotFoundError} a folder without any. @throws {IntegrityError} a damaged one.
 */
export async function openModels(path: string): Promise<ModelBundle[] | undefined> {
  const isFolder = (at: string) =>
    stat(at).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (!(await isFolder(path))) return undefined;
  const inside = join(path, 'models');
  const folder = (await isFolder(inside)) ? inside : path;
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cistron')).sort();
  if (names.length === 0) {
    throw new NotFoundError({
      where: path,
      problem: 'a folder without models',
      hint: 'give the path of model.cistron, or the run folder of a study of several targets',
    });
  }
  return Promise.all(names.map((name) => openModel(join(folder, name))));
}
