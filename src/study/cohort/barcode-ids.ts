import { type Block, takeBlockRows } from '../../table/block.ts';

/** Project, site, participant; sample type with its vial; portion, plate and more. */
const BARCODE = /^TCGA-\w{2}-\w{4}(-\d{2}[A-Z]?(-.*)?)?$/i;
/** Types 01 to 09 are tumours, 10 to 19 normal tissue (GDC, "Sample Type Codes"). */
const FIRST_NORMAL = 10;

/** How far a barcode goes: patient, sample type, vial, aliquot. */
type Level = 'patient' | 'sample' | 'vial' | 'aliquot';
const LEVELS: readonly Level[] = ['patient', 'sample', 'vial', 'aliquot'];
const LENGTH: Readonly<Record<Level, number>> = {
  patient: 12,
  sample: 15,
  vial: 16,
  aliquot: Number.POSITIVE_INFINITY,
};

function levelOf(id: string): Level {
  return LEVELS.find((level) => id.length <= LENGTH[level])!;
}

export interface MatchedBarcodes {
  /** Its rows are called as the sheet calls them, one each. */
  readonly block: Block;
  /** Rows that were left out: normal tissue of a patient, and aliquots beside the one that was kept. */
  readonly left: number;
  readonly statement: string;
}

/**
 * A block whose barcodes of TCGA go further than those of the sheet (aliquots where the sheet has patients), under the barcodes of the sheet. Of several
 * rows of one: a tumour before another type, the lower type before the higher, and of one type the barcode that sorts last, as Broad GDAC chooses
 * replicates; normal tissue never stands for a patient. @returns undefined: ids are shared as they are, are no barcodes, or go no further.
 */
export function matchBarcodes(ids: readonly string[], block: Block): MatchedBarcodes | undefined {
  const known = new Set(ids);
  if (block.ids.some((id) => known.has(id)) || ![...ids, ...block.ids].every((id) => BARCODE.test(id)))
    return undefined;
  const level = ids.map(levelOf).reduce((a, b) => (LENGTH[a] >= LENGTH[b] ? a : b));
  if (level === 'aliquot' || !block.ids.every((id) => id.length > LENGTH[level])) return undefined;
  const rows = new Map<string, number>();
  block.ids.forEach((id, i) => {
    const name = id.slice(0, LENGTH[level]);
    if (!known.has(name) || (level === 'patient' && typeOf(id) >= FIRST_NORMAL)) return;
    const before = rows.get(name);
    if (before === undefined || isBetter(id, block.ids[before]!)) rows.set(name, i);
  });
  if (rows.size === 0) return undefined;
  const left = block.ids.filter((id) => known.has(id.slice(0, LENGTH[level]))).length - rows.size;
  const matched = { ...takeBlockRows(block, [...rows.values()]), ids: [...rows.keys()] };
  const rule =
    left > 0 ? `; ${left} rows of normal tissue, or beside a better one of the same ${level}, are left out` : '';
  return {
    block: matched,
    left,
    statement: `block '${block.name}': barcodes of TCGA are joined to the sheet by their ${level}${rule}`,
  };
}

const typeOf = (id: string) => Number(id.slice(13, 15));

const isBetter = (id: string, than: string) => typeOf(id) < typeOf(than) || (typeOf(id) === typeOf(than) && id > than);
