import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM } from './program-files.ts';

/** SHA-256 of the program's own files, kernels included: two equal ones give the same bits. Cost: about 2 MB are read. */
export async function buildHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of PROGRAM) {
    const names = await readdir(folder);
    for (const name of names.filter((each) => /\.(js|wasm)$/.test(each)).sort())
      hash.update(`${name}\n`).update(await readFile(join(folder, name)));
  }
  return hash.digest('hex');
}
