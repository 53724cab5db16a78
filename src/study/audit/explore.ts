import type { Context } from '../../base/context.ts';
import { clusteredHeatMap } from '../../explain/explore/clustered-heat-map.ts';
import { columnTests } from '../../explain/explore/column-tests.ts';
import type { Exploration, HeatMap } from '../../explain/explore/exploration.ts';
import { featureQuality } from '../../explain/explore/feature-quality.ts';
import { featureTests } from '../../explain/explore/feature-tests.ts';
import { describeStep } from '../../prepare/describe-step.ts';
import { fitPipeline } from '../../prepare/pipeline.ts';
import type { Step } from '../../prepare/step.ts';
import { type Block, isArrayKind, presentRows, takeBlockColumns, takeBlockRows } from '../../table/block.ts';
import type { Target } from '../../table/target.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { createSteps } from '../cohort/named-files.ts';
import { targetColumns } from '../cohort/read-target.ts';
import type { Study } from '../file/study.ts';

/** Steps that bring values to a scale on which differences are differences. */
const SCALING = ['log2', 'arcsinh', 'cpm', 'tpm', 'fpkm', 'upper-quartile', 'median-of-ratios', 'quantile'];
/** Steps passed over on the way to them: here nothing is filled in or left out. */
const PASSED = ['impute', 'knn-impute', 'drop-constant', 'top-variance'];

/**
 * With `report.explore`: the samples of the study as they are, missing values missing, on the scale that the study brings its values to. Computed on all of them and
 * with their labels, so it describes them; nothing that learns is told of it. Absent where no block has numbers for features.
 */
export async function exploreCohort(
  study: Study,
  loaded: LoadedCohort,
  ctx: Context,
): Promise<Exploration | undefined> {
  const own = Int32Array.from(loaded.ids.keys()).filter((i) => loaded.external?.[i] !== 'external');
  const blocks = loaded.blocks.filter(({ kind }) => kind !== 'sequence' && !isArrayKind(kind));
  const widest = blocks.reduce<Block | undefined>(
    (a, b) => (a && a.features.length >= b.features.length ? a : b),
    undefined,
  );
  if (!widest) return undefined;
  const rows = own.filter((i) => !widest.present || widest.present[i] === 1);
  const steps = scalingOf(loaded.steps[loaded.blocks.indexOf(widest)]!);
  const numbers = Uint32Array.from(widest.features.keys()).filter((j) => !widest.levels?.[j]);
  const block = await scaled(takeBlockColumns(takeBlockRows(widest, rows), numbers), steps, loaded, ctx);
  const { target, positive } = loaded;
  const clustered = await clusteredHeatMap(ctx, block.matrix, block.features);
  const found = {
    quality: blocks.map((one) => featureQuality(takeBlockRows(one, ofStudy(one, own)))),
    block: widest.name,
    scale: steps.map(({ word, params }) => describeStep(word, params)),
    ...(clustered ? { heatMap: heatMapOf(clustered, target, rows) } : {}),
  };
  if (target.task !== 'classification') return found;
  // Of two classes the positive one comes first: a positive difference is more of it.
  const swapped = target.classes.length === 2 && positive === 1;
  const classes = swapped ? target.classes.toReversed() : target.classes;
  const codeOf = (i: number) => (swapped ? 1 - target.codes[i]! : target.codes[i]!);
  const tests = featureTests(block.matrix, block.features, Int32Array.from(rows, codeOf), classes);
  const about = [loaded.idColumn, ...targetColumns(study.samples)];
  const columns = loaded.annotations.columns.filter(({ name }) => !about.includes(name));
  const sheet = columns.map((column) =>
    column.type === 'text'
      ? { ...column, values: Array.from(own, (i) => column.values[i]!) }
      : { ...column, values: Float64Array.from(own, (i) => column.values[i]!) },
  );
  return { ...found, ...(tests ? { tests } : {}), columns: columnTests(sheet, Int32Array.from(own, codeOf)) };
}

function heatMapOf(
  { samples, ...heatMap }: HeatMap & { readonly samples: Int32Array },
  target: Target,
  rows: Int32Array,
): HeatMap {
  if (target.task !== 'classification') return heatMap;
  return { ...heatMap, codes: samples.map((i) => target.codes[rows[i]!]!) };
}

const ofStudy = (block: Block, own: Int32Array) => {
  const present = new Set(presentRows(block));
  return own.filter((i) => present.has(i));
};

function scalingOf(steps: readonly Step[]): Step[] {
  const end = steps.findIndex(({ word }) => !SCALING.includes(word) && !PASSED.includes(word));
  return steps.slice(0, end < 0 ? steps.length : end).filter(({ word }) => SCALING.includes(word));
}

async function scaled(
  block: Block,
  steps: readonly Step[],
  { namedFiles }: LoadedCohort,
  ctx: Context,
): Promise<Block> {
  const transforms = await createSteps(steps, namedFiles);
  const pipeline = transforms.map((transform) => ({ transform }));
  return (await fitPipeline(block, null, pipeline, { ...ctx, warn: () => {} })).prepared;
}
