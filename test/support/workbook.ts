import { strToU8, zipSync } from 'fflate';

/** A sheet: rows of cells, each as the inside of its element `<c …>` without the place: ` t="str"><v>a</v>`. */
export interface SheetXml {
  readonly name: string;
  readonly state?: 'hidden';
  readonly rows: readonly (readonly string[])[];
}

export const text = (value: string) => ` t="inlineStr"><is><t xml:space="preserve">${value}</t></is>`;
export const number = (value: number | string) => `><v>${value}</v>`;
/** A day as Excel counts it, in a format of days. */
export const day = (serial: number) => ` s="1"><v>${serial}</v>`;
export const formula = (of: string, value: string) => `><f>${of}</f><v>${value}</v>`;
export const nothing = '/';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** A workbook written by hand, the same bytes every time. */
export function workbook(sheets: readonly SheetXml[]): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name, state }, k) => `<sheet name="${name}" sheetId="${k + 1}"${state ? ` state="${state}"` : ''} r:id="s${k + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${sheets.map((_, k) => `<Relationship Id="s${k + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${k + 1}.xml"/>`).join('')}<Relationship Id="styles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  sheets.forEach(({ rows }, k) => {
    const cells = (row: readonly string[], i: number) =>
      row
        .map((cell, j) => `<c r="${String.fromCharCode(65 + j)}${i + 1}"${cell}${cell === nothing ? '>' : '</c>'}`)
        .join('');
    const lines = rows.map((row, i) => `<row r="${i + 1}">${cells(row, i)}</row>`).join('');
    parts[`xl/worksheets/sheet${k + 1}.xml`] = `<worksheet ${MAIN}><sheetData>${lines}</sheetData></worksheet>`;
  });
  const files = Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(`${HEAD}${xml}`)]));
  return zipSync(files, { mtime: '2020-01-01' });
}
