import type { AnnotationColumn, Annotations } from '../table/annotations.ts';
import type { BlockKind } from '../table/block.ts';
import { columnOf, density, type Matrix } from '../table/matrix.ts';
import { countCodes, strideOf } from '../table/packed.ts';
import { guessUnit, type UnitGuess } from './guess-unit.ts';
import type { FileBlock, FileContent } from './reader.ts';
import { summariseValues, type ValueSummary } from './value-summary.ts';

const SHOWN = 5;
const SHOWN_LEVELS = 12;
/** Of genotypes, values are taken from at least so many variants, and about so many values. */
const MEASURED = 20;
const SHOWN_VALUES = 1 << 20;

export interface BlockInspection {
  readonly name: string;
  readonly kind: BlockKind;
  readonly samples: number;
  readonly features: number;
  /** Of one sample, where its features are an array: [leads, time]. */
  readonly shape?: readonly number[];
  /** Share of values that are kept: 1 of a dense block. */
  readonly density: number;
  readonly missing: { readonly cells: number; readonly share: number };
  readonly values: ValueSummary | null;
  readonly unit: UnitGuess;
  readonly firstSamples: readonly string[];
  readonly firstFeatures: readonly string[];
  /** What the file says of its features: names of the columns. */
  readonly about: readonly string[];
}

export interface ColumnInspection {
  readonly name: string;
  readonly type: 'number' | 'text';
  readonly missing: number;
  /** Of text: how many different ones, and the commonest. */
  readonly distinct?: number;
  readonly levels?: readonly { readonly value: string; readonly count: number }[];
  /** Of numbers; null when there is none. */
  readonly range?: readonly [min: number, max: number] | null;
}

/** What a file that is neither a table nor sequences holds, as plain JSON. */
export type ContentInspection =
  | {
      readonly holds: 'blocks';
      readonly blocks: readonly BlockInspection[];
      readonly samples: readonly ColumnInspection[];
    }
  | {
      readonly holds: 'sets';
      readonly sets: number;
      /** Different ones, over all sets. */
      readonly members: number;
      readonly sizes: { readonly min: number; readonly median: number; readonly max: number };
      readonly first: readonly string[];
    }
  | {
      readonly holds: 'motifs';
      readonly motifs: number;
      readonly widths: readonly [min: number, max: number];
      readonly first: readonly string[];
    }
  | {
      readonly holds: 'network';
      readonly nodes: number;
      readonly edges: number;
      readonly weights: readonly [min: number, max: number] | null;
      readonly first: readonly string[];
    };

/** Cost O(values). */
export function inspectContent(
  content: Exclude<FileContent, { holds: 'table' } | { holds: 'sequences' }>,
): ContentInspection {
  switch (content.holds) {
    case 'blocks':
      return {
        holds: 'blocks',
        blocks: content.blocks.map(inspectBlock),
        samples: content.samples ? describeColumns(content.samples) : [],
      };
    case 'sets': {
      const sizes = content.sets.map(({ members }) => members.length).sort((a, b) => a - b);
      return {
        holds: 'sets',
        sets: sizes.length,
        members: new Set(content.sets.flatMap(({ members }) => members)).size,
        sizes: { min: sizes[0]!, median: sizes[sizes.length >> 1]!, max: sizes.at(-1)! },
        first: content.sets.slice(0, SHOWN).map(({ name }) => name),
      };
    }
    case 'motifs': {
      const widths = content.motifs.map(({ shares }) => shares.length / 4).sort((a, b) => a - b);
      const first = content.motifs.slice(0, SHOWN).map(({ name }) => name);
      return { holds: 'motifs', motifs: widths.length, widths: [widths[0]!, widths.at(-1)!], first };
    }
    case 'network': {
      const { edges } = content;
      const weights = edges.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
      return {
        holds: 'network',
        nodes: new Set(edges.flatMap(({ from, to }) => [from, to])).size,
        edges: edges.length,
        weights: rangeOf(weights),
        first: edges.slice(0, SHOWN).map(({ from, to }) => `${from} – ${to}`),
      };
    }
  }
}

function inspectBlock({ block, features }: FileBlock): BlockInspection {
  const { name, kind, ids, matrix, shape } = block;
  const values = shownValues(matrix);
  const cells = countMissing(matrix);
  return {
    ...{ name, kind, samples: matrix.nRows, features: matrix.nCols, ...(shape ? { shape } : {}) },
    density: density(matrix),
    missing: { cells, share: cells / Math.max(1, matrix.nRows * matrix.nCols) },
    values: summariseValues(values),
    unit: guessUnit(values, matrix.nRows),
    firstSamples: ids.slice(0, SHOWN),
    firstFeatures: block.features.slice(0, SHOWN),
    about: features?.columns.map((column) => column.name) ?? [],
  };
}

/** Of a sparse block the values that are kept, as the others are all alike; of genotypes those of some variants, evenly. */
function shownValues(matrix: Matrix): Float32Array {
  const { nRows, nCols, sparse, packed } = matrix;
  if (!packed) return sparse?.values ?? matrix.data;
  const shown = Math.min(nCols, Math.max(MEASURED, Math.ceil(SHOWN_VALUES / Math.max(1, nRows))));
  const values = new Float32Array(shown * nRows);
  for (let k = 0; k < shown; k++) values.set(columnOf(matrix, Math.floor((k * nCols) / shown)), k * nRows);
  return values;
}

function countMissing(matrix: Matrix): number {
  const { nRows, nCols, sparse, packed } = matrix;
  let cells = 0;
  if (packed) for (let j = 0; j < nCols; j++) cells += countCodes(packed.codes, j * strideOf(nRows), nRows)[3];
  else for (const value of sparse?.values ?? matrix.data) if (Number.isNaN(value)) cells++;
  return cells;
}

/** Columns of what is known of samples. */
export function describeColumns({ columns }: Annotations): ColumnInspection[] {
  return columns.map((column) => describeColumn(column));
}

function describeColumn({ name, type, values }: AnnotationColumn): ColumnInspection {
  if (type === 'number') {
    const known = [...values].filter((value) => !Number.isNaN(value));
    return { name, type, missing: values.length - known.length, range: rangeOf(known) };
  }
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const levels = [...counts].map(([value, count]) => ({ value, count }));
  levels.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const missing = values.filter((value) => value === null).length;
  return { name, type, missing, distinct: levels.length, levels: levels.slice(0, SHOWN_LEVELS) };
}

function rangeOf(values: readonly number[]): [number, number] | null {
  if (values.length === 0) return null;
  return values.reduce(([min, max], value) => [Math.min(min, value), Math.max(max, value)], [values[0]!, values[0]!]);
}
