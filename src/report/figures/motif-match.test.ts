import { expect, test } from 'vitest';
import { motifMatch } from './motif-match.ts';

const sharesOf = (word: string) =>
  [...word].flatMap((letter) => [...'ACGT'].map((one) => (one === letter ? 0.91 : 0.03)));
const common = { score: 3.9, overlap: 4, p: 0.002, q: 0.01 };

test('a motif stands above the known one as they match, and says so', async () => {
  const match = { ...common, motif: 'MA1', offset: -2, strand: '−' as const, shares: sharesOf('GTACGT') };
  const { svg, alt, sentence, data } = motifMatch('motif 1', {
    seqlets: 9,
    shares: sharesOf('ACGTTT'),
    matches: [match],
  })!;
  expect(alt.replace(/\s/g, ' ')).toBe(
    'Sequence logo of motif 1, consensus ACGTTT, above the known motif MA1, reverse complement, consensus GTACGT, whose first place lies at place -1 of it; 4 places in common, score 3.90, p = 0.002.',
  );
  expect(sentence).toContain('adds up to 3.9 of at most 4');
  // The A of both stands in one column: two places to the right of where the known motif begins.
  expect(data!.rows.find(([motif, place]) => motif === 'MA1' && place === 1)!.slice(3, 4)).toEqual([0.91]);
  const columns = [...svg.matchAll(/translate\((\d+) /g)].map(([, x]) => Number(x));
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([37, 37 + 7 * 30]);
  await expect(`${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`).toMatchFileSnapshot(
    '__snapshots__/motifMatch.svg',
  );
  expect(motifMatch('motif 1', { seqlets: 9, shares: sharesOf('ACGT'), matches: [] })).toBeNull();
  expect(motifMatch('motif 1', { seqlets: 9, shares: sharesOf('ACGT') })).toBeNull();
});
