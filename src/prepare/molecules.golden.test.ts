import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { columnOf } from '../table/matrix.ts';
import { readSmiles } from '../table/molecule/read-smiles.ts';
import { DESCRIPTORS } from './descriptors-of-molecule.ts';
import { morganCodes } from './morgan.ts';
import { createStep, parseStep } from './step.ts';

interface Described {
  readonly smiles: string;
  readonly written: readonly string[];
  readonly hydrogens: number;
  readonly aromaticAtoms: number;
  readonly aromaticBonds: number;
  readonly rings: number;
  readonly descriptors: Readonly<Record<string, number>>;
  /** Radius 2 and 3: code and count, by code. */
  readonly morgan: readonly (readonly (readonly [number, number])[])[];
  /** Radius 2, folded to 1024. */
  readonly bits: readonly number[];
}
const { molecules } = JSON.parse(
  readFileSync(new URL('../../test/golden/molecules.json', import.meta.url), 'utf8'),
) as { molecules: readonly Described[] };

describe('as RDKit sees them, however they are written', () => {
  test.each(molecules)('$smiles', (known) => {
    for (const smiles of [known.smiles, ...known.written]) {
      const molecule = readSmiles(smiles);
      const { atoms, bonds, rings } = molecule;
      expect([
        atoms.reduce((sum, { hydrogens }) => sum + hydrogens, 0),
        atoms.filter(({ aromatic }) => aromatic).length,
        bonds.filter(({ aromatic }) => aromatic).length,
        rings.length,
      ]).toEqual([known.hydrogens, known.aromaticAtoms, known.aromaticBonds, known.rings]);
      for (const [name, value] of Object.entries(known.descriptors))
        expect(Math.abs(DESCRIPTORS[name]!(molecule) - value)).toBeLessThan(name === 'weight' ? 0.02 : 1e-5);
      known.morgan.forEach((codes, k) => {
        expect([...morganCodes(molecule, 2 + k)].sort((a, b) => a[0] - b[0])).toEqual(codes);
      });
    }
  });
});

test('the step sets the bits that RDKit sets, and counts', async () => {
  const words = molecules.map(({ smiles }) => smiles);
  const block = () => ({
    ...{ name: 'drugs', kind: 'numeric' as const, ids: words, features: ['smiles'], levels: [words] },
    matrix: { nRows: words.length, nCols: 1, data: Float32Array.from(words, (_, i) => i) },
  });
  const fitted = await (await createStep(parseStep({ fingerprint: 1024 }, ''))).fit(block(), null, testContext());
  const { matrix, features } = fitted.apply(block());
  expect([matrix.nCols, features[7], matrix.sparse === undefined]).toEqual([1024, 'smiles#7', false]);
  const on = words.map((): number[] => []);
  for (let j = 0; j < 1024; j++)
    columnOf(matrix, j).forEach((x, i) => {
      if (x === 1) on[i]!.push(j);
    });
  expect(on).toEqual(molecules.map(({ bits }) => bits));
  const counted = await createStep(parseStep({ fingerprint: { bits: 1024, counts: true } }, ''));
  const total = (await counted.fit(block(), null, testContext())).apply(block()).matrix.data.reduce((a, b) => a + b);
  expect(total).toBe(molecules.flatMap(({ morgan }) => morgan[0]!).reduce((sum, [, n]) => sum + n, 0));
});
