import { UnsupportedError } from '../../../../base/errors.ts';
import { cast } from '../../../../graph/ops/cast.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import { constant, type Tensor } from '../../../../graph/tensor.ts';
import type { StepConverter } from '../converters.ts';
import { choose, columns, double, equal, isMissing, rowSum, single, value } from '../doubles.ts';

type Coding = { readonly words: readonly string[]; readonly rare: boolean } | null;

/** Where an output feature comes from: the column, and the number of its word; null: the column as it is. */
interface Source {
  readonly column: number;
  readonly code: number | null;
}

/** 0/1 features of the words, missing: zeros. @throws {UnsupportedError} buckets, since the hash of a word that is not listed is not known. */
export const oneHot: StepConverter = ({ json }, x, words) => {
  const codings = json.columns as readonly Coding[] | null;
  if (codings === null) return x;
  if (json.buckets !== 0) {
    throw new UnsupportedError({
      where: 'step one-hot',
      problem: 'words that share features by hash cannot be exported',
      hint: 'train with min-count and without buckets',
    });
  }
  const sources: Source[] = [];
  const rare: Tensor[] = [];
  /** For each output feature its place among the sources, or −1 − its place among the rare, which stand behind them. */
  const places: number[] = [];
  codings.forEach((coding, column) => {
    const first = sources.length;
    for (const word of coding ? coding.words : [null]) {
      places.push(sources.length);
      sources.push({ column, code: word === null ? null : (words[column]?.indexOf(word) ?? -1) });
    }
    if (!coding?.rare) return;
    places.push(-1 - rare.length);
    rare.push(others(x, column, sources.slice(first)));
  });
  const own = valuesOf(x, sources);
  const all = rare.length > 0 ? concat([...(own ? [own] : []), ...rare], 1) : own!;
  const order = places.map((at) => (at < 0 ? sources.length - 1 - at : at));
  return order.every((at, to) => at === to) ? all : columns(all, order);
};

function valuesOf(x: Tensor, sources: readonly Source[]): Tensor | null {
  if (sources.length === 0) return null;
  const read = columns(
    x,
    sources.map(({ column }) => column),
  );
  if (sources.every(({ code }) => code === null)) return read;
  const codes = Float32Array.from(sources, ({ code }) => code ?? Number.NaN);
  const flags = cast(equal(read, constant(codes, [1, codes.length])), 'float32');
  const isWord = cast(
    constant(
      Uint8Array.from(sources, ({ code }) => Number(code !== null)),
      [1, codes.length],
    ),
    'bool',
  );
  return choose(isWord, flags, read);
}

/** 1 for a word that has no feature of its own, listed or not. */
function others(x: Tensor, column: number, own: readonly Source[]): Tensor {
  const read = columns(x, [column]);
  const present = sub(value(1), cast(isMissing(read), 'float64'));
  const flags = valuesOf(x, own);
  return single(flags ? sub(present, rowSum(double(flags))) : present);
}
