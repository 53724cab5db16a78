/** Ids that carry a version after a dot: of Ensembl (`ENSG00000141510.18`, `ENSG00000182378.15_PAR_Y`) and of RefSeq (`NM_000546.6`). */
const VERSIONED = /^(ENS[A-Z]*\d{11}|[NX][MRPGCW]_\d{6,9})\.(\d+)(_PAR_Y)?$/;

/** An id without its version; any other name as it is: `AC012345.1` and `F39H2.2` are names whose dot belongs to them. */
export function splitVersion(name: string): { readonly id: string; readonly version: string | null } {
  const found = VERSIONED.exec(name);
  return found ? { id: `${found[1]}${found[3] ?? ''}`, version: found[2]! } : { id: name, version: null };
}
