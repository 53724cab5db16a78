import { throwIfCancelled } from '../../base/errors.ts';
import { defaultMetric } from '../../metric/registry.ts';
import { createColumnChoices } from '../../prepare/column-choices.ts';
import { auditResults } from '../audit/end-audit.ts';
import { ambiguity } from '../cohort/ambiguity.ts';
import { collectWarnings } from '../record/collect-warnings.ts';
import { networkOf } from '../record/network.ts';
import { predictionsTable } from '../record/predictions-table.ts';
import { type RunFacts, reportInput, runRecord } from '../record/record.ts';
import { baselineEntrants } from '../tasks/baselines.ts';
import { judgeComposition, judgeSubgroups } from '../tasks/decide.ts';
import { learnerEntrants } from '../tasks/entrant.ts';
import { explainWeight } from '../tasks/explain-tasks.ts';
import type { FitSetting } from '../tasks/fold-task.ts';
import { scoreLeaky } from '../tasks/leaky.ts';
import { curveWeight } from '../tasks/learning-curve-tasks.ts';
import { motifsWeight } from '../tasks/motif-tasks.ts';
import { permutationWeight } from '../tasks/permutation-tasks.ts';
import { heaviestOf, progressOf } from '../tasks/progress.ts';
import { signatureRecord, signatureWeight } from '../tasks/signature-tasks.ts';
import { innerPlan } from '../tasks/split-plans.ts';
import { stagesOf } from '../tasks/stages.ts';
import { assessUncertainty } from '../tasks/uncertainty.ts';
import { type Conduct, contextOf, type Finished, logEvent, settleAudit } from './conduct.ts';

/**
 * A study of one target, or of none: audit, folds, choice, decisions, uncertainty, and the fit of the choice on all samples. First every task is
 * visited, in the order in which the results are wanted; what then is read off their results is no task.
 */
export async function runOne(conduct: Conduct): Promise<Finished> {
  const { study, loaded, lock, folder, options, runner } = conduct;
  const clustering = loaded.target.task === 'clustering';
  const entrants = [...learnerEntrants(study, loaded), ...baselineEntrants(study, loaded)];
  const heaviest = heaviestOf(study);
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

  const setting: FitSetting = {
    ...{ study, loaded, metric: study.validate.metric ?? defaultMetric(loaded.target), now: options.now },
    groups: Int32Array.from(audit.groups),
    inner: innerPlan(study, loaded),
    choices: createColumnChoices(),
  };
  const stages = stagesOf(conduct, setting, entrants, audit, ctx, progress);
  await runner.inTurn(stages.inOrder, (side) => runner.all(side, (stage) => stage(runner)));
  throwIfCancelled(options.signal, 'run');

  await logEvent(conduct, 'tasks-done');
  const shown = await stages.assessed(runner);
  const { facts, learners, results, chosen, winner } = shown;
  const baselines = await stages.baselines(runner);
  const decided = await stages.decided(runner);
  const [leaky, final] = [await stages.leaky(runner), await stages.final(runner)];
  const [explained, motifs] = [await stages.explained(runner), await stages.motifs(runner)];
  const further = { permuted: await stages.permuted(runner), curve: await stages.curve(runner) };
  const { keys, nullScores, ...uncertain } = await assessUncertainty(facts, { ...shown, baselines }, further, ctx);

  const best = results.find(({ learner }) => learner === chosen)!;
  const ending = await auditResults(study, loaded, audit, best, { lock, holdouts: options.holdouts?.(folder) }, ctx);
  const ground = { facts, winner, best, top: final.top, explanation: explained?.record };
  const signature = signatureRecord(await stages.signature(runner), ground);
  const told: RunFacts = { ...facts, audit: { ...audit, findings: [...audit.findings, ...ending] } };
  const noticed = collectWarnings(loaded, audit, learners, chosen, final.warnings);
  const warnings = [...noticed, ...uncertain.warnings, ...leaky.warnings, ...signature.warnings, ...motifs.warnings];
  const seconds = { total: (options.now() - conduct.began) / 1000 };
  const subgroups = clustering ? undefined : judgeSubgroups(facts, winner);
  const composition = judgeComposition(facts, winner);
  const network = networkOf(study.report.network, loaded, explained?.record, facts.random.at('network'));
  const parts = {
    ...(leaky.made.length > 0 ? { leaky: leaky.made.map((one) => scoreLeaky(facts, one)) } : {}),
    ...(decided ? { decisions: decided.decisions } : {}),
    ...(subgroups ? { subgroups } : {}),
    ...(composition ? { composition } : {}),
    ...(explained ? { explanation: explained.record } : {}),
    ...(signature.record ? { signature: signature.record } : {}),
    ...(motifs.record ? { motifs: motifs.record } : {}),
    ...(network ? { network } : {}),
    ...(await stages.enrichment(runner)),
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
  const named = ambiguity(report, loaded.blocks, final.shared);
  return { record, report: { ...report, ...named }, files: { 'predictions.tsv': predictionsTable(loaded, learners) } };
}
