/** Numbers of each amino acid, and what each of them is called. */
export interface AminoAcidScale {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, readonly number[]>>;
}

const LETTERS = [...'ACDEFGHIKLMNPQRSTVWY'];

/** Rows of text in the order of `LETTERS`. */
const rowsOf = (text: string): AminoAcidScale['values'] =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((row, k) => [LETTERS[k]!, row.trim().split(/\s+/).map(Number)]),
  );

/** Sandberg et al. 1998, J. Med. Chem. 41, 2481, table 2: lipophilicity, bulk and polarisability, polarity and charge, two of electronegativity and heat of formation. */
const zScales: AminoAcidScale = {
  names: ['z1', 'z2', 'z3', 'z4', 'z5'],
  values: rowsOf(`
    0.24 -2.32 0.60 -0.14 1.30
    0.84 -1.67 3.71 0.18 -2.65
    3.98 0.93 1.93 -2.46 0.75
    3.11 0.26 -0.11 -3.04 -0.25
    -4.22 1.94 1.06 0.54 -0.62
    2.05 -4.06 0.36 -0.82 -0.38
    2.47 1.95 0.26 3.90 0.09
    -3.89 -1.73 -1.71 -0.84 0.26
    2.29 0.89 -2.49 1.49 0.31
    -4.28 -1.30 -1.49 -0.72 0.84
    -2.85 -0.22 0.47 1.94 -0.98
    3.05 1.62 1.04 -1.15 1.61
    -1.66 0.27 1.84 0.70 2.00
    1.75 0.50 -1.44 -1.34 0.66
    3.52 2.50 -3.50 1.99 -0.17
    2.39 -1.07 1.15 -1.39 0.67
    0.75 -2.18 -1.12 -1.46 -0.40
    -2.59 -2.64 -1.54 -0.85 -0.02
    -4.36 3.94 0.59 3.44 -1.59
    -2.54 2.44 0.43 0.04 -1.47`),
};

/** Henikoff & Henikoff 1992, PNAS 89, 10915: log odds of exchange in half bits, with each of the 20. */
const blosum62: AminoAcidScale = {
  names: LETTERS,
  values: rowsOf(`
    4 0 -2 -1 -2 0 -2 -1 -1 -1 -1 -2 -1 -1 -1 1 0 0 -3 -2
    0 9 -3 -4 -2 -3 -3 -1 -3 -1 -1 -3 -3 -3 -3 -1 -1 -1 -2 -2
    -2 -3 6 2 -3 -1 -1 -3 -1 -4 -3 1 -1 0 -2 0 -1 -3 -4 -3
    -1 -4 2 5 -3 -2 0 -3 1 -3 -2 0 -1 2 0 0 -1 -2 -3 -2
    -2 -2 -3 -3 6 -3 -1 0 -3 0 0 -3 -4 -3 -3 -2 -2 -1 1 3
    0 -3 -1 -2 -3 6 -2 -4 -2 -4 -3 0 -2 -2 -2 0 -2 -3 -2 -3
    -2 -3 -1 0 -1 -2 8 -3 -1 -3 -2 1 -2 0 0 -1 -2 -3 -2 2
    -1 -1 -3 -3 0 -4 -3 4 -3 2 1 -3 -3 -3 -3 -2 -1 3 -3 -1
    -1 -3 -1 1 -3 -2 -1 -3 5 -2 -1 0 -1 1 2 0 -1 -2 -3 -2
    -1 -1 -4 -3 0 -4 -3 2 -2 4 2 -3 -3 -2 -2 -2 -1 1 -2 -1
    -1 -1 -3 -2 0 -3 -2 1 -1 2 5 -2 -2 0 -1 -1 -1 1 -1 -1
    -2 -3 1 0 -3 0 1 -3 0 -3 -2 6 -2 0 0 1 0 -3 -4 -2
    -1 -3 -1 -1 -4 -2 -2 -3 -1 -3 -2 -2 7 -1 -2 -1 -1 -2 -4 -3
    -1 -3 0 2 -3 -2 0 -3 1 -2 0 0 -1 5 1 0 -1 -2 -2 -1
    -1 -3 -2 0 -3 -2 0 -3 2 -2 -1 0 -2 1 5 -1 -1 -3 -3 -2
    1 -1 0 0 -2 0 -1 -2 0 -2 -1 1 -1 0 -1 4 1 -2 -3 -2
    0 -1 -1 -1 -2 -2 -2 -1 -1 -1 -1 0 -1 -1 -1 1 5 0 -2 -2
    0 -1 -3 -2 -1 -3 -3 3 -2 1 1 -3 -2 -2 -3 -2 0 4 -3 -1
    -3 -2 -4 -3 1 -2 -2 -3 -3 -2 -1 -4 -4 -2 -3 -3 -2 -3 11 2
    -2 -2 -3 -2 3 -3 2 -1 -2 -1 -1 -2 -3 -1 -2 -2 -2 -1 2 7`),
};

export const AMINO_ACID_SCALES: Readonly<Record<string, AminoAcidScale>> = { 'z-scales': zScales, blosum62 };
