import { readFile } from 'node:fs/promises';
import { NotFoundError } from '../base/errors.ts';
import { type ModelBundle, readModel } from '../study/model-file.ts';

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
