import { defaultPrepare } from '../../prepare/defaults.ts';
import { parseStep, type Step } from '../../prepare/step.ts';
import { type AnnotationColumn, findColumn } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, createMatrix, hasMissing } from '../../table/matrix.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { parseLearner } from '../file/parse-learner.ts';
import type { Study } from '../file/study.ts';
import type { Entrant } from './entrant.ts';

/**
 * What the learners of a study must beat besides a guess without features: the clinical columns alone (where other blocks stand beside
 * them), the composition of sequences alone (the shares of their letters, wherever they stand), each declared confounder alone (cancer type, tissue, site, drug: of a word its mean), and the strongest single feature of each block, picked
 * in the training rows. They go through the same splits. All are learned by ridge regression, whose penalty the inner folds choose; a single
 * feature has next to none. None for a clustering, which predicts nothing.
 */
export function baselineEntrants(study: Study, loaded: LoadedCohort): Entrant[] {
  if (loaded.target.task === 'clustering') return [];
  const clinical = loaded.blocks.flatMap((block, b) => (block.kind === 'clinical' ? [b] : []));
  const alone = clinical.length > 0 && clinical.length < loaded.blocks.length;
  const complete = { ...loaded, steps: loaded.steps.map((steps, b) => numberSteps(loaded.blocks[b]!, steps)) };
  const composed = compositionBlocks(loaded.blocks);
  return [
    ...(composed.length > 0
      ? [entrant('composition-alone', RIDGE, { ...loaded, blocks: composed, steps: composed.map(() => COMPOSED) })]
      : []),
    ...(alone ? [entrant('clinical-alone', RIDGE, pickBlocks(complete, clinical))] : []),
    ...study.samples.confounders.map((name) => {
      const block = confounderBlock(findColumn(loaded.annotations, name, study.samples.file), loaded.ids);
      return entrant(`${name}-alone`, RIDGE, { ...loaded, blocks: [block], steps: [clinicalSteps(block)] });
    }),
    entrant('best-feature', ONE_FEATURE, {
      ...complete,
      steps: complete.steps.map((steps) => [...steps, parseStep({ 'anova-f': 1 }, 'baselines')]),
    }),
  ];
}

const RIDGE = 'ridge';
const COMPOSED = ['impute', 'standardize'].map((word) => parseStep(word, 'baselines'));
/** On standardised features this is no penalty to speak of, and one setting needs no inner folds. */
const ONE_FEATURE = { ridge: { lambda: 1e-4 } };

/** The steps, with what ridge needs where they leave missing values or words to a learner that takes them as they are. */
function numberSteps(block: Block, steps: readonly Step[]): readonly Step[] {
  const has = (...words: string[]) => steps.some(({ word }) => words.includes(word));
  const misses = block.kind !== 'sequence' && !has('impute', 'knn-impute') && hasMissing(block.matrix);
  const added = [...(misses ? ['impute'] : []), ...(block.levels && !has('one-hot') ? ['one-hot'] : [])];
  return [...steps, ...added.map((word) => parseStep(word, 'baselines'))];
}

function entrant(name: string, learner: unknown, loaded: LoadedCohort): Entrant {
  return { role: 'baseline', spec: { ...parseLearner(learner, 'baselines'), name }, loaded };
}

function pickBlocks(loaded: LoadedCohort, picked: readonly number[]): LoadedCohort {
  return {
    ...loaded,
    blocks: picked.map((b) => loaded.blocks[b]!),
    steps: picked.map((b) => loaded.steps[b]!),
  };
}

/** One column of the sample sheet as a block of one feature: numbers as they are, words as levels. */
function confounderBlock(column: AnnotationColumn, ids: readonly string[]): Block {
  const matrix = createMatrix(ids.length, 1);
  const common = { name: column.name, kind: 'clinical' as const, ids, features: [column.name] };
  if (column.type === 'number') {
    matrix.data.set(column.values);
    return { ...common, matrix };
  }
  const words = [...new Set(column.values)].filter((value): value is string => value !== null).sort();
  const code = new Map(words.map((word, k) => [word, k]));
  matrix.data.set(column.values.map((value) => (value === null ? Number.NaN : code.get(value)!)));
  return { ...common, matrix, levels: [words] };
}

function clinicalSteps(block: Block): Step[] {
  return defaultPrepare('clinical', {
    raw: false,
    nFeatures: 1,
    hasMissing: hasMissing(block.matrix),
    hasText: block.levels !== undefined,
  });
}

/** Of each block of sequences the share of every letter among those known, [n, letters]; missing where none is. */
function compositionBlocks(blocks: readonly Block[]): Block[] {
  return blocks.flatMap(({ name, kind, ids, features, matrix: positions, levels }): Block[] => {
    const letters = levels?.[0];
    if (kind !== 'sequence' || !letters) return [];
    const n = ids.length;
    const matrix = createMatrix(n, letters.length);
    const known = new Float64Array(n);
    for (let j = 0; j < features.length; j++) {
      columnOf(positions, j).forEach((code, i) => {
        if (Number.isNaN(code)) return;
        known[i]!++;
        matrix.data[code * n + i]!++;
      });
    }
    for (let at = 0; at < matrix.data.length; at++) matrix.data[at]! /= known[at % n]!;
    return [{ name, kind: 'numeric', ids, features: letters, matrix }];
  });
}
