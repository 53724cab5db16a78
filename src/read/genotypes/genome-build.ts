/** Lengths of chromosomes 1–22, X and Y. Source: NCBI Assembly GCF_000001405.13 and .26, GCF_009914755.1 (T2T has its own Y). */
const LENGTHS: Readonly<Record<string, readonly number[]>> = {
  GRCh37: [
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431, 135534747,
    135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983, 63025520, 48129895,
    51304566, 155270560, 59373566,
  ],
  GRCh38: [
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
    135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167, 46709983,
    50818468, 156040895, 57227415,
  ],
  'T2T-CHM13': [248387328, 242696752, 201105948],
};
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/GRCh38|hg38|hs38|\bb38\b/i, 'GRCh38'],
  [/GRCh37|hg19|hs37|\bb37\b|g1k_v37/i, 'GRCh37'],
  [/NCBI36|hg18|\bb36\b/i, 'NCBI36'],
  [/CHM13|hs1\b/i, 'T2T-CHM13'],
];

export interface Contig {
  readonly id: string;
  readonly length?: number;
  readonly assembly?: string;
}

/**
 * The genome build that a header speaks of, with the evidence: lengths of its contigs, which cannot be mistaken, else names of the reference or
 * of assemblies. Human builds only.
 */
export function guessBuild(contigs: readonly Contig[], reference: string | undefined): string {
  for (const [build, lengths] of Object.entries(LENGTHS)) {
    const matching = contigs.filter(({ id, length }) => length !== undefined && lengths[indexOf(id)] === length);
    if (matching.length === 0) continue;
    const [{ id, length }] = matching as [Contig];
    return `${build} (contig ${id} is ${length} long${matching.length > 1 ? `, and ${matching.length - 1} more agree` : ''})`;
  }
  const assembly = contigs.find((contig) => contig.assembly)?.assembly;
  for (const [text, what] of [
    [reference, 'reference'],
    [assembly, 'assembly'],
  ] as const) {
    const found = text === undefined ? undefined : NAMED.find(([pattern]) => pattern.test(text));
    if (found) return `${found[1]} (the ${what} is called ${text!.split(/[\\/]/).at(-1)})`;
  }
  return contigs.some(({ length }) => length !== undefined)
    ? 'unknown (no human build has contigs of these lengths)'
    : 'not said (no contig lengths, no known reference)';
}

/** Place of a chromosome in the lists; −1: another contig. */
function indexOf(id: string): number {
  const name = id.replace(/^chr/i, '').toUpperCase();
  const at = ['X', 'Y'].indexOf(name);
  return at >= 0 ? 22 + at : /^\d+$/.test(name) ? Number(name) - 1 : -1;
}
