import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordTable } from './word-table.ts';

test('words are numbered in order of appearance, as a Map of strings would number them', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '0', '\uFEFF'), maxLength: 6 }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(words, (list) => {
      const table = new WordTable();
      const expected = new Map<string, number>();
      for (const word of list) {
        const bytes = new TextEncoder().encode(`<${word}>`);
        const known = table.find(bytes, 1, bytes.length - 1);
        expect(known).toBe(expected.get(word) ?? -1);
        if (known < 0) {
          expect(table.add(bytes, 1, bytes.length - 1)).toBe(expected.size);
          expected.set(word, expected.size);
        }
      }
      expect(table.words()).toEqual([...expected.keys()]);
    }),
  );
});
