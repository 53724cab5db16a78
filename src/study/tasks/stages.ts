import type { Context } from '../../base/context.ts';
import { judgeDistance } from '../../validate/decisions/judge-distance.ts';
import type { AuditResult } from '../audit/audit-task.ts';
import { type Conduct, placeOf } from '../run/conduct.ts';
import { assessment } from './assess.ts';
import { decide } from './decide.ts';
import { setsThatDiffer } from './differing-sets.ts';
import { measureDistances } from './distance-task.ts';
import { setsThatDrive } from './driving-sets.ts';
import { enrichmentOf } from './enrichment.ts';
import type { Entrant } from './entrant.ts';
import { explainChosen } from './explain-tasks.ts';
import { type Decided, fitFinal } from './final-task.ts';
import type { FitSetting } from './fold-task.ts';
import { leakyFolds } from './leaky.ts';
import { shareFolds } from './learning-curve-tasks.ts';
import { motifsOf } from './motif-tasks.ts';
import { permutedScores } from './permutation-tasks.ts';
import { FINAL_WEIGHT, type Progress } from './progress.ts';
import { signatureFolds } from './signature-tasks.ts';
import { perRunner, type TaskRunner } from './task-runner.ts';

type Stage = (runner: TaskRunner) => Promise<unknown>;

/**
 * The stages of a study of one target. Nothing is computed before it is asked for, and once for a runner; a stage asks for those that it needs.
 * `inOrder` has those made of tasks, in the order in which their results are wanted; the stages of one list go side by side.
 */
export function stagesOf(
  conduct: Conduct,
  setting: FitSetting,
  entrants: readonly Entrant[],
  audit: AuditResult,
  ctx: Context,
  progress: Progress,
) {
  const { loaded } = conduct;
  const place = placeOf(conduct);
  const { permutation, learningCurve, leaky: mistakes = [] } = setting.study.validate;
  const clustering = loaded.target.task === 'clustering';
  const court = assessment(setting, entrants, audit, place, ctx, progress);
  const { choice, assessed } = court;

  const distances = perRunner(async (runner) => {
    progress.label('decisions');
    return clustering ? undefined : measureDistances(runner, setting, choice, place, ctx);
  });
  // Distances first: the record says of them what share of samples left out would be refused.
  const decided = perRunner(async (runner): Promise<Decided | undefined> => {
    if (clustering) return undefined;
    const { facts, winner } = await assessed(runner);
    const left = await distances(runner);
    const judged = left && judgeDistance(left, left.folds);
    return { decisions: decide(facts, winner, judged?.check), scale: judged?.scale };
  });
  const permuted = perRunner(async (runner) =>
    permutation && !clustering ? permutedScores(runner, setting, choice, permutation, place, ctx, progress) : undefined,
  );
  const curve = perRunner(async (runner) =>
    learningCurve && !clustering
      ? shareFolds(runner, setting, choice, audit.splits[0]!, place, ctx, progress)
      : undefined,
  );
  const leaky = perRunner((runner) => leakyFolds(runner, mistakes, setting, choice, audit, place, ctx));
  // What explains the choice reads its folds, which are known once it is.
  const winner = perRunner(async (runner) => {
    const { name } = await choice(runner);
    return (await court.folds(runner)).find(({ role, spec }) => role === 'learner' && spec.name === name)!;
  });
  const splits = audit.splits[0]!;
  const explained = perRunner(async (runner) =>
    clustering ? undefined : explainChosen(runner, setting, winner, splits, place, ctx, progress),
  );
  const differingSets = perRunner((runner) => setsThatDiffer(runner, setting, place, ctx));
  const drivingSets = perRunner((runner) => setsThatDrive(runner, setting, assessed, explained, place, ctx));
  const enrichment = async (runner: TaskRunner) =>
    enrichmentOf(loaded, await drivingSets(runner), await differingSets(runner));
  const signature = perRunner(async (runner) => signatureFolds(runner, setting, winner, splits, place, ctx, progress));
  const motifs = perRunner(async (runner) => motifsOf(runner, setting, winner, splits, place, ctx, progress));
  const judged = async (runner: TaskRunner) => ({ ...(await assessed(runner)), decided: await decided(runner) });
  const fitting = { ...ctx, progress: progress.part('final', FINAL_WEIGHT) };
  const final = perRunner((runner) => fitFinal(runner, setting, judged, place, fitting));

  const ofChosen: readonly Stage[] = [
    ...[court.shuffled, distances, permuted, curve],
    ...[leaky, differingSets, explained, drivingSets, signature, motifs],
  ];
  const inOrder: readonly (readonly Stage[])[] = [
    ...[[court.folds], [court.wholes], [court.scores, court.featureless], [choice]],
    // The final fit is one task, which leaves threads idle: others go beside it.
    [(runner) => runner.all(ofChosen, (stage) => stage(runner), 1), final],
  ];
  const { baselines } = court;
  return {
    assessed,
    baselines,
    decided,
    permuted,
    curve,
    leaky,
    explained,
    enrichment,
    signature,
    motifs,
    final,
    inOrder,
  };
}
