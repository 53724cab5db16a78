import { DataError, LeakageError } from '../../base/errors.ts';
import { stackAnnotations, stackBlocks } from '../../table/stack-rows.ts';
import { type ClassTarget, requireTask, type Target } from '../../table/target.ts';
import { type BlockSpec, type ExternalSpec, isInSheet, type Study } from '../file/study.ts';
import { alignFeatures, alignSequences } from './align-features.ts';
import { type LoadedCohort, loadCohort } from './load-cohort.ts';
import type { LoadOptions } from './load-options.ts';
import { readingOfOthers } from './read-source.ts';
import { requireSameUnit, unitOf } from './same-unit.ts';

/** Reads the files of a study; an external cohort is read in the same way and stands below its samples, to be tested only. */
export async function loadStudy(study: Study, options: LoadOptions): Promise<LoadedCohort> {
  const own = await loadCohort(study, options);
  const { outer } = study.validate;
  if (typeof outer !== 'object' || !('external' in outer)) return own;
  const other = await loadCohort(externalStudy(study, outer.external, own), options);
  return joinExternal(own, other, outer.external.samples.file);
}

/** The study as if its files were those of the external cohort. */
function externalStudy(study: Study, external: ExternalSpec, own: LoadedCohort): Study {
  const { survival: _, target: __, ...kept } = study.samples;
  const outcome = external.samples.target || external.samples.survival ? kept : study.samples;
  // Its samples are tested only: they need no weights.
  const { where: ___, weight: _____, from: _______, ...everyone } = outcome;
  const blocks = Object.entries(study.blocks).map(([name, spec], b): [string, BlockSpec] => {
    const { file, files: ______, rows: ____, ...rest } = spec;
    // Steps and columns were settled by the study's own data.
    const settled = { ...readingOfOthers(rest), prepare: own.steps[b]! };
    const place = external.blocks[name];
    if (place) return [name, { ...settled, file: place.file, ...(place.rows ? { rows: place.rows } : {}) }];
    if (isInSheet(spec) || file === study.samples.file) return [name, settled];
    throw new DataError({
      where: 'validate.outer: external',
      problem: `block '${name}' has no file in the external cohort`,
      hint: `add blocks: { ${name}: { file: … } }`,
    });
  });
  return {
    ...study,
    task: own.target.task,
    // Groups and confounders are looked for among its columns, not demanded of them.
    samples: { ...everyone, annotations: [], group: [], confounders: [], ...external.samples },
    blocks: Object.fromEntries(blocks),
  };
}

/** @throws {LeakageError} a sample of both cohorts. @throws {DataError} classes or features that the study does not have. */
function joinExternal(own: LoadedCohort, given: LoadedCohort, file: string): LoadedCohort {
  const { other, warnings } = apart(own, given, file);
  const statements: string[] = [];
  const blocks = own.blocks.map((block, b) => {
    if (block.kind === 'sequence') return stackBlocks(block, alignSequences(other.blocks[b]!, block, file));
    const wanted = { features: block.features, ...(block.levels ? { levels: block.levels } : {}) };
    const aligned = alignFeatures(other.blocks[b]!, wanted, file, (sentence) => statements.push(sentence));
    requireSameUnit(unitOf(block)?.unit, aligned, file);
    return stackBlocks(block, aligned);
  });
  const side = (n: number, name: string) => new Array<string>(n).fill(name);
  return {
    ...own,
    ids: [...own.ids, ...other.ids],
    annotations: stackAnnotations(own.annotations, other.annotations),
    blocks,
    target: stackTargets(own.target, other.target, file),
    ...(own.weights ? { weights: Float64Array.from([...own.weights, ...other.ids.map(() => 1)]) } : {}),
    external: [...side(own.ids.length, 'train'), ...side(other.ids.length, 'external')],
    hashes: { ...own.hashes, ...other.hashes },
    statements: [
      ...own.statements,
      `external cohort: ${other.ids.length} samples, tested by models of the ${own.ids.length} samples of the study`,
      ...other.statements,
      ...statements,
    ],
    warnings: [...own.warnings, ...other.warnings, ...warnings],
  };
}

/** Numbers count patients in either cohort and mean nothing across them; any other id that both have is one sample. */
function apart(own: LoadedCohort, other: LoadedCohort, file: string) {
  const known = new Set(own.ids);
  const both = other.ids.filter((id) => known.has(id));
  if (both.length === 0) return { other, warnings: [] };
  const named = both.find((id) => !/^\d+$/.test(id));
  if (named !== undefined) {
    throw new LeakageError({
      where: file,
      problem: `a sample of the external cohort must not be in the study, got ${both.length}, such as '${named}'`,
      hint: 'leave them out on one side with where',
    });
  }
  const message = `${both.length} ids are in both cohorts; as they are mere numbers they are taken for different samples, those of the external cohort called external:<id>`;
  return {
    other: { ...other, ids: other.ids.map((id) => `external:${id}`) },
    warnings: [{ code: 'ids-in-both-cohorts', message, where: file }],
  };
}

function stackTargets(own: Target, other: Target, file: string): Target {
  switch (own.task) {
    case 'classification':
      return { ...own, codes: Int32Array.from([...own.codes, ...codesAmong(own, other, file)]) };
    case 'regression': {
      const { values } = requireTask(other, own.task, file);
      return { ...own, values: Float64Array.from([...own.values, ...values]) };
    }
    case 'survival': {
      const { times, events } = requireTask(other, own.task, file);
      return {
        ...own,
        times: Float64Array.from([...own.times, ...times]),
        events: Uint8Array.from([...own.events, ...events]),
      };
    }
    case 'clustering':
      return { ...own, nSamples: own.nSamples + requireTask(other, own.task, file).nSamples };
  }
}

function codesAmong(own: ClassTarget, other: Target, file: string): number[] {
  const { classes, codes } = requireTask(other, 'classification', file);
  const foreign = classes.find((name) => !own.classes.includes(name));
  if (foreign !== undefined) {
    throw new DataError({
      where: file,
      problem: `the external cohort must have the classes of the study (${own.classes.join(', ')}), got '${foreign}'`,
      hint: "leave such samples out with 'where', or rename the class",
    });
  }
  return Array.from(codes, (code) => own.classes.indexOf(classes[code]!));
}
