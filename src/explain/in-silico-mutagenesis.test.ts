import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { CancelledError, DataError, ParamError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { learnerByWord } from '../learn/registry.ts';
import { fitPipeline } from '../prepare/pipeline.ts';
import { createStep, parseStep } from '../prepare/step.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';
import type { Prediction } from '../table/prediction.ts';
import { inSilicoMutagenesis } from './in-silico-mutagenesis.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());
const context = (signal?: AbortSignal) => testContext(signal, executor);

const LETTERS = ['A', 'C', 'G', 'T'];
const MOTIF = [1, 2, 0, 1, 1, 2, 0, 0]; // CGACCGAA
const L = 40;

/** Every second sequence has the motif somewhere. */
function sequences(n: number, seed: number) {
  const draws = randomKey(seed).stream();
  const matrix = createMatrix(n, L);
  const starts = Array.from({ length: n }, (_, i) => (i % 2 ? draws.below(L - MOTIF.length) : -1));
  starts.forEach((start, i) => {
    for (let j = 0; j < L; j++) {
      const inMotif = start >= 0 && j >= start && j < start + MOTIF.length;
      matrix.data[j * n + i] = inMotif ? MOTIF[j - start]! : draws.below(4);
    }
  });
  const features = Array.from({ length: L }, (_, j) => `pos${j + 1}`);
  const levels = features.map(() => LETTERS);
  const block: Block = { name: 'dna', kind: 'sequence', ids: starts.map((_, i) => `s${i}`), features, matrix, levels };
  return { block, starts };
}

/** A learner on counts of 4-mers, with its preparation: what is asked is a block of letters. */
async function trained(word: string, n = 400): Promise<(block: Block) => Promise<Prediction>> {
  const { block } = sequences(n, 1);
  const step = parseStep({ 'k-mers': { k: 4, canonical: false } }, 'test');
  const steps = [{ transform: await createStep(step) }];
  const { fitted, prepared } = await fitPipeline(block, null, steps, context());
  const entry = learnerByWord(word, 'test');
  const learner = (await entry.load()).create(checkParams(entry.params, {}, word));
  const codes = Int32Array.from({ length: n }, (_, i) => i % 2);
  const target = { task: 'classification', classes: ['free', 'bound'], codes } as const;
  const model = await learner.fit({ X: prepared.matrix, features: prepared.features, target }, context());
  return (rows) => {
    const { matrix, features } = fitted.apply(rows);
    return model.predict({ X: matrix, features }, context());
  };
}

describe('a motif that was planted', () => {
  test('stands out: changes in it cost the most, whatever learner', async () => {
    const predict = await trained('multinomial-nb');
    const { block, starts } = sequences(40, 2);
    const { effects } = await inSilicoMutagenesis(predict, block, context());
    let hits = 0;
    starts.forEach((start, i) => {
      if (start < 0) return;
      const cost = Array.from(
        { length: L },
        (_, j) => -LETTERS.reduce((sum, _, k) => sum + effects[(i * L + j) * 4 + k]!, 0),
      );
      const window = (s: number) => cost.slice(s, s + MOTIF.length).reduce((a, b) => a + b, 0);
      const best = Array.from({ length: L - MOTIF.length + 1 }, (_, s) => s).reduce((a, b) =>
        window(b) > window(a) ? b : a,
      );
      hits += Number(Math.abs(best - start) <= 1);
    });
    expect(hits).toBeGreaterThanOrEqual(18); // of 20
  });

  test('every effect is the difference of two predictions', async () => {
    const predict = await trained('multinomial-nb', 60);
    const { block } = sequences(3, 3);
    block.matrix.data[5 * 3 + 1] = Number.NaN;
    const before = structuredClone(block);
    const ask = async (rows: Block) => {
      const answer = await predict(rows);
      if (answer.task !== 'classification') throw new Error('no classes');
      return answer.probabilities[1]!;
    };
    const found = await inSilicoMutagenesis(predict, block, context(), { scale: 'probability', atOnce: 7 });
    expect(block).toEqual(before);
    for (let i = 0; i < 3; i++) {
      const own = await ask(takeBlockRows(block, [i]));
      expect(found.answers[i]).toBe(own);
      for (let j = 0; j < L; j++) {
        for (let k = 0; k < 4; k++) {
          const changed = takeBlockRows(block, [i]);
          if (Number.isNaN(changed.matrix.data[j]!)) {
            expect(found.effects[(i * L + j) * 4 + k]).toBeNaN();
            continue;
          }
          changed.matrix.data[j] = k;
          const wanted = (await ask(changed)) - own;
          expect(found.effects[(i * L + j) * 4 + k]).toBeCloseTo(wanted, 12);
        }
      }
    }
    const odds = await inSilicoMutagenesis(predict, block, context());
    expect(odds.answers[0]).toBeCloseTo(Math.log(found.answers[0]! / (1 - found.answers[0]!)), 9);
  });
});

test('refuses what is no sequence and no class; stops when asked', async () => {
  const predict = await trained('multinomial-nb', 20);
  const { block } = sequences(2, 4);
  const { levels: _, ...numbers } = block;
  await expect(inSilicoMutagenesis(predict, numbers, context())).rejects.toThrow(DataError);
  await expect(inSilicoMutagenesis(predict, block, context(), { of: 2 })).rejects.toThrow(ParamError);
  await expect(inSilicoMutagenesis(predict, block, context(AbortSignal.abort()))).rejects.toThrow(CancelledError);
});
