import { expect, test } from 'vitest';
import { tableOf } from '../../test/support/tables.ts';
import { genesAsDates } from './genes-as-dates.ts';

const GENES = Array.from({ length: 30 }, (_, k) => `GENE${k}`);

test('a few dates among names are told, in a column and in a header', async () => {
  const column = await tableOf(`gene\tx\n${[...GENES, '1-Mar', '2-Sep'].map((gene) => `${gene}\t1\n`).join('')}`);
  expect(genesAsDates(column)).toEqual([
    "column 'gene' has dates among names: '1-Mar', '2-Sep'; Excel makes them of genes such as MARCH1 (now MARCHF1), SEPT2 (SEPTIN2), DEC1 (DELEC1): restore them from where the table comes from",
  ]);
  const header = await tableOf(`id\t${GENES.join('\t')}\tDec-01\ns\t${GENES.map(() => 1).join('\t')}\t1\n`);
  expect(genesAsDates(header)[0]).toMatch(/^the header has dates among names: 'Dec-01'/);
});

test('columns of dates, of dates among sentences, and genes as they are, are not', async () => {
  const rows = GENES.map((gene, k) => `${gene}\t2020-01-${10 + k}\tabout ${k}: x\n`).join('');
  const table = await tableOf(`gene\tday\tnote\nMARCH1\t2020-02-01\t2020-01-01\n${rows}`);
  expect(genesAsDates(table)).toEqual([]);
});
