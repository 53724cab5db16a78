import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run ends with, predictions and models: file name → SHA-256. */
export function endHashes(folder) {
  const models = join(folder, 'models');
  const ofTargets = existsSync(models) ? readdirSync(models).map((name) => `models/${name}`) : [];
  const names = ['predictions.tsv', 'model.cistron', ...ofTargets.sort()];
  const there = names.filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(there.map((name) => [name, sha256(join(folder, name))]));
}

const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The first file that two runs do not have alike; undefined: they have the same. */
export function firstOther(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].find((name) => one[name] !== other[name]);
}
