import type { Molecule } from '../table/molecule/molecule.ts';
import { readSmiles } from '../table/molecule/read-smiles.ts';

/**
 * The molecules of a column of SMILES, each word read once. @returns by code; codes that no row has are left out.
 * @throws {FormatError} a word that is no SMILES. Stereochemistry is not told apart (`Molecule.stereo`).
 */
export function moleculesOf(codes: Float32Array, words: readonly string[], where: string): Map<number, Molecule> {
  const molecules = new Map<number, Molecule>();
  for (const code of codes) {
    if (Number.isNaN(code) || molecules.has(code)) continue;
    molecules.set(code, readSmiles(words[code]!, where));
  }
  return molecules;
}
