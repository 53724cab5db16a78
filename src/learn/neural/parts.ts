import { DataError, ShapeError } from '../../base/errors.ts';
import type { HostTensor } from '../../base/network-engine.ts';
import type { Field } from '../../graph/training/network.ts';
import type { View, ViewPart } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { requireWholeItems } from './items.ts';

/** What a network knows of one block: what its input is called, and what stands in it. Plain data, kept in the model. */
export interface InputPart {
  /** Of the ONNX input. */
  readonly name: string;
  readonly kind: ViewPart['kind'];
  readonly start0: number;
  readonly end0: number;
  /** Of one sample: [width] of a table, [positions] of a sequence, else as the block has it. */
  readonly shape: readonly number[];
  /** Name of the input that says which samples have the block; absent: all have it. */
  readonly present?: string;
  /** Of a sequence: its letters, of which the input holds the index, and as many for a missing letter. */
  readonly letters?: readonly string[];
  /** It is a set, of shape [items, features]; an item that is NaN throughout is not there. */
  readonly items?: true;
}

export interface InputOptions {
  /** All features are one input, whatever blocks they are of. Default: an input for each block. */
  readonly together?: boolean;
  /** A sample may lack a block: each input has another beside it that says who has it. Default: refused. */
  readonly missing?: boolean;
  /** Blocks of shape [items, features] are sets, in which whole items may be missing. Default: arrays like others, without missing values. */
  readonly items?: boolean;
}

/**
 * The inputs of a network over a view: one for each block, or one for all where there are no blocks.
 * @throws {DataError} words that are no letters of a sequence.
 */
export function inputParts(
  view: View,
  where: string,
  { together = false, missing = false, items = false }: InputOptions,
): InputPart[] {
  const { X, levels } = view;
  const parts = view.parts ?? [];
  if (together || parts.length === 0) {
    const own = missing ? { present: 'x present' } : {};
    return [{ name: 'x', kind: 'numeric', start0: 0, end0: X.nCols, shape: [X.nCols], ...own }];
  }
  return parts.map(({ name, kind, start0, end0, shape }) => {
    const own = {
      name: parts.length === 1 ? 'x' : name,
      kind,
      start0,
      end0,
      ...(missing ? { present: `${name} present` } : {}),
    };
    const words = levels?.slice(start0, end0);
    const set = items && shape?.length === 2 ? ({ items: true } as const) : {};
    if (!words?.some(Boolean)) return { ...own, shape: shape ?? [end0 - start0], ...set };
    if (kind === 'sequence' && words.every((one) => one && sameWords(one, words[0]!))) {
      return { ...own, shape: [end0 - start0], letters: words[0]! };
    }
    throw new DataError({
      where,
      problem: `takes numbers and sequences, got words in block '${name}'`,
      hint: "add 'one-hot' to prepare",
    });
  });
}

const sameWords = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, k) => one === b[k]);

/** What the graph is fed: of each part codes of letters as bytes or numbers as float32, and who has it. */
export function fieldsOf(parts: readonly InputPart[]): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const { name, letters, shape, present } of parts) {
    fields[name] = { dtype: letters ? 'uint8' : 'float32', shape };
    if (present) fields[present] = { dtype: 'float32', shape: [] };
  }
  return fields;
}

/**
 * The values of a view as a network takes them: rows one after another. @throws {ShapeError} another number of features than the network has.
 * @throws {DataError} missing numbers, but for whole items of a set, which stay NaN. Memory: the table once more. Cost O(n·p).
 */
export function inputFields(view: View, parts: readonly InputPart[], where: string): Record<string, HostTensor> {
  const { X, levels } = view;
  const width = parts.at(-1)!.end0;
  if (X.nCols !== width) {
    throw new ShapeError({ where, problem: `was fitted on ${width} features, got ${X.nCols}` });
  }
  for (const part of parts) if (!part.letters) requireNumbersIn(view, part, where);
  const fields: Record<string, HostTensor> = {};
  for (const part of parts) {
    const codes = part.letters && codesFor(part.letters, levels?.[part.start0]);
    fields[part.name] = rowsOf(view, part, codes);
    if (part.present) {
      const present = view.parts?.find(({ start0, end0 }) => start0 === part.start0 && end0 === part.end0)?.present;
      const data = present ? Float32Array.from(present) : new Float32Array(X.nRows).fill(1);
      fields[part.present] = { data, shape: [X.nRows] };
    }
  }
  return fields;
}

function requireNumbersIn(view: View, { start0, end0, shape, items }: InputPart, where: string): void {
  if (items) {
    requireWholeItems(view, start0, end0, shape[1]!, where);
    return;
  }
  const { X, features, levels } = view;
  if (start0 === 0 && end0 === X.nCols) {
    requireFinite({ X, features, ...(levels ? { levels } : {}) }, where);
    return;
  }
  const { nRows } = X;
  requireFinite(
    {
      X: { nRows, nCols: end0 - start0, data: X.data.subarray(start0 * nRows, end0 * nRows) },
      features: features.slice(start0, end0),
      ...(levels ? { levels: levels.slice(start0, end0) } : {}),
    },
    where,
  );
}

/** Code of each letter of another block that has the same letters in any order; the last: missing, or a letter that training did not have. */
function codesFor(trained: readonly string[], own: readonly string[] | null | undefined): Uint8Array {
  const letters = own ?? trained;
  return Uint8Array.from([...letters, ''], (letter) =>
    trained.includes(letter) ? trained.indexOf(letter) : trained.length,
  );
}

/** Columns start0 … end0 − 1 as rows; read a few rows at a time, so that both sides stay in the cache. */
function rowsOf({ X }: View, { start0, end0, shape }: InputPart, codes: Uint8Array | undefined): HostTensor {
  const { nRows, data } = X;
  const width = end0 - start0;
  const out = codes ? new Uint8Array(nRows * width) : new Float32Array(nRows * width);
  const TILE = 64;
  for (let from = 0; from < nRows; from += TILE) {
    const to = Math.min(nRows, from + TILE);
    for (let j = 0; j < width; j++) {
      const column = (start0 + j) * nRows;
      for (let i = from; i < to; i++) {
        const value = data[column + i]!;
        out[i * width + j] = codes ? (codes[value >= 0 ? value : codes.length - 1] ?? codes.at(-1)!) : value;
      }
    }
  }
  return { data: out, shape: [nRows, ...shape] };
}
