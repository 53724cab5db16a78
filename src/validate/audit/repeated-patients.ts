/** The part of a TCGA barcode that names the patient: project, tissue source site, participant. */
const TCGA = /^(TCGA-\w{2}-\w{4})(?:-|$)/i;

/** The patient that each id names, where ids are TCGA barcodes; null elsewhere. Source: GDC, "TCGA barcode". */
export function patientsFromBarcodes(ids: readonly string[]): (string | null)[] {
  return ids.map((id) => TCGA.exec(id.replaceAll('.', '-'))?.[1]?.toUpperCase() ?? null);
}
