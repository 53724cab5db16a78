import { type Context, withRandom } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { inSilicoMutagenesis } from '../../explain/in-silico-mutagenesis.ts';
import { letterSlopes } from '../../explain/letter-slopes.ts';
import { isNetwork } from '../../explain/network-outputs.ts';
import { clusterSeqlets, findSeqlets, type LetterAttributions } from '../../explain/seqlets.ts';
import { learnerByWord } from '../../learn/registry.ts';
import type { MotifsRecord } from '../../report/record.ts';
import type { Split } from '../../sample/split.ts';
import { type Block, takeBlockRows } from '../../table/block.ts';
import { columnOf } from '../../table/matrix.ts';
import { sideBySide } from '../../validate/prepare-fold.ts';
import { withMatches } from '../cohort/known-motifs.ts';
import type { Study } from '../file/study.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { settled, type Winner } from './explain-tasks.ts';
import { type FitSetting, fitLearner, innerRandomOf } from './fold-task.ts';
import type { Progress } from './progress.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** Sequences that are looked at, over all folds. */
const SEQUENCES = 600;
/** Answers that mutagenesis may ask a fold's model for. */
const ANSWERS = 200_000;
/** Letters of a seqlet, and the fewest seqlets of a motif. */
const [WIDTH, LEAST] = [12, 10];
const DNA = 'ACGT';
/** Beside the weight of a learner with nothing to search. */
const WEIGHT = 1;

interface FoldLetters {
  readonly method: MotifsRecord['method'];
  /** Of A, C, G, T; −1: another, or none, [n, positions]. */
  readonly codes: Int32Array;
  /** Of the letter that is there, [n, positions]. */
  readonly values: Float32Array;
}

/**
 * With `report.motifs`: the words of DNA that speak for the answer, out of fold. In each split of the first repeat the chosen learner is fitted with the settings chosen there; the letters of held-out sequences
 * are given what the answer owes to them (of networks over letters their slopes, of any other model the mean loss when another letter stands there); stretches above chance become seqlets, and seqlets that are
 * alike motifs. Of classes the positive one is followed, of more than two the first, on its own sequences. Each split is a task of the run folder.
 * @returns no record where there is no block of DNA, with a warning.
 */
export async function motifsOf(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  splits: readonly Split[],
  place: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<{ readonly record?: MotifsRecord; readonly warnings: readonly Warning[] }> {
  const { study, loaded } = setting;
  if (!study.report.motifs) return { warnings: [] };
  const at = loaded.blocks.findIndex(isDna);
  if (at < 0) {
    const message = 'no block of DNA at positions, so there are no motifs to look for';
    return { warnings: [{ code: 'motifs-without-dna', message, where: 'report.motifs' }] };
  }
  const { target } = loaded;
  const of = target.task === 'classification' ? (loaded.positive ?? (target.classes.length === 2 ? 1 : 0)) : 0;
  const follow = (split: Split) => {
    const own = target.task === 'classification' ? split.test.filter((i) => target.codes[i] === of) : split.test;
    const most = Math.max(1, Math.floor(SEQUENCES / splits.length));
    const count = Math.min(own.length, most);
    return Int32Array.from({ length: count }, (_, r) => own[Math.floor((r * own.length) / count)]!);
  };
  const parts = await runner.all([...splits.keys()], (fold) =>
    lettersOfFold(
      runner,
      setting,
      winner,
      { fold, at, of, train: splits[fold]!.train, test: follow(splits[fold]!) },
      place,
      ctx,
      progress,
    ),
  );
  const nPositions = loaded.blocks[at]!.matrix.nCols;
  const data: LetterAttributions = {
    nPositions,
    codes: Int8Array.from(parts.flatMap(({ codes }) => [...codes])),
    values: Float32Array.from(parts.flatMap(({ values }) => [...values])),
  };
  const options = { random: ctx.random.at('motifs'), width: Math.min(WIDTH, nPositions), least: LEAST };
  const seqlets = findSeqlets(data, options);
  return {
    record: {
      learner: (await winner(runner)).spec.name,
      block: loaded.blocks[at]!.name,
      output: target.task === 'classification' ? target.classes[of]! : target.task === 'survival' ? 'risk' : 'value',
      method: parts[0]!.method,
      sequences: data.values.length / nPositions,
      seqlets: seqlets.length,
      ...(loaded.knownMotifs ? { known: { file: study.report.motifs.file!, motifs: loaded.knownMotifs.length } } : {}),
      motifs: withMatches(
        clusterSeqlets(data, seqlets, options).map(({ shares, seqlets: count }) => ({
          seqlets: count,
          shares: Array.from(shares, (share) => Number(share.toFixed(4))),
        })),
        loaded.knownMotifs,
      ),
    },
    warnings: [],
  };
}

function isDna({ kind, levels }: Block): boolean {
  return kind === 'sequence' && [...DNA].every((letter) => levels?.[0]?.includes(letter));
}

interface Followed extends Split {
  readonly fold: number;
  /** Which block, and which class. */
  readonly at: number;
  readonly of: number;
}

async function lettersOfFold(
  runner: TaskRunner,
  setting: FitSetting,
  winner: Winner,
  { fold, at, of, train, test }: Followed,
  { lock }: TaskPlace,
  ctx: Context,
  progress: Progress,
): Promise<FoldLetters> {
  throwIfCancelled(ctx.signal, 'run');
  const label = `motifs, fold ${fold + 1}`;
  const task = await makeTask('motifs', label, { lock, fold }, ['fold', 'choice']);
  const result = await runner.run<FoldLetters>(task, async (needed) => {
    const { spec, repeats } = await winner(needed);
    const random = ctx.random.at('learner', spec.name, 0, fold);
    const own: Context = {
      ...withRandom(ctx, random),
      warn: () => {},
      progress: (done) => progress.part(task.id, WEIGHT)(done, label),
    };
    const { blocks } = setting.loaded;
    const innerRandom = innerRandomOf(ctx.random, 'motifs', fold);
    const fitted = await fitLearner(
      setting,
      settled(spec, repeats[0]![fold]!.settings),
      { train, test, innerRandom },
      own,
    );
    const block = takeBlockRows(blocks[at]!, test);
    if (learnerByWord(spec.word, 'learners').sequences && isNetwork(fitted.model)) {
      const { letters, nPositions, slopes } = await letterSlopes(fitted.model, fitted.test, own, {
        block: block.name,
        of,
      });
      const twoClasses = setting.loaded.target.task === 'classification' && setting.loaded.target.classes.length === 2;
      const sign = twoClasses && of === 0 ? -1 : 1; // of two classes the slopes are those of the second
      return {
        method: 'letter-slopes',
        ...lettersOf(
          block,
          (i, j, letter) => sign * slopes[(i * letters.length + letters.indexOf(letter)) * nPositions + j]!,
        ),
      };
    }
    const count = Math.max(1, Math.min(test.length, Math.floor(ANSWERS / (3 * block.matrix.nCols))));
    const some = Int32Array.from({ length: count }, (_, r) => Math.floor((r * test.length) / count));
    const part = takeBlockRows(block, some);
    const others = blocks.map((one) => takeBlockRows(takeBlockRows(one, test), some));
    const predict = (changed: Block) => {
      // Sequences that were changed bring their own number of rows: other blocks follow by the id.
      const from = changed.ids.map((id) => part.ids.indexOf(id.replace(/:\d+$/, '')));
      const rows = Int32Array.from(from, (i, r) => (i < 0 ? part.ids.indexOf(changed.ids[r]!) : i));
      const varied = others.map((one, b) => fitted.pipelines[b]!.apply(b === at ? changed : takeBlockRows(one, rows)));
      return fitted.model.predict(sideBySide(varied), own);
    };
    const { letters, effects } = await inSilicoMutagenesis(predict, part, own, { of });
    return {
      method: 'in-silico-mutagenesis',
      ...lettersOf(part, (i, j) => {
        let sum = 0;
        for (let k = 0; k < letters.length; k++) sum += effects[(i * part.matrix.nCols + j) * letters.length + k]!;
        return -sum / (letters.length - 1);
      }),
    };
  });
  progress.finish(task.id, WEIGHT);
  return result;
}

/** @param worthOf what the answer owes to the letter of sequence i at place j. */
function lettersOf({ matrix, levels }: Block, worthOf: (i: number, j: number, letter: string) => number) {
  const { nRows, nCols } = matrix;
  const codes = new Int32Array(nRows * nCols).fill(-1);
  const values = new Float32Array(nRows * nCols);
  for (let j = 0; j < nCols; j++) {
    const column = columnOf(matrix, j);
    for (let i = 0; i < nRows; i++) {
      const letter = levels?.[j]?.[column[i]!];
      if (letter === undefined) continue;
      codes[i * nCols + j] = DNA.indexOf(letter);
      const value = worthOf(i, j, letter);
      values[i * nCols + j] = Number.isNaN(value) ? 0 : value;
    }
  }
  return { codes, values };
}

/** What the motifs weigh in the progress of a run. */
export function motifsWeight({ report: { motifs }, validate: { outer } }: Study): number {
  return motifs ? WEIGHT * (typeof outer === 'number' ? outer : 5) : 0;
}
