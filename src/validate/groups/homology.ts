import type { Context } from '../../base/context.ts';
import { sequencesOf } from '../../read/index.ts';
import { looksLikeDna } from './dna.ts';
import type { GroupFinder, GroupProposal } from './finder.ts';
import { homologyClusters } from './homology-clusters.ts';

/** Letters of an alphabet of nucleotides. */
const NUCLEOTIDES = 4;

/** Sequences of common descent in blocks of sequences and in text columns of DNA. */
export const homology: GroupFinder = {
  word: 'homology',
  doc: 'Sequences of common descent, in blocks of sequences and text columns of DNA: identity of at least `validate.homology` over the shorter one, beyond chance. Of protein, equal sequences alone.',
  async find({ annotations, blocks, homology: identity, idColumn }, ctx) {
    if (identity === 'off') return [];
    const out: GroupProposal[] = [];
    for (const block of blocks) {
      if (block.kind !== 'sequence' || !block.levels?.[0]) continue;
      const sequences = sequencesOf(block);
      const where = `block '${block.name}'`;
      out.push(
        block.levels[0].length === NUCLEOTIDES
          ? await clusters(ctx, sequences, where, identity)
          : equalSequences(sequences, where),
      );
    }
    for (const column of annotations.columns) {
      if (column.type !== 'text' || column.name === idColumn || !looksLikeDna(column.values)) continue;
      out.push(await clusters(ctx, column.values, `column '${column.name}'`, identity));
    }
    return out;
  },
};

async function clusters(
  ctx: Context,
  sequences: readonly (string | null)[],
  where: string,
  identity: number,
): Promise<GroupProposal> {
  const rows = [...sequences.keys()].filter((i) => sequences[i]);
  const found = await homologyClusters(
    ctx,
    rows.map((i) => sequences[i]!),
    { identity },
  );
  const labels = new Array<string | null>(sequences.length).fill(null);
  rows.forEach((i, k) => {
    labels[i] = String(found.clusters[k]);
  });
  const count = new Set(found.clusters).size;
  const short =
    found.leastIdentity > identity ? ` (at this length only ${found.leastIdentity.toFixed(2)} is beyond chance)` : '';
  return {
    source: 'homology',
    evidence: `the ${rows.length} sequences of ${where} fall into ${count} clusters of identity ${identity} and more${short}; ${found.identical} repeat an earlier one`,
    labels,
  };
}

/** Likeness of protein is not looked for: what near-duplicates do not see, position by position, is not seen. */
function equalSequences(sequences: readonly string[], where: string): GroupProposal {
  const repeats = sequences.length - new Set(sequences).size;
  return {
    source: 'homology',
    evidence: `${repeats} of the ${sequences.length} sequences of ${where} repeat an earlier one; homologous protein is not looked for`,
    labels: sequences.map((sequence) => sequence || null),
  };
}
