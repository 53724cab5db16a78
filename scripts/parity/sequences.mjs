// Alignments and steps of sequences against Biopython.
import {
  alignment,
  alignmentScores,
  alignmentScoring,
  createStep,
  parseStep,
  sequencesToBlock,
} from '../../dist/index.js';
import { apart, context, golden } from './support.mjs';

export const title = 'Sequences';

export async function rows() {
  return [...(await alignments()), ...(await steps()), await mutations()];
}

async function alignments() {
  const { versions, cases } = golden('alignment');
  const reference = `Biopython ${versions.biopython}`;
  const rows = [];
  for (const mode of ['local', 'global']) {
    let [difference, paths] = [0, 0];
    const own = cases.filter((one) => one.mode === mode);
    for (const { a, b, all, paths: pairs, ...options } of own) {
      const scoring = alignmentScoring(options);
      difference = Math.max(difference, apart(await alignmentScores(context(), a, b, { mode, scoring }), all));
      for (const [x, y, wanted] of pairs) {
        paths++;
        difference = Math.max(difference, apart(stretches(alignment(x, y, { mode, scoring })).flat(), wanted.flat(2)));
      }
    }
    rows.push({
      work: `${mode} alignment, affine gaps; DNA, BLOSUM62, PAM250`,
      reference,
      data: `simulated, ${own.reduce((sum, { all }) => sum + all.length, 0)} pairs of 1 to 100 letters`,
      compared: `every score; the ${paths} paths that are the only best`,
      ...{ difference, tolerance: 0 },
    });
  }
  return rows;
}

/** Ends of the stretches without gaps: those in a, then those in b. */
function stretches({ a, b, aStart0, bStart0 }) {
  const [left, right] = [[], []];
  let [i, j, open] = [aStart0, bStart0, false];
  for (let at = 0; at < a.length; at++) {
    const both = a[at] !== '-' && b[at] !== '-';
    if (both && !open) {
      left.push(i);
      right.push(j);
    }
    if (!both && open) {
      left.push(i);
      right.push(j);
    }
    open = both;
    i += Number(a[at] !== '-');
    j += Number(b[at] !== '-');
  }
  if (open) {
    left.push(i);
    right.push(j);
  }
  return [left, right];
}

async function steps() {
  const { versions, sequences } = golden('sequences');
  const texts = sequences.map(({ sequence }) => sequence);
  const read = async (entry) => {
    const { block } = sequencesToBlock(
      texts.map((_, i) => `s${i}`),
      texts,
      { name: 'dna' },
    );
    return (await (await createStep(parseStep(entry, 'parity'))).fit(block, null, context())).apply(block);
  };
  const lettersOf = ({ matrix, levels, ids }) =>
    ids.map((_, i) =>
      Array.from({ length: matrix.nCols }, (_, j) => levels[j][matrix.data[j * ids.length + i]] ?? '').join(''),
    );
  const wrong = (got, wanted) => got.filter((text, i) => text !== wanted[i]).length;
  let differing = wrong(
    lettersOf(await read('reverse-complement')),
    sequences.map((one) => one['reverse complement']),
  );
  for (const frame of Object.keys(sequences[0].frames)) {
    differing += wrong(
      lettersOf(await read({ translate: frame })),
      sequences.map(({ frames }) => frames[frame]),
    );
  }
  const gc = await read('gc-content');
  const about = { reference: `Biopython ${versions.biopython}`, data: `${texts.length} sequences, all 64 codons` };
  return [
    {
      work: 'reverse-complement, translate (six frames)',
      ...about,
      compared: 'sequences that differ',
      difference: differing,
      tolerance: 0,
    },
    {
      ...{ work: 'gc-content', ...about, compared: 'share of each sequence', tolerance: 1e-7 },
      difference: apart(
        gc.matrix.data,
        sequences.map((one) => one.gc),
      ),
    },
  ];
}

async function mutations() {
  const { versions, lists, nTrain, entries, values } = golden('proteins');
  const got = await multiHot(lists, nTrain);
  const sameNames = got.features.join() === entries.map((entry) => `variant=${entry}`).join();
  return {
    work: 'multi-hot, entries unseen in training among them',
    reference: `scikit-learn ${versions.sklearn}, MultiLabelBinarizer`,
    data: `${lists.length} lists of 0 to 6 mutations, simulated`,
    compared: 'names and every value',
    difference: sameNames ? apart([...got.matrix.data], columnsOf(values)) : Number.POSITIVE_INFINITY,
    tolerance: 0,
  };
}

async function multiHot(lists, nTrain) {
  const blockOf = (rows) => ({
    ...{ name: 'protein', kind: 'mutation', features: ['variant'], ids: rows.map((_, i) => `s${i}`) },
    matrix: { nRows: rows.length, nCols: 1, data: Float32Array.from(rows, (_, i) => i) },
    levels: [rows],
  });
  const step = await createStep(parseStep('multi-hot', 'parity'));
  return (await step.fit(blockOf(lists.slice(0, nTrain)), null, context())).apply(blockOf(lists));
}

/** Rows as one list, column by column. */
const columnsOf = (rows) => rows[0].flatMap((_, j) => rows.map((row) => row[j]));
