import { type Context, withRandom } from '../../base/context.ts';
import { sha256 } from '../../base/hash.ts';
import { VERSION } from '../../base/version.ts';
import type { Warning } from '../../base/warning.ts';
import { type Nomogram, nomogram } from '../../explain/nomogram.ts';
import type { LearnerResult } from '../../report/record.ts';
import { type Block, takeBlockRows } from '../../table/block.ts';
import type { Decisions } from '../../validate/decisions/decisions.ts';
import { type DistanceScale, fitTrainingSpace } from '../../validate/decisions/training-distance.ts';
import { numbersOnly, sideBySide } from '../../validate/prepare-fold.ts';
import type { SearchResult } from '../../validate/search.ts';
import { unitOf } from '../cohort/same-unit.ts';
import { isInSheet, type LearnerSpec, type Study, targetName } from '../file/study.ts';
import { modelDecisions } from '../model/model-decisions.ts';
import { type BlockForm, writeModel } from '../model/model-file.ts';
import type { TaskPlace } from './cluster-tasks.ts';
import { type FitRows, type FitSetting, fitLearner, innerRandomOf, strongest } from './fold-task.ts';
import { makeTask } from './task.ts';
import type { TaskRunner } from './task-runner.ts';

/** What the model is to decide of new samples. */
export interface Decided {
  readonly decisions: Decisions;
  /** Of the distances of samples left out. */
  readonly scale?: DistanceScale | undefined;
}

/** What validation has come to. */
export interface Judged {
  /** The learner to be fitted. */
  readonly spec: LearnerSpec;
  readonly results: readonly LearnerResult[];
  readonly decided: Decided | undefined;
}

export interface Final {
  readonly top: [string, number][];
  readonly warnings: readonly Warning[];
  /** Names that features of two blocks have as prepared, without their block; absent with one block. */
  readonly shared?: readonly string[];
  /** Of a survival model that can be drawn as one. */
  readonly nomogram?: Nomogram;
}

/** Where the model is written. */
const MODEL = 'model.cistron';

/** Fits the chosen learner on all samples, its settings searched by inner folds as in validation, and writes the model. @param file its name in the folder. */
export async function fitFinal(
  runner: TaskRunner,
  setting: FitSetting,
  judged: (runner: TaskRunner) => Promise<Judged>,
  { folder, lock }: TaskPlace,
  ctx: Context,
  file = MODEL,
): Promise<Final> {
  const { study, loaded } = setting;
  const task = await makeTask('final', 'the chosen learner on all samples', { lock }, ['choice', 'distance']);
  const compute = async (needed: TaskRunner) => {
    const { spec, results, decided } = await judged(needed);
    const warnings: Warning[] = [];
    const own = ownRows(setting, ctx);
    // The samples that it learned from as a new sample would come to it: their distances are measured on that.
    const fit = await fitLearner(setting, spec, decided?.scale ? { ...own, test: own.train } : own, {
      ...withRandom(ctx, ctx.random.at('final', spec.name)),
      warn: (warning) => warnings.push(warning),
    });
    const metrics = results.find((result) => result.learner === spec.name)!.metrics;
    const bytes = await writeModel({
      learner: spec.word,
      model: fit.model,
      ...(fit.calibration?.calibration ? { calibration: fit.calibration.calibration } : {}),
      task: loaded.target.task,
      blocks: loaded.blocks.map((block, b) => ({
        ...formOfBlock(block, study),
        pipeline: fit.pipelines[b]!,
      })),
      ...(decided
        ? {
            decisions: modelDecisions(
              decided.decisions,
              decided.scale && { scale: decided.scale, space: await fitTrainingSpace(ctx, numbersOnly(fit.test)) },
            ),
          }
        : {}),
      provenance: {
        cistron: VERSION,
        title: study.title,
        target: targetName(study.samples),
        seed: study.validate.seed,
        lock,
        data: Object.values(loaded.hashes),
        samples: own.train.length,
        settings: fit.settings,
        scores: metrics,
      },
    });
    await folder.write(file, bytes);
    const scales = await nomogramOf(fit, setting, own.train, ctx);
    return {
      ...{ top: strongest(fit), settings: fit.settings, warnings, model: await sha256(bytes) },
      ...(scales ? { nomogram: scales } : {}),
      ...(loaded.blocks.length > 1 ? { shared: sharedNames(fit.pipelines) } : {}),
    };
  };
  // The result without the model it speaks of, lost or altered since, is as good as none.
  return runner.run(task, compute, async ({ model }) => {
    const bytes = await folder.read(file);
    return bytes !== undefined && (await sha256(bytes)) === model;
  });
}

function sharedNames(pipelines: SearchResult['pipelines']): string[] {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const { outputFeatures } of pipelines) {
    for (const name of outputFeatures) if (seen.has(name)) shared.add(name);
    for (const name of outputFeatures) seen.add(name);
  }
  return [...shared];
}

/** Null where the model is none of survival, or cannot be drawn as one. */
async function nomogramOf(
  { model, pipelines }: SearchResult,
  { study, loaded }: FitSetting,
  rows: Int32Array,
  ctx: Context,
): Promise<Nomogram | null> {
  const { target, blocks } = loaded;
  if (target.task !== 'survival') return null;
  const seen = target.times.filter((_, i) => target.events[i] === 1).sort();
  const times = study.report.times ?? [seen[Math.floor((seen.length - 1) / 2)]!];
  return nomogram(
    blocks.map((block) => takeBlockRows(block, rows)),
    (varied) => model.predict(sideBySide(varied.map((block, b) => pipelines[b]!.apply(block))), ctx),
    times,
  );
}

/** Every sample of the study to learn from, none to predict; those of an external cohort stay out. */
export function ownRows({ loaded }: FitSetting, ctx: Context): FitRows {
  const everyone = Int32Array.from(loaded.ids.keys());
  return {
    train: loaded.external ? everyone.filter((i) => loaded.external![i] === 'train') : everyone,
    test: new Int32Array(),
    innerRandom: innerRandomOf(ctx.random, 'final'),
  };
}

function formOfBlock(block: Block, { blocks }: Study): BlockForm {
  const { name, kind, features, levels, shape } = block;
  const { format, read } = blocks[name]!;
  const told = { ...(format ? { format } : {}), ...(read ? { read } : {}) };
  const reading = format || read ? { reading: told } : {};
  const found = unitOf(block);
  const common = { name, kind, ...(shape ? { shape } : {}), ...(found ? { unit: found.unit } : {}), ...reading };
  if (kind !== 'sequence' || !levels?.[0]) return { ...common, ...(levels ? { levels } : {}) };
  const spec = blocks[name]!;
  const column = isInSheet(spec) ? spec.columns?.[0] : undefined;
  const form = { letters: levels[0], length: features.length };
  return { ...common, sequence: { ...form, ...(column === undefined ? {} : { column }) } };
}
