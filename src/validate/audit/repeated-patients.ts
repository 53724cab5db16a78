import { denseCodes } from '../../sample/groups.ts';
import type { AuditFinding } from './finding.ts';

/** The part of a TCGA barcode that names the patient: project, tissue source site, participant. */
const TCGA = /^(TCGA-\w{2}-\w{4})(?:-|$)/i;

/** The patient that each id names, where ids are TCGA barcodes; null elsewhere. Source: GDC, "TCGA barcode". */
export function patientsFromBarcodes(ids: readonly string[]): (string | null)[] {
  return ids.map((id) => TCGA.exec(id.replaceAll('.', '-'))?.[1]?.toUpperCase() ?? null);
}

/** Says where groups came from and how many samples they bind together. @param sources declared columns and inferred rules, in words. */
export function auditGroups(groups: Int32Array, sources: readonly string[]): AuditFinding {
  const dense = denseCodes(groups);
  const sizes = new Map<number, number>();
  for (const group of dense) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const repeated = [...sizes.values()].filter((size) => size > 1);
  const bound = repeated.reduce((sum, size) => sum + size, 0);
  const evidence = { samples: groups.length, groups: sizes.size, largest: Math.max(...sizes.values()), sources };
  return repeated.length === 0
    ? {
        rule: 'groups',
        status: 'pass',
        message: `every sample is a group of its own (looked at: ${sources.join(', ')})`,
        evidence,
      }
    : {
        rule: 'groups',
        status: 'pass',
        message: `${bound} samples belong to ${repeated.length} groups of 2 or more (${sources.join(', ')}); no group was split across folds`,
        evidence,
      };
}
