import { expect, test } from 'vitest';
import { motifLogo } from './motif-logo.ts';

const shares = [1, 0, 0, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.25, 0.25, 0.02, 0.03, 0.05, 0.9, 0, 0.1, 0.9, 0];

test('a logo is drawn as before, and says what it shows', async () => {
  const { svg, sentence, alt } = motifLogo({ title: 'motif 1', shares })!;
  expect(sentence).toBe(
    'The height of a place is what it says of which letter stands there, at most 2 bits. AC·TG: 4 of 5 places say 1 bit and more, all together 5.9 bits.',
  );
  expect(alt).toContain('Consensus AC·TG. 1: A 2.0, 2: C 1.0, 3: A 0.0, 4: T 1.4, 5: G 1.5.');
  // Letters: A · C, G · none of the even place · four less what is too flat to see · two.
  expect(svg.match(/<path/g)!.length).toBe(1 + 2 + 4 + 2);
  await expect(`${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`).toMatchFileSnapshot(
    '__snapshots__/motifLogo.svg',
  );
  expect(motifLogo({ title: 'none', shares: [] })).toBeNull();
});
