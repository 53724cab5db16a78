import type { Context } from '../base/context.ts';
import { DataError, ParamError, throwIfCancelled, UnsupportedError } from '../base/errors.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import type { Prediction } from '../table/prediction.ts';

export interface MutationEffects {
  /** Of the block's alphabet, in the order of its codes. */
  readonly letters: readonly string[];
  readonly nPositions: number;
  /** The answer to each sequence as it is, [n]. */
  readonly answers: Float64Array;
  /**
   * What the answer changes by when a letter is put at a position, [n, positions, letters] row-major: 0 where it stands there already, NaN where the letter is missing.
   */
  readonly effects: Float64Array;
}

export interface MutagenesisOptions {
  /** Index of the class whose answer is followed; default 1, of two classes the second. Numbers and survival have one answer. */
  readonly of?: number;
  /** Of classes: `log-odds` ln(p/(1 − p)), p kept 1e-7 from 0 and 1, or the `probability` p itself. Default `log-odds`. */
  readonly scale?: 'log-odds' | 'probability';
  /** Sequences changed that are predicted at a time; default 1024. */
  readonly atOnce?: number;
}

const WHERE = 'inSilicoMutagenesis';
const LEAST = 1e-7;

/**
 * In-silico mutagenesis: every letter of every sequence is put in the place of every other, one at a time, and the model is asked again. Exact for any model on
 * sequences, whatever steps prepare them; it sees no effect of two letters that stand in for each other.
 * @param predict the model with its preparation: answers for the rows of such a block, which it may consume.
 * @param block of kind sequence, positions of one alphabet. Not modified.
 * @throws {DataError} a block that is not of sequences. @throws {UnsupportedError} a clustering. @throws {ParamError} no class `of`.
 * @throws {CancelledError} between two batches.
 * Cost n·positions·(letters − 1) predictions, memory 8 bytes each. Source: Zhou & Troyanskaya 2015, Nature Methods 12; Kelley et al. 2016.
 */
export async function inSilicoMutagenesis(
  predict: (block: Block) => Promise<Prediction>,
  block: Block,
  { signal, progress }: Pick<Context, 'signal' | 'progress'>,
  { of = 1, scale = 'log-odds', atOnce = 1024 }: MutagenesisOptions = {},
): Promise<MutationEffects> {
  const letters = block.levels?.[0];
  if (!letters || !block.levels?.every((words) => words?.join() === letters.join())) {
    throw new DataError({ where: WHERE, problem: 'takes a block of sequences, got columns of other words or numbers' });
  }
  const { nRows: n, nCols: nPositions } = block.matrix;
  const every = Int32Array.from({ length: n }, (_, i) => i);
  const answers = answersOf(await predict(takeBlockRows(block, every)), of, scale);
  const effects = new Float64Array(n * nPositions * letters.length).fill(Number.NaN);
  const changes = new Int32Array(atOnce); // places in effects
  let waiting = 0;
  const settle = async () => {
    throwIfCancelled(signal, WHERE);
    progress(changes[0]! / effects.length, 'mutagenesis');
    const rows = changes.subarray(0, waiting).map((at) => Math.floor(at / (nPositions * letters.length)));
    const changed = takeBlockRows(block, rows);
    for (let r = 0; r < waiting; r++) {
      const rest = changes[r]! % (nPositions * letters.length);
      changed.matrix.data[Math.floor(rest / letters.length) * waiting + r] = rest % letters.length;
    }
    const ids = Array.from(rows, (i, r) => `${block.ids[i]}:${r}`); // of one sequence changed twice: ids stay unique
    const found = answersOf(await predict({ ...changed, ids }), of, scale);
    for (let r = 0; r < waiting; r++) effects[changes[r]!] = found[r]! - answers[rows[r]!]!;
    waiting = 0;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < nPositions; j++) {
      const own = columnOf(block.matrix, j)[i]!;
      if (Number.isNaN(own)) continue;
      for (let k = 0; k < letters.length; k++) {
        const at = (i * nPositions + j) * letters.length + k;
        effects[at] = 0;
        if (k === own) continue;
        changes[waiting++] = at;
        if (waiting === atOnce) await settle();
      }
    }
  }
  if (waiting > 0) await settle();
  return { letters, nPositions, answers, effects };
}

function answersOf(prediction: Prediction, of: number, scale: 'log-odds' | 'probability'): Float64Array {
  if (prediction.task === 'regression') return Float64Array.from(prediction.values);
  if (prediction.task === 'survival') return Float64Array.from(prediction.risks);
  if (prediction.task !== 'classification') {
    throw new UnsupportedError({ where: WHERE, problem: `follows an answer, got a ${prediction.task}` });
  }
  const { probabilities, classes } = prediction;
  if (!(of in classes)) {
    throw new ParamError({
      where: `${WHERE}.of`,
      problem: `must name one of ${classes.length} classes by its index, got ${of}`,
    });
  }
  return Float64Array.from({ length: probabilities.length / classes.length }, (_, i) => {
    const p = probabilities[i * classes.length + of]!;
    if (scale === 'probability') return p;
    const kept = Math.min(1 - LEAST, Math.max(LEAST, p));
    return Math.log(kept / (1 - kept));
  });
}
