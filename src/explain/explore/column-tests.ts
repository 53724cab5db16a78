import { contingencyTest } from '../../numeric/association/contingency-test.ts';
import { kruskalWallis } from '../../numeric/association/kruskal-wallis.ts';
import { benjaminiHochberg } from '../../numeric/benjamini-hochberg.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import type { ColumnTest } from './exploration.ts';

/** A column of words with more of them names samples, not groups of them. */
const MOST_WORDS = 30;

/**
 * Columns of the sheet against the classes: words by χ² with Cramér's V, numbers by Kruskal–Wallis with the share of the variance of the ranks. Columns of
 * one value, and of more than 30 words, are left out. False discovery rates are over the columns. Not modified. Cost O(n log n) a column.
 */
export function columnTests(columns: readonly AnnotationColumn[], codes: ArrayLike<number>): ColumnTest[] {
  const tests = columns.flatMap((column): Omit<ColumnTest, 'q'>[] => {
    const own = column.type === 'text' ? wordCodes(column.values) : Array.from(column.values);
    const rows = own.flatMap((value, i) => (Number.isNaN(value) ? [] : i));
    const [values, classes] = [rows.map((i) => own[i]!), rows.map((i) => codes[i]!)];
    const different = new Set(values).size;
    if (different < 2 || new Set(classes).size < 2) return [];
    const facts = { column: column.name, n: rows.length };
    if (column.type === 'number') {
      const { p, share } = kruskalWallis(values, classes);
      return [{ ...facts, test: 'Kruskal–Wallis', effect: share, p, rough: rows.length < 20 }];
    }
    if (different > MOST_WORDS) return [];
    const { p, cramersV, smallestExpected } = contingencyTest(values, classes);
    return [{ ...facts, test: 'χ²', effect: cramersV, p, rough: smallestExpected < 5 }];
  });
  const q = benjaminiHochberg(tests.map(({ p }) => p));
  return tests.map((test, t) => ({ ...test, q: q[t]! })).sort((a, b) => a.p - b.p);
}

function wordCodes(values: readonly (string | null)[]): number[] {
  const words = [...new Set(values)].filter((word) => word !== null);
  return values.map((word) => (word === null ? Number.NaN : words.indexOf(word)));
}
