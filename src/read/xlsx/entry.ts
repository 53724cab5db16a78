import type { ReaderEntry } from '../reader.ts';

export const xlsxEntry: ReaderEntry = {
  word: 'xlsx',
  title: 'Excel workbook',
  doc: 'A sheet of a workbook as a table; dates as ISO text, formulas as their stored values.',
  extensions: ['.xlsx', '.xlsm'],
  holds: 'table',
  streams: false,
  writes: false,
  limits: 'At most 20 million cells a sheet and 1 GiB unpacked; no password; no .xls.',
  versions: 'Office Open XML (Excel 2007 and later, LibreOffice, Google Sheets)',
  params: {
    sheet: { type: 'text', default: '', main: true, doc: 'Name of the sheet; empty: the first that is not hidden.' },
    skip: {
      type: 'integer',
      default: 0,
      min: 0,
      max: 1_048_575,
      doc: 'Rows above the header, such as a title, that are passed over.',
      unit: 'rows',
    },
  },
  sniff: ({ name, bytes }) => {
    const begins = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
    // Old workbooks, and those with a password: the reader says what to do.
    if (begins([0xd0, 0xcf, 0x11, 0xe0])) return 0.5;
    if (!begins([0x50, 0x4b, 3, 4])) return 0;
    if (/xl\/|\[Content_Types\]\.xml/.test(new TextDecoder('latin1').decode(bytes))) return 0.9;
    return /\.xls[xm]$/i.test(name) ? 0.4 : 0;
  },
  load: () => import('./reader.ts'),
};
