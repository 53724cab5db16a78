import type { GroupCohort, GroupFinder, GroupProposal } from './finder.ts';

interface BarcodeScheme {
  readonly source: string;
  readonly project: string;
  /** What it captures names the person. */
  readonly pattern: RegExp;
}

/**
 * Ids whose leading part names the person, as their projects document them: TCGA-<tissue source site>-<participant>-… (GDC, "TCGA barcode");
 * TARGET-<disease>-<six letters of the patient>-… (NCI Office of Cancer Genomics, sample codes); GTEX-<donor>-<tissue>-SM-… (GTEx portal,
 * "Sample ID").
 */
const SCHEMES: readonly BarcodeScheme[] = [
  { source: 'tcga-barcode', project: 'TCGA', pattern: /^(TCGA-\w{2}-\w{4})(?:-|$)/i },
  { source: 'target-barcode', project: 'TARGET', pattern: /^(TARGET-\d{2}-[A-Z]{6})(?:-|$)/i },
  { source: 'gtex-barcode', project: 'GTEx', pattern: /^(GTEX-[A-Z0-9]{4,5})(?:-|$)/i },
];

/** Below this share of barcodes a text column is about something else. */
const MOST = 0.9;

/** The person that each barcode names; null where it is none. Points are read as dashes. */
function personsOf(values: readonly (string | null)[], pattern: RegExp): (string | null)[] {
  return values.map((value) => (value && pattern.exec(value.replaceAll('.', '-'))?.[1]?.toUpperCase()) || null);
}

/** The patient that each id names, where ids are TCGA barcodes; null elsewhere. Source: GDC, "TCGA barcode". */
export function patientsFromBarcodes(ids: readonly string[]): (string | null)[] {
  return personsOf(ids, SCHEMES[0]!.pattern);
}

/** Persons named by barcodes, in the ids or in a text column of the sheet. */
export const barcodes: GroupFinder = {
  word: 'tcga-barcode',
  doc: 'Persons in TCGA, TARGET and GTEx barcodes (`tcga-barcode`, `target-barcode`, `gtex-barcode`).',
  async find(cohort) {
    return SCHEMES.flatMap((scheme) => proposalsOf(scheme, cohort));
  },
};

/** The names of all sources that this file may give. */
export const BARCODE_SOURCES: readonly string[] = SCHEMES.map(({ source }) => source);

function proposalsOf({ source, project, pattern }: BarcodeScheme, cohort: GroupCohort): GroupProposal[] {
  const { ids, annotations, notGroups, declared } = cohort;
  const found = personsOf(ids, pattern);
  const named = found.filter((person) => person !== null).length;
  if (named > 0) {
    return [
      {
        source,
        evidence: `${named} of ${ids.length} ids are ${project} barcodes, which name the person`,
        labels: found,
      },
    ];
  }
  for (const column of annotations.columns) {
    if (column.type !== 'text' || notGroups.includes(column.name) || declared.includes(column.name)) continue;
    const labels = personsOf(column.values, pattern);
    const known = column.values.filter((value) => value !== null).length;
    const matched = labels.filter((person) => person !== null).length;
    if (known > 0 && matched >= MOST * known) {
      const evidence = `${matched} values of column '${column.name}' are ${project} barcodes, which name the person`;
      return [{ source, evidence, labels }];
    }
  }
  return [];
}
