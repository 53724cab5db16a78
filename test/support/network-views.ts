import { randomKey } from '../../src/base/random.ts';
import type { Resources, TrainView, ViewPart } from '../../src/table/contract.ts';
import { createMatrix } from '../../src/table/matrix.ts';
import type { Target } from '../../src/table/target.ts';
import { type TargetTask, viewOf } from './learner-views.ts';

/** Networks of letters are shown sequences; the others a table. */
const LETTERS = new Set(['sequence-cnn', 'sequence-rnn']);
const ALPHABET = ['A', 'C', 'G', 'T'];
const MOTIF = [0, 1, 2, 3];
const POSITIONS = 16;

/** Networks of arrays: the shape of a sample. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  'signal-cnn': [2, 24],
  'image-cnn': [2, 8, 8],
  'video-cnn': [1, 4, 6, 6],
};

/** A view that a network of this word reads, of n rows, with something to learn. */
export function networkView(word: string, task: TargetTask, n: number): TrainView {
  if (word === 'set-attention') return setView(task, n);
  const shape = SHAPES[word];
  if (shape) return arrayView(task, n, shape);
  return LETTERS.has(word) ? lettersView(task, n) : inBlocks(viewOf(task, n, 12));
}

/** What a network of this word needs beside its view: the features of these tables in a row, each joined to the next. */
export function networkResources(word: string, count = 12): Resources {
  if (word !== 'graph-network') return {};
  const names = Array.from({ length: count }, (_, j) => `g${j}`);
  const edges = { from: names.slice(1), to: names.slice(0, -1), weights: new Float64Array(count - 1).fill(1) };
  return { edges };
}

/** Noise with 0, 1 or 2 waves in the first channel, on which the target hangs. */
function arrayView(task: TargetTask, n: number, shape: readonly number[]): TrainView {
  const stream = randomKey(13).at(task, n, shape.length).stream();
  const width = shape.reduce((a, b) => a * b, 1);
  const inChannel = width / shape[0]!;
  const X = createMatrix(n, width);
  const counts = Array.from({ length: n }, (_, i) => i % 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < width; j++) {
      const wave = j < inChannel ? 2 * Math.sin((2 * Math.PI * 3 * counts[i]! * j) / inChannel) : 0;
      X.data[j * n + i] = wave + 0.3 * stream.normal();
    }
  }
  return {
    ...{ X, features: Array.from({ length: width }, (_, j) => `g${j}`), target: targetOf(task, counts, stream) },
    parts: [{ name: 'array', kind: 'numeric', start0: 0, end0: width, shape }],
  };
}

/** Sets of up to 6 items with 3 features, 0, 1 or 2 of them marked, on which the target hangs; places without an item are NaN. */
function setView(task: TargetTask, n: number): TrainView {
  const stream = randomKey(14).at(task, n).stream();
  const shape = [6, 3];
  const X = createMatrix(n, 18);
  const counts = Array.from({ length: n }, (_, i) => i % 3);
  for (let i = 0; i < n; i++) {
    const size = 3 + stream.below(4);
    for (let item = 0; item < 6; item++) {
      for (let f = 0; f < 3; f++) {
        const marked = f === 0 && item < counts[i]! ? 3 : 0;
        X.data[(item * 3 + f) * n + i] = item < size ? marked + 0.3 * stream.normal() : Number.NaN;
      }
    }
  }
  return {
    ...{ X, features: Array.from({ length: 18 }, (_, j) => `g${j}`), target: targetOf(task, counts, stream) },
    parts: [{ name: 'cells', kind: 'numeric', start0: 0, end0: 18, shape }],
  };
}

/** A table whose features are of two blocks. */
function inBlocks(view: TrainView): TrainView {
  const half = view.X.nCols >> 1;
  const part = (name: string, start0: number, end0: number): ViewPart => ({ name, kind: 'numeric', start0, end0 });
  return { ...view, parts: [part('rna', 0, half), part('copies', half, view.X.nCols)] };
}

/** Random letters; how many copies of ACGT start in them (0, 1 or 2) is what the target hangs on. */
function lettersView(task: TargetTask, n: number): TrainView {
  const stream = randomKey(12).at(task, n).stream();
  const X = createMatrix(n, POSITIONS);
  const counts = Array.from({ length: n }, (_, i) => i % 3);
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length: POSITIONS }, () => stream.below(4));
    for (let copy = 0; copy < counts[i]!; copy++) row.splice(copy * 8 + 2, MOTIF.length, ...MOTIF);
    row.forEach((letter, j) => {
      X.data[j * n + i] = letter;
    });
  }
  return {
    X,
    features: Array.from({ length: POSITIONS }, (_, j) => `pos${j + 1}`),
    levels: Array.from({ length: POSITIONS }, () => ALPHABET),
    parts: [{ name: 'dna', kind: 'sequence', start0: 0, end0: POSITIONS }],
    target: targetOf(task, counts, stream),
  };
}

function targetOf(
  task: TargetTask,
  counts: readonly number[],
  stream: { normal(): number; uniform(): number },
): Target {
  switch (task) {
    case 'classification':
      return { task, classes: ['none', 'one', 'two'], codes: Int32Array.from(counts) };
    case 'regression':
      return { task, values: Float64Array.from(counts, (count) => 20 + 2 * count + 0.3 * stream.normal()) };
    case 'survival':
      return {
        task,
        times: Float64Array.from(counts, (count) => (0.2 + stream.uniform()) * 4 ** (2 - count)),
        events: Uint8Array.from(counts, () => Number(stream.uniform() < 0.8)),
      };
  }
}
