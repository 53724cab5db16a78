import type { Context } from '../base/context.ts';
import { throwIfCancelled } from '../base/errors.ts';
import { defaultMetric } from '../metric/registry.ts';
import { createColumnChoices } from '../prepare/column-choices.ts';
import { judgeDistance } from '../validate/decisions/judge-distance.ts';
import { assess } from './assess.ts';
import { baselineEntrants } from './baselines.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { collectWarnings } from './collect-warnings.ts';
import { type Conduct, contextOf, type Finished, logEvent, placeOf, settleAudit } from './conduct.ts';
import { decide, judgeSubgroups } from './decide.ts';
import { measureDistances } from './distance-task.ts';
import { auditResults } from './end-audit.ts';
import { enrichmentOf } from './enrichment.ts';
import { learnerEntrants } from './entrant.ts';
import { explainChosen, explainWeight } from './explain-tasks.ts';
import { type Decided, fitFinal } from './final-task.ts';
import type { FitSetting } from './fold-task.ts';
import { leakyFolds, scoreLeaky } from './leaky.ts';
import { curveWeight } from './learning-curve-tasks.ts';
import { motifsOf, motifsWeight } from './motif-tasks.ts';
import { permutationWeight } from './permutation-tasks.ts';
import { predictionsTable } from './predictions-table.ts';
import { FINAL_WEIGHT, progressOf, weightOf } from './progress.ts';
import { type LearnerFolds, type RunFacts, reportInput, runRecord } from './record.ts';
import { signatureOf, signatureWeight } from './signature-tasks.ts';
import { innerPlan } from './split-plans.ts';
import { assessUncertainty } from './uncertainty.ts';

/** A study of one target, or of none: audit, folds, choice, decisions, uncertainty, and the fit of the choice on all samples. */
export async function runOne(conduct: Conduct): Promise<Finished> {
  const { study, loaded, lock, folder, options } = conduct;
  const entrants = [...learnerEntrants(study, loaded), ...baselineEntrants(study, loaded)];
  // Which learner will be chosen is not known yet: at most the heaviest.
  const heaviest = study.learners.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  const permuted = study.learners.find(({ name }) => name === study.validate.permutation?.learner) ?? heaviest;
  const more =
    permutationWeight(study, permuted) +
    curveWeight(study, heaviest) +
    explainWeight(study) +
    signatureWeight(study, heaviest) +
    motifsWeight(study);
  const progress = progressOf(study, entrants, more, options.progress);
  const ctx = contextOf(conduct, progress);
  const audit = await settleAudit(conduct, progress, ctx);

  const metric = study.validate.metric ?? defaultMetric(loaded.target);
  const setting: FitSetting = {
    ...{ study, loaded, metric, now: options.now },
    groups: Int32Array.from(audit.groups),
    inner: innerPlan(study, loaded),
    choices: createColumnChoices(),
  };
  const place = placeOf(conduct);
  const assessed = await assess(setting, entrants, audit, place, ctx, progress);
  await logEvent(conduct, 'folds-done');
  const { facts, learners, partial, results, baselines, chosen, spec, winner } = assessed;
  progress.label('decisions');
  const clustering = loaded.target.task === 'clustering';
  const decided = clustering ? undefined : await decideAll(setting, facts, winner, place, ctx);
  const shown = { learners, partial, results, chosen, baselines };
  const { keys, nullScores, ...uncertain } = await assessUncertainty(facts, setting, shown, place, ctx, progress);
  const explained = clustering
    ? undefined
    : await explainChosen(setting, winner, audit.splits[0]!, place, ctx, progress);
  const leaky = await leakyFolds(study.validate.leaky ?? [], setting, spec, audit, place, ctx);
  const final = await fitFinal(setting, results, spec, decided, place, {
    ...ctx,
    progress: progress.part('final', FINAL_WEIGHT),
  });
  throwIfCancelled(options.signal, 'run');

  const best = results.find(({ learner }) => learner === chosen)!;
  const ending = await auditResults(study, loaded, audit, best, { lock, holdouts: options.holdouts?.(folder) }, ctx);
  const ground = { facts, winner, best, top: final.top, explanation: explained?.record, splits: audit.splits[0]! };
  const signature = await signatureOf(setting, ground, place, ctx, progress);
  const motifs = await motifsOf(setting, winner, audit.splits[0]!, place, ctx, progress);
  const told: RunFacts = { ...facts, audit: { ...audit, findings: [...audit.findings, ...ending] } };
  const noticed = collectWarnings(loaded, audit, learners, chosen, final.warnings);
  const warnings = [...noticed, ...uncertain.warnings, ...leaky.warnings, ...signature.warnings, ...motifs.warnings];
  const seconds = { total: (options.now() - conduct.began) / 1000 };
  const subgroups = clustering ? undefined : judgeSubgroups(facts, winner);
  const parts = {
    ...(leaky.made.length > 0 ? { leaky: leaky.made.map((one) => scoreLeaky(facts, one)) } : {}),
    ...(decided ? { decisions: decided.decisions } : {}),
    ...(subgroups ? { subgroups } : {}),
    ...(explained ? { explanation: explained.record } : {}),
    ...(signature.record ? { signature: signature.record } : {}),
    ...(motifs.record ? { motifs: motifs.record } : {}),
    ...(await enrichmentOf(facts, winner, ctx)),
    ...keys,
  };
  const record = runRecord(told, results, chosen, { baselines, warnings, seconds, ...parts });
  progress.label('report');
  const report = {
    ...reportInput(record, facts, learners, final.top),
    ...(nullScores ? { nullScores } : {}),
    ...(explained ? { attributions: explained.folds } : {}),
    ...(explained?.map ? { driversMap: explained.map } : {}),
    ...(final.nomogram ? { nomogram: final.nomogram } : {}),
    reproduce: { ...(options.versions ? { versions: options.versions } : {}), hashes: { lock: lock.lock } },
  };
  return { record, report, files: { 'predictions.tsv': predictionsTable(loaded, learners) } };
}

/** Distances first: the record says of them what share of samples left out would be refused. */
async function decideAll(
  setting: FitSetting,
  facts: RunFacts,
  winner: LearnerFolds,
  place: TaskPlace,
  ctx: Context,
): Promise<Decided> {
  const left = await measureDistances(setting, winner.spec.word, place, ctx);
  const judged = left && judgeDistance(left, left.folds);
  return { decisions: decide(facts, winner, judged?.check), scale: judged?.scale };
}
