import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { simulateSequenceFamilies } from './sequence-families.ts';

/** Mean share of the letters in which pairs of rows differ. */
function divergence(sequences: readonly string[], keep: (i: number, l: number) => boolean): number {
  let [sum, pairs] = [0, 0];
  for (let l = 1; l < sequences.length; l++) {
    for (let i = 0; i < l; i++) {
      if (!keep(i, l)) continue;
      pairs++;
      sum += [...sequences[i]!].filter((letter, at) => letter !== sequences[l]![at]).length / sequences[i]!.length;
    }
  }
  return sum / pairs;
}

test('members of a family, and families of a class, differ in the share asked for; classes have nothing in common', () => {
  const shape = { families: 12, members: 4, length: 1500, divergence: 0.1, classes: 3, random: randomKey(6) };
  const { sequences, families, classes } = simulateSequenceFamilies({ ...shape, classDivergence: 0.4 });
  expect(divergence(sequences, (i, l) => families[i] === families[l])).toBeCloseTo(0.1, 2);
  // Members of two families: 0.4 between the ancestors, and what both members changed since (Jukes & Cantor: logarithms add up).
  const logOf = (d: number) => -0.75 * Math.log(1 - (4 * d) / 3);
  const wanted = 0.75 * (1 - Math.exp((-4 / 3) * (logOf(0.4) + logOf(0.1))));
  const between = divergence(sequences, (i, l) => families[i] !== families[l] && classes![i] === classes![l]);
  expect(Math.abs(between - wanted)).toBeLessThan(0.01);
  expect(Math.abs(divergence(sequences, (i, l) => classes![i] !== classes![l]) - 0.75)).toBeLessThan(0.02);
  expect(new Set(families.map((family, i) => 1000 * family + classes![i]!)).size).toBe(12);
});

test('without classes there are none, and the families are those they were', () => {
  const shape = { families: 3, members: 2, length: 20, random: randomKey(1) };
  expect(simulateSequenceFamilies(shape).classes).toBeUndefined();
  expect(simulateSequenceFamilies({ ...shape, classDivergence: 0.1 })).toEqual(simulateSequenceFamilies(shape));
});
