import type { Context } from '../../base/context.ts';
import type { Block } from '../../table/block.ts';
import type { GroupFinder, GroupProposal } from './finder.ts';
import { type Relatives, relatives } from './relatives.ts';

const DEGREES = ['one person twice', 'the first degree', 'the second degree', 'the third degree'];

/** Relatives to the third degree in blocks of genotypes, as far as the SNPs can tell them from strangers. */
export const kinship: GroupFinder = {
  word: 'kinship',
  doc: 'Relatives to the third degree in blocks of kind `genotypes` (KING-robust kinship above 0.0442, or above what strangers reach by chance).',
  async find({ blocks }, ctx) {
    // Genotypes written as words, such as the repeats of microsatellites, are no copies of one allele.
    const genotypes = blocks.filter(({ kind, levels }) => kind === 'genotypes' && !levels?.some(Boolean));
    const proposals: GroupProposal[] = [];
    for (const block of genotypes) proposals.push(await proposalOf(block, ctx));
    if (proposals.length < 2) return proposals;
    return [
      {
        source: 'kinship',
        evidence: proposals.map(({ evidence }) => evidence).join('; '),
        pairs: proposals.flatMap(({ pairs = [] }) => pairs),
      },
    ];
  },
};

async function proposalOf(block: Block, ctx: Context): Promise<GroupProposal> {
  const found = await relatives(ctx, block.matrix);
  const byDegree = DEGREES.map((_, d) => found.pairs.filter(({ degree }) => degree === d).length);
  const counts = byDegree.flatMap((count, d) => (count > 0 ? [`${count} of ${DEGREES[d]}`] : [])).join(', ');
  return {
    source: 'kinship',
    evidence: `block '${block.name}': ${found.pairs.length} pairs of relatives${counts ? ` (${counts})` : ''}${limits(found, block.features.length)}`,
    pairs: found.pairs,
  };
}

/** What the SNPs could not tell. */
function limits({ reach, threshold, standardError, inflation }: Relatives, nSnps: number): string {
  if (reach === 3) return '';
  const linked =
    inflation > 1.5 ? ` of linked SNPs (its spread is ${inflation.toFixed(1)} times that of independent ones)` : '';
  const error = Number.isFinite(standardError)
    ? `the kinship of strangers has a standard error of ${standardError.toFixed(3)}${linked}`
    : 'nobody is heterozygous';
  return reach < 0
    ? `; ${nSnps} SNPs are too few to tell anything: ${error}`
    : `; with ${nSnps} SNPs ${error}, so relatives beyond ${DEGREES[reach]} (kinship below ${threshold.toFixed(3)}) cannot be told from strangers`;
}
