import { readFileSync } from 'node:fs';

/** The columns of a small table of real data, by name: text as it stands between the commas. */
export function delimitedColumns(path: string): (column: string) => string[] {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head!.split(',');
  return (column) => lines.map((line) => line.split(',')[names.indexOf(column)]!);
}

/** Index of each word among the words in code unit order. */
export function wordCodes(words: readonly string[]): Int32Array {
  const order = [...new Set(words)].sort();
  return Int32Array.from(words, (word) => order.indexOf(word));
}
