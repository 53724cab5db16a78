// What the parts of docs/parity.md share: goldens, tables, a context, differences.
import { readFileSync } from 'node:fs';
import { checkParams } from '../../dist/base/params.js';
import { learnerByWord, matrixFromRows, randomKey } from '../../dist/index.js';
import { createExecutor } from '../../dist/index.node.js';

export const golden = (name) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/${name}.json`, import.meta.url), 'utf8'));

export const executor = await createExecutor(2);
/** A context with a key of its own. */
export const context = (random = randomKey(1)) => ({
  ...{ executor, random, signal: new AbortController().signal, progress() {}, warn() {} },
});

/** Rows with null where a value is missing, as what learners take. */
export const viewOf = (rows) => ({
  X: matrixFromRows(rows.map((row) => row.map((value) => value ?? Number.NaN))),
  features: rows[0].map((_, j) => `g${j}`),
});

/** The learner of a word with these settings. */
export async function learner(word, settings = {}) {
  const entry = learnerByWord(word, 'parity');
  return (await entry.load()).create(checkParams(entry.params, settings, word));
}

/** What a prediction says, in one list. */
export const numbersOf = (prediction) =>
  ({ classification: prediction.probabilities, regression: prediction.values, survival: prediction.risks })[
    prediction.task
  ];

/**
 * The largest |got − wanted|; `relative`: over max(1, |wanted|); `wholly relative`: over |wanted|. What the reference leaves out (null) must
 * be missing in both, and lengths must be equal: otherwise infinite.
 */
export function apart(got, wanted, scale = 'absolute') {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = 0; at < wanted.length; at++) {
    const [a, b] = [got[at], wanted[at]];
    if (b === null || Number.isNaN(b)) {
      if (!Number.isNaN(a)) return Number.POSITIVE_INFINITY;
      continue;
    }
    if (a === b) continue;
    const unit = { absolute: 1, relative: Math.max(1, Math.abs(b)), 'wholly relative': Math.max(1e-290, Math.abs(b)) };
    const difference = Math.abs(a - b) / unit[scale];
    most = difference <= most ? most : difference; // NaN comes through
  }
  return Number.isNaN(most) ? Number.POSITIVE_INFINITY : most;
}

/** Keeps the largest difference of each name. */
export class Worst {
  #most = {};
  see(name, difference) {
    this.#most[name] = Math.max(this.#most[name] ?? Number.NEGATIVE_INFINITY, difference);
  }
  of(name) {
    return this.#most[name];
  }
}

/** 934 × 1,558 */
export const size = (n, p) => `${n.toLocaleString('en')} × ${p.toLocaleString('en')}`;

/** One digit, rounded up: what is stated is never below what was found. The rounding of doubles differs between machines, and is not shown. */
export function atMost(value) {
  if (Math.abs(value) < 1e-12) return '< 1e−12';
  if (value < 0) return `−${atMost(-value)}`;
  const power = Math.floor(Math.log10(value));
  const digit = Math.ceil(value / 10 ** power - 1e-9);
  return digits(digit === 10 ? 10 ** (power + 1) : digit * 10 ** power);
}

/** Two digits. */
export function digits(value) {
  const rounded = Number(value.toPrecision(2));
  return rounded === 0 || rounded >= 0.001 ? String(rounded) : rounded.toExponential().replace('e-', 'e−');
}
