import type { DelimitedTable } from './delimited/table.ts';

/** As Excel shows what it took for a day: `1-Mar`, `Mar-01`, `2-Sep-24`. */
const DAY =
  /^(\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(-\d{2,4})?|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)-\d{1,2})$/i;
/** As a workbook's dates are read, and as scripts write them. */
const ISO = /^\d{4}-\d{2}-\d{2}$/;
/** A name that could be a gene's. */
const SYMBOL = /^[A-Za-z][A-Za-z0-9.@_-]*$/;
/** Of the texts of a column of genes, so many are dates at most. */
const SHARE = 0.1;
const SHOWN = 5;

/**
 * Sentences about columns, and a header, in which a few dates stand among what look like gene symbols: Excel made 1-Mar of MARCH1, 2-Sep of SEPT2,
 * 1-Dec of DEC1. Cost O(distinct texts). Source: Ziemann, Eren & El-Osta 2016, Genome Biology 17, 177; Abeysooriya et al. 2021, PLoS CB 17.
 */
export function genesAsDates(table: DelimitedTable): string[] {
  const header = table.columns.map(({ name }) => name).filter((name) => name !== '');
  const found = table.columns.flatMap(({ name, type, words }) =>
    type === 'text' && words ? sentence(`column '${name}'`, words) : [],
  );
  return [...found, ...sentence('the header', header)];
}

function sentence(where: string, texts: readonly string[]): string[] {
  const days = texts.filter((text) => DAY.test(text) || ISO.test(text));
  if (days.length === 0) return [];
  const symbols = texts.filter((text) => SYMBOL.test(text) && !DAY.test(text)).length;
  if (days.length > SHARE * texts.length || symbols * 2 < texts.length) return [];
  const shown = days.slice(0, SHOWN).map((text) => `'${text}'`);
  return [
    `${where} has dates among names: ${shown.join(', ')}${days.length > SHOWN ? `, … (${days.length} in all)` : ''}; Excel makes them of genes such as MARCH1 (now MARCHF1), SEPT2 (SEPTIN2), DEC1 (DELEC1): restore them from where the table comes from`,
  ];
}
