import type { RandomKey } from '../base/random.ts';

/** Genes in a module that tells subtypes apart, and in one that does not. */
const INFORMATIVE_MODULE = 10;
const OTHER_MODULE = 40;

/** Two samples of one patient. When the sheet names two patients, only the expression gives the pair away. */
export interface DuplicatePair {
  readonly samples: readonly [string, string];
  readonly samePatientInSheet: boolean;
}

/** Batch of each patient: members of class c take turns through all batches and once more through batch c mod nBatches. */
export function assignBatches(classes: Int32Array, nClasses: number, nBatches: number): Int32Array {
  const seen = new Int32Array(nClasses);
  return classes.map((c) => {
    const turn = seen[c]!++ % (nBatches + 1);
    return turn < nBatches ? turn : c % nBatches;
  });
}

export interface Rows {
  /** Patient of each row, [samples]. */
  readonly patient: Int32Array;
  /** For the second measurement of a patient its index in `twice`, else −1; [samples]. */
  readonly pair: Int32Array;
  /** Patients measured twice. */
  readonly twice: Int32Array;
}

/** One row a patient and one more for each of some, in random order. */
export function layOutRows(nPatients: number, duplicates: number, random: RandomKey): Rows {
  const count = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
  const twice = random.at('duplicates').stream().shuffle(count(nPatients)).slice(0, duplicates);
  const order = random
    .at('rows')
    .stream()
    .shuffle(count(nPatients + duplicates));
  return {
    patient: order.map((q) => (q < nPatients ? q : twice[q - nPatients]!)),
    pair: order.map((q) => (q < nPatients ? -1 : q - nPatients)),
    twice,
  };
}

export interface Modules {
  /** Module of each gene, [features]. */
  readonly of: Int32Array;
  /** For each module the class whose members it is shifted in; −1 for none. */
  readonly classOf: readonly number[];
}

/** Deals randomly chosen genes out to modules that each belong to one class, as many for each class, and the rest to modules of none. */
export function layOutModules(features: number, informative: number, nClasses: number, random: RandomKey): Modules {
  const shuffled = random
    .at('modules')
    .stream()
    .shuffle(Int32Array.from({ length: features }, (_, j) => j));
  const nInformative =
    informative === 0 ? 0 : nClasses * Math.max(1, Math.round(informative / (INFORMATIVE_MODULE * nClasses)));
  const nOther = Math.ceil((features - informative) / OTHER_MODULE);
  const of = new Int32Array(features);
  shuffled.forEach((j, r) => {
    of[j] = r < informative ? r % nInformative : nInformative + ((r - informative) % nOther);
  });
  return {
    of,
    classOf: Array.from({ length: nInformative + nOther }, (_, m) => (m < nInformative ? m % nClasses : -1)),
  };
}

/** The pairs under their sample ids, first row first. */
export function pairsOf(rows: Rows, nPatients: number, ids: readonly string[]): DuplicatePair[] {
  const rowsOfPatient = Array.from({ length: nPatients }, (): number[] => []);
  rows.patient.forEach((patient, row) => {
    rowsOfPatient[patient]!.push(row);
  });
  return Array.from(rows.twice, (patient, d) => {
    const [first, second] = rowsOfPatient[patient]!;
    return { samples: [ids[first!]!, ids[second!]!], samePatientInSheet: d % 2 === 0 };
  });
}
