import { looksLikeDna } from './dna.ts';
import type { GroupFinder } from './finder.ts';
import { homologyClusters } from './homology-clusters.ts';

/** Sequences of common descent in text columns of DNA. */
export const homology: GroupFinder = {
  word: 'homology',
  doc: 'Sequences of common descent, in text columns of DNA: identity of at least `validate.homology` over the shorter one, beyond chance.',
  async find({ annotations, homology: identity, idColumn }, ctx) {
    if (identity === 'off') return [];
    const out = [];
    for (const column of annotations.columns) {
      if (column.type !== 'text' || column.name === idColumn || !looksLikeDna(column.values)) continue;
      const rows = [...column.values.keys()].filter((i) => column.values[i] !== null);
      const found = await homologyClusters(
        ctx,
        rows.map((i) => column.values[i]!),
        { identity },
      );
      const labels = new Array<string | null>(column.values.length).fill(null);
      rows.forEach((i, k) => {
        labels[i] = String(found.clusters[k]);
      });
      const clusters = new Set(found.clusters).size;
      const short =
        found.leastIdentity > identity
          ? ` (at this length only ${found.leastIdentity.toFixed(2)} is beyond chance)`
          : '';
      out.push({
        source: 'homology',
        evidence: `the ${rows.length} sequences of column '${column.name}' fall into ${clusters} clusters of identity ${identity} and more${short}; ${found.identical} repeat an earlier one`,
        labels,
      });
    }
    return out;
  },
};
