import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * SHA-256 of the program's own files, kernels included: two equal ones give the same bits. Cost: about 5 MB are read, one file at a time, since
 * handing hundreds of small files to other threads takes several times as long as reading them.
 */
export function buildHash(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const names = readdirSync(root, { recursive: true }) as string[];
  const code = names.filter((name) => /(?<!\.d)\.(js|ts|wasm)$/.test(name) && !name.includes('.test.')).sort();
  const hash = createHash('sha256');
  for (const name of code) hash.update(`${name.replaceAll('\\', '/')}\n`).update(readFileSync(`${root}${name}`));
  return hash.digest('hex');
}
