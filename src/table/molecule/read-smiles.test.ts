import { describe, expect, test } from 'vitest';
import { FormatError } from '../../base/errors.ts';
import { readSmiles } from './read-smiles.ts';

describe('what is no SMILES is refused by its character', () => {
  test.each([
    ['', 'an atom expected, got nothing', 1],
    ['CCX', "got 'X'", 3],
    ['C[Xy]', "an element expected, got 'Xy'", 2],
    ['C[NH', '[isotope, symbol, hydrogens, charge] expected', 2],
    ['C(C', "a ')' expected", 2],
    ['CC)C', "a '(' expected before", 3],
    ['C1CC', 'ring closure 1 must close', 2],
    ['C=1CC#1', 'must name the same bond', 7],
    ['C12C12', 'two atoms may have one bond', 5],
    ['C11', 'two atoms may have one bond', 3],
    ['=C', 'a bond needs an atom before it', 2],
    ['C=', 'an atom expected, got the end', 2],
    ['C==C', "an atom expected after a bond, got '='", 3],
    ['C%1', 'two digits expected after %', 2],
    ['C()C', 'got a parenthesis', 2],
    ['.C', "an atom expected, got '.'", 1],
    ['CC(C)(C)(C)C', 'at most 4 bonds expected, got 5', 2],
    ['c1cccn1', 'single and double bonds in turn', 3],
  ])('%s', (smiles, problem, character) => {
    const read = () => readSmiles(smiles, 'drugs.csv:7');
    expect(read).toThrow(FormatError);
    expect(read).toThrow(`drugs.csv:7: `);
    expect(read).toThrow(problem);
    expect(read).toThrow(`at character ${character} of the SMILES '${smiles}'`);
  });
});

test('isotope, charge, hydrogens, class and two digits of a ring', () => {
  const { atoms, bonds, rings, stereo } = readSmiles('[13CH3:4][N@@H+2]C%12CC%12[O--]');
  expect(atoms.slice(0, 2)).toMatchObject([
    { element: 6, isotope: 13, hydrogens: 3, charge: 0, inRing: false },
    { element: 7, isotope: 0, charge: 2, inRing: false },
  ]);
  expect([atoms.at(-1)!.charge, rings.length, bonds.length, stereo]).toEqual([-2, 1, 6, true]);
});

test('rings: two small ones of a fused pair, none outside', () => {
  const { rings, bonds } = readSmiles('C1CCC2CC2C1CC');
  expect(rings.map(({ length }) => length)).toEqual([3, 6]);
  expect(bonds.filter(({ inRing }) => inRing).length).toBe(8);
});
