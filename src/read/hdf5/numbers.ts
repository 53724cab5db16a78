import { broken } from './broken.ts';
import type { Dataset } from './dataset.ts';
import { type NumberArray, numbersOf } from './values.ts';

/** The numbers of a dataset of one dimension, run by run, in order. @throws {FormatError} */
export async function* runsOf(dataset: Dataset): AsyncGenerator<NumberArray> {
  if (dataset.shape.length !== 1)
    throw broken(dataset.where, `values in one dimension expected, got ${dataset.shape.length}`);
  const { size } = dataset.type;
  for await (const { bytes, shape } of dataset.pieces())
    yield numbersOf(dataset.type, bytes.subarray(0, shape[0]! * size), dataset.where);
}

/** All of them. */
export async function allNumbers(dataset: Dataset): Promise<NumberArray> {
  return numbersOf(dataset.type, await dataset.bytes(), dataset.where);
}

/** Two datasets of one length side by side, in runs that both have. */
export async function* inStep(
  first: AsyncIterable<NumberArray>,
  second: AsyncIterable<NumberArray>,
): AsyncGenerator<readonly [NumberArray, NumberArray]> {
  const left = second[Symbol.asyncIterator]();
  let rest: NumberArray = new Uint8Array(0);
  for await (let run of first) {
    while (run.length > 0) {
      if (rest.length === 0) {
        const next = await left.next();
        if (next.done) return;
        rest = next.value;
      }
      const count = Math.min(run.length, rest.length);
      yield [run.subarray(0, count), rest.subarray(0, count)];
      run = run.subarray(count);
      rest = rest.subarray(count);
    }
  }
}
