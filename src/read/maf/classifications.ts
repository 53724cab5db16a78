/** Variants that change the protein or its splice sites. Source: maftools (Mayakonda et al. 2018, Genome Research 28, 1747), `vc_nonSyn`. */
export const NON_SILENT: ReadonlySet<string> = new Set([
  'Frame_Shift_Del',
  'Frame_Shift_Ins',
  'Splice_Site',
  'Translation_Start_Site',
  'Nonsense_Mutation',
  'Nonstop_Mutation',
  'In_Frame_Del',
  'In_Frame_Ins',
  'Missense_Mutation',
]);

/** The others of the specification of GDC and of MAF 2.4. */
export const SILENT: ReadonlySet<string> = new Set([
  'Silent',
  'Splice_Region',
  'Intron',
  'RNA',
  "3'UTR",
  "5'UTR",
  "3'Flank",
  "5'Flank",
  'IGR',
  'Targeted_Region',
]);

const PARTS = { patient: 3, sample: 4, vial: 4 } as const;
const BARCODE = /^TCGA-[A-Z0-9]{2}-[A-Z0-9]{4}(-\d{2}[A-Z]?(-.*)?)?$/;

/** The first parts of a barcode of TCGA; undefined: it is none, or ends before. */
export function cutBarcode(barcode: string, to: 'patient' | 'sample' | 'vial'): string | undefined {
  const parts = barcode.split('-');
  if (!BARCODE.test(barcode) || parts.length < PARTS[to]) return undefined;
  if (to === 'vial' && parts[3]!.length < 3) return undefined;
  const cut = parts.slice(0, PARTS[to]).join('-');
  return to === 'sample' ? cut.slice(0, 15) : cut;
}
