import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOf, blockOf as plainBlock, randomRows, rowOf, testContext, turns } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { checkParams } from '../base/params.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import type { Fitted, State, Transform, TransformEntry } from '../table/contract.ts';
import type { Target } from '../table/target.ts';
import { describeStep } from './describe-step.ts';
import { transforms } from './registry.ts';
import { createStep } from './step.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const NaN_ = Number.NaN;
const lengths = new Map(Array.from({ length: 400 }, (_, j) => [`g${j}`, 500 + 37 * j]));

/** Parameters of steps that have no useful default. */
const GIVEN: Readonly<Record<string, Record<string, unknown>>> = { ordinal: { levels: 'blue < green < red' } };
/** With what a step may ask to know of the rows. */
const blockOf: typeof plainBlock = (rows, levels) => ({
  ...plainBlock(rows, levels),
  annotations: [{ name: 'batch', type: 'text', values: rows.map((_, i) => (i % 2 ? 'north' : 'south')) }],
});

const create = (entry: TransformEntry): Promise<Transform> =>
  createStep({ word: entry.word, params: checkParams(entry.params, GIVEN[entry.word] ?? {}, entry.word) }, { lengths });

async function fitOn(entry: TransformEntry, block: Block, target: Target = turns(block.ids.length)): Promise<Fitted> {
  return (await create(entry)).fit(block, target, testContext(undefined, executor));
}

/** What a model file does to a state: JSON text, and bytes copied out. */
function throughFile(state: State): State {
  const arrays = Object.fromEntries(Object.entries(state.arrays).map(([name, array]) => [name, array.slice()]));
  return { kind: state.kind, json: JSON.parse(JSON.stringify(state.json)), arrays };
}

const missingSome = () => randomRows(20, 6).map((row, i) => row.map((x, j) => ((i * 7 + j * 3) % 5 === 0 ? NaN_ : x)));
const tables: readonly { name: string; block: () => Block }[] = [
  { name: 'plain numbers', block: () => blockOf(randomRows(20, 6)) },
  { name: 'one feature', block: () => blockOf(randomRows(20, 1)) },
  { name: 'a constant column', block: () => blockOf(randomRows(20, 4).map(([a, b, c]) => [a!, 7.1, b!, c!])) },
  { name: 'an all-missing column', block: () => blockOf(randomRows(20, 3).map(([a, b]) => [a!, NaN_, b!])) },
  { name: 'more features than rows', block: () => blockOf(randomRows(5, 40)) },
  { name: 'missing values', block: () => blockOf(missingSome()) },
];

const wordRows = () => randomRows(12, 2).map(([a, b], i) => [a!, i % 5 === 4 ? NaN_ : [2, 0, 2][i % 3]!, b!]);
/** Three words for each step that takes words: any, or those of its own language. */
const COLOURS = ['red', 'green', 'blue'];
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'drop-constant': COLOURS,
  impute: COLOURS,
  missingness: COLOURS,
  'one-hot': COLOURS,
  ordinal: COLOURS,
  fingerprint: ['CCO', 'c1ccccc1', 'CC(=O)N'],
  'molecule-descriptors': ['CCO', 'c1ccccc1', 'CC(=O)N'],
  'multi-hot': ['A1E,C2D', 'C2D', 'V3G'],
  'amino-acids': ['A', 'C', 'D'],
  'position-pairs': ['A', 'C', 'D'],
};
const TAKES_WORDS = Object.keys(WORDS);
/** Sequences of DNA of several lengths, with missing letters, a codon and more. */
const sequenceBlock = (rows: number, length: number): Block => ({
  ...blockOf(
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length }, (_, j) =>
        j >= length - (i % 3) || (5 * i + j) % 11 === 0 ? NaN_ : (i * i + 3 * j * i + j) % 4,
      ),
    ),
    Array.from({ length }, () => ['A', 'C', 'G', 'T']),
  ),
  kind: 'sequence',
});
const sequenceTables: typeof tables = [
  { name: 'sequences', block: () => sequenceBlock(20, 30) },
  { name: 'short sequences', block: () => sequenceBlock(20, 7) },
  { name: 'one sequence', block: () => sequenceBlock(1, 12) },
  {
    name: 'a sequence without a known letter',
    block: () => ({ ...sequenceBlock(5, 9), matrix: allMissing(sequenceBlock(5, 9)) }),
  },
];
function allMissing({ matrix }: Block): Block['matrix'] {
  for (let j = 0; j < matrix.nCols; j++) matrix.data[j * matrix.nRows + 2] = NaN_;
  return matrix;
}

/** Steps that take genotypes and nothing else: their tables are these numbers as 0, 1 or 2 copies. */
const GENOTYPES = ['maf', 'hwe', 'ld-prune', 'genotype-pca'];
function copies(block: Block): Block {
  const { data } = block.matrix;
  for (let at = 0; at < data.length; at++) data[at] = Math.floor(data[at]!) % 3;
  return block;
}

describe.each(transforms)('$word', (entry) => {
  const [first, second, third] = WORDS[entry.word] ?? COLOURS;
  const words = () => blockOf(wordRows(), [null, [first!, second!, third!], null]);

  it('has at most one main parameter, documented parameters and a description for the report', () => {
    const specs = Object.values(entry.params);
    expect(specs.filter((spec) => spec.main).length).toBeLessThanOrEqual(1);
    for (const spec of specs) expect(spec.doc).toMatch(/\.$/);
    expect(describeStep(entry.word, checkParams(entry.params, GIVEN[entry.word] ?? {}, ''))).not.toBe(entry.word);
  });

  describe.each(entry.sequences ? sequenceTables : tables)('on $name', ({ block }) => {
    const make = () => (GENOTYPES.includes(entry.word) ? copies(block()) : block());
    it('fits with its defaults and modifies neither argument', async () => {
      const block = make();
      const target = turns(block.ids.length);
      await fitOn(entry, block, target);
      expect(block).toEqual(make());
      expect(target).toEqual(turns(block.ids.length));
    });

    it('gives the same bits when fitted again', async () => {
      const [a, b] = [await fitOn(entry, make()), await fitOn(entry, make())];
      expect(a.toState()).toEqual(b.toState());
      expect(a.apply(make())).toEqual(b.apply(make()));
    });

    it('gives the same bits on new rows after saving and restoring', async () => {
      const fitted = await fitOn(entry, make());
      const restored = (await entry.load()).restore(throughFile(fitted.toState()));
      const fresh = () => {
        const block = make();
        block.matrix.data.reverse();
        return block;
      };
      expect(restored.apply(fresh())).toEqual(fitted.apply(fresh()));
      expect(restored.toState()).toEqual(fitted.toState());
    });

    it('treats a row alone as it treats it among others', async () => {
      const fitted = await fitOn(entry, make());
      const all = fitted.apply(make());
      for (let i = 0; i < all.ids.length; i++) {
        const alone = fitted.apply(takeBlockRows(make(), [i]));
        expect(alone.features).toEqual(all.features);
        expect(rowOf(alone, 0)).toEqual(rowOf(all, i));
      }
    });

    it('returns as many names as columns, finite where the input was present', async () => {
      const prepared = (await fitOn(entry, make())).apply(make());
      expect(prepared.features.length).toBe(prepared.matrix.nCols);
      expect(prepared.matrix.data.length).toBe(prepared.matrix.nRows * prepared.matrix.nCols);
      expect(prepared.ids).toEqual(make().ids);
      if (entry.sequences) return; // letters are moved or put together
      const kept = make();
      prepared.features.forEach((name, j) => {
        const from = kept.features.indexOf(name);
        for (let i = 0; i < kept.ids.length; i++) {
          if (Number.isNaN(rowOf(kept, i)[from]!)) continue;
          expect(Number.isFinite(rowOf(prepared, i)[j])).toBe(true);
        }
      });
    });

    it('refuses a block of another width', async () => {
      const needsWidth = !['log2', 'arcsinh', 'clip', 'cpm'].includes(entry.word); // these learn nothing, and take any width
      const fitted = await fitOn(entry, make());
      const wider = entry.sequences
        ? sequenceBlock(3, make().features.length + 1)
        : copies(blockOf(randomRows(3, make().features.length + 1)));
      if (needsWidth) expect(() => fitted.apply(wider)).toThrow(/features it was fitted on/);
      else expect(fitted.apply(wider).features).toEqual(wider.features);
    });
  });

  it(`${TAKES_WORDS.includes(entry.word) ? 'takes' : 'refuses'} a column of words`, async () => {
    const run = async () => (await fitOn(entry, words())).apply(words());
    if (TAKES_WORDS.includes(entry.word)) expect((await run()).matrix.nRows).toBe(12);
    else if (entry.sequences) await expect(run()).rejects.toThrow(/takes a block of sequences/);
    else await expect(run()).rejects.toThrow(/words in 'g1'; put one-hot before/);
  });

  if (TAKES_WORDS.includes(entry.word)) {
    it('on words: leaves its arguments alone, survives the file, and looks at no other row', async () => {
      const block = words();
      const fitted = await fitOn(entry, block);
      expect(block).toEqual(words());
      const restored = (await entry.load()).restore(throughFile(fitted.toState()));
      const all = fitted.apply(words());
      expect(restored.apply(words())).toEqual(all);
      for (let i = 0; i < 12; i++) expect(rowOf(fitted.apply(takeBlockRows(words(), [i])), 0)).toEqual(rowOf(all, i));
    });

    it('on words: does not depend on the order in which a block lists them', async () => {
      const fitted = await fitOn(entry, words());
      const recoded = blockOf(
        wordRows().map(([a, code, b]) => [a!, 2 - code!, b!]),
        [null, [third!, second!, first!], null],
      );
      const text = (block: Block) =>
        block.ids.map((_, i) => rowOf(block, i).map((x, j) => block.levels?.[j]?.[x] ?? x));
      expect(text(fitted.apply(recoded))).toEqual(text(fitted.apply(words())));
    });
  }
});

describe('the registry', () => {
  it('names each word once, and a state carries the word it is restored by', async () => {
    const names = transforms.map((entry) => entry.word);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of transforms) {
      const plain = entry.sequences ? sequenceBlock(9, 12) : copyOf(blockOf(randomRows(9, 3)));
      const block = GENOTYPES.includes(entry.word) ? copies(plain) : plain;
      expect((await create(entry)).kind).toBe(entry.word);
      expect((await fitOn(entry, block)).toState().kind).toBe(entry.word);
    }
  });
});
