import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTable } from './delimited/read-table.ts';
import { fileSource } from './file-source.node.ts';

const data = '../shared/data';
const folders = ['01_brca_pam50', '02_expression_classification'];
const python = '/usr/bin/python3';

/** Shape, and of each column its name, its number of missing cells and, when numeric, its sum. */
const script = `
import json, sys, pandas
t = pandas.read_csv(sys.argv[1], sep='\\t')
numeric = [pandas.api.types.is_numeric_dtype(t[c]) for c in t.columns]
print(json.dumps({'rows': len(t), 'columns': [
  [c, int(t[c].isna().sum()), float(t[c].sum()) if n else None, float(t[c].abs().sum()) if n else None]
  for c, n in zip(t.columns, numeric)]}))
`;

const missing = !existsSync(data) ? `${data} is absent` : hasPandas() ? '' : `${python} has no pandas`;
if (missing) console.log(`pandas-parity.test is skipped: ${missing}`);

function hasPandas(): boolean {
  try {
    execFileSync(python, ['-c', 'import pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(missing !== '')('shapes, missing counts and sums are those of pandas', () => {
  const files = missing
    ? []
    : folders.flatMap((folder) =>
        readdirSync(`${data}/${folder}`)
          .filter((name) => name.endsWith('.tsv.gz'))
          .map((name) => `${data}/${folder}/${name}`),
      );
  test.each(files)('%s', async (file) => {
    const expected = JSON.parse(
      execFileSync(python, ['-c', script, file], { maxBuffer: 1 << 26, encoding: 'utf8' }),
    ) as { rows: number; columns: [string, number, number | null, number | null][] };
    const table = await readTable(await fileSource(file));
    expect(table.nRows).toBe(expected.rows);
    expect(table.columns.map((column) => [column.name, column.missing])).toEqual(
      expected.columns.map(([name, nMissing]) => [name, nMissing]),
    );
    expected.columns.forEach(([name, , sum, size], j) => {
      expect(table.columns[j]!.type, name).toBe(sum === null ? 'text' : 'number');
      if (sum === null) return;
      const ours = table.numbers(j).reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0);
      // float32 cells of wide tables round each value to 6e-8 of its size.
      expect(Math.abs(ours - sum), name).toBeLessThanOrEqual(1e-6 * Math.max(1, size!));
    });
  });
});
