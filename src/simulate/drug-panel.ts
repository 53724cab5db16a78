import { ParamError } from '../base/errors.ts';
import { checkParams, type ParamTable } from '../base/params.ts';
import type { RandomKey, RandomStream } from '../base/random.ts';
import type { AnnotationColumn, Annotations } from '../table/annotations.ts';
import type { Block } from '../table/block.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { className, drawClasses, numberedNames } from './people.ts';

export const drugPanelParams = {
  lines: { type: 'integer', default: 200, min: 20, max: 1e5, doc: 'Cell lines.' },
  genes: { type: 'integer', default: 300, min: 1, max: 1e5, doc: 'Genes whose expression is measured.' },
  drugs: { type: 'integer', default: 12, min: 1, max: 1e4, doc: 'Drugs.' },
  drivers: { type: 'integer', default: 3, min: 1, max: 1000, doc: 'Genes that each drug answers to.' },
  driverShare: {
    type: 'number',
    default: 0.4,
    min: 0,
    max: 1,
    doc: 'Share of the variance of a drug that its drivers carry.',
  },
  tissues: { type: 'integer', default: 6, min: 1, max: 50, doc: 'Tissues of origin.' },
  tissueShare: {
    type: 'number',
    default: 0.15,
    min: 0,
    max: 1,
    doc: 'Share of the variance of a drug that its tissue carries.',
  },
  drugSpread: {
    type: 'number',
    default: 2,
    min: 0,
    unit: 'ln IC50',
    doc: 'Standard deviation of the means of the drugs.',
  },
  missing: { type: 'number', default: 0.15, min: 0, max: 0.8, doc: 'Share of the responses that were not measured.' },
} as const satisfies ParamTable;

export type DrugPanelOptions = { readonly [name in keyof typeof drugPanelParams]?: number } & {
  readonly random: RandomKey;
};

export interface SimulatedDrugPanel {
  /** [lines, genes], kind expression: about mean 0 and SD 1. */
  readonly expression: Block;
  /** Column tissue, then ln IC50 of each drug, missing where not measured. */
  readonly response: Annotations;
  readonly truth: readonly DrugTruth[];
}

/** What was put into one drug. */
export interface DrugTruth {
  readonly drug: string;
  /** Gene → weight, of expression in SDs; their sum of squares is 1. */
  readonly drivers: Readonly<Record<string, number>>;
  readonly mean: number;
  /** The correlation of the response without its noise with the response measured: no model can do better but by luck. */
  readonly ceiling: number;
}

/** SD of a drug over the cell lines, in ln IC50. */
const SD = 1.2;
/** Share of the variance of a gene that the tissue carries: about what makes tissues easy to tell by expression. */
const GENE_BY_TISSUE = 0.2;

/**
 * A panel of cell lines and drugs with known truth. The response of line l to drug d is
 * `y = μ_d + 1.2 · (√h · g_ld + √t · τ_(tissue of l),d + √(1 − h − t) · ε)`: g is the weighted sum of the expression of the drivers of the drug and τ a
 * shift of each tissue, both scaled to variance 1 over the lines; h is `driverShare`, t `tissueShare`; μ_d has SD `drugSpread`. A gene is
 * `√0.2 · shift of its tissue + √0.8 · ε`, so that expression tells the tissue, and the tissue some of the response.
 * A pooled correlation is carried by the μ_d; within a drug no model does better than `truth.ceiling`, about √(h + t).
 * @returns the same bits for the same options and key; a drug does not change with the number of drugs.
 * @throws {ParamError} an option out of range, more drivers than genes, shares above 1. Cost O(lines · (genes + drugs · drivers)).
 */
export function simulateDrugPanel({ random, ...options }: DrugPanelOptions): SimulatedDrugPanel {
  const p = checkParams(drugPanelParams, options, 'simulateDrugPanel') as Record<keyof typeof drugPanelParams, number>;
  const refuse = (problem: string): never => {
    throw new ParamError({ where: 'simulateDrugPanel', problem });
  };
  if (p.drivers > p.genes) refuse(`drivers must be at most genes (${p.genes}), got ${p.drivers}`);
  if (p.driverShare + p.tissueShare > 1) {
    refuse(`driverShare and tissueShare must add up to at most 1, got ${p.driverShare} and ${p.tissueShare}`);
  }
  const tissues = drawClasses(p.lines, p.tissues, random);
  const ids = numberedNames('LINE', p.lines);
  const genes = numberedNames('GENE', p.genes);
  const X = createMatrix(p.lines, p.genes);
  for (let j = 0; j < p.genes; j++) {
    const stream = random.at('gene', j).stream();
    const shift = normals(p.tissues, stream);
    const column = columnOf(X, j);
    tissues.forEach((tissue, i) => {
      column[i] = Math.sqrt(GENE_BY_TISSUE) * shift[tissue]! + Math.sqrt(1 - GENE_BY_TISSUE) * stream.normal();
    });
  }

  const truth: DrugTruth[] = [];
  const columns = numberedNames('DRUG', p.drugs).map((drug, d): AnnotationColumn => {
    const stream = random.at('drug', d).stream();
    const own = stream.shuffle(Int32Array.from(genes.keys())).slice(0, p.drivers);
    const weights = unit(normals(p.drivers, stream));
    const mean = p.drugSpread * stream.normal();
    const shift = normals(p.tissues, stream);
    const driven = scaled(
      Float64Array.from(tissues, (_, i) => own.reduce((sum, j, k) => sum + weights[k]! * columnOf(X, j)[i]!, 0)),
    );
    const ofTissue = scaled(Float64Array.from(tissues, (tissue) => shift[tissue]!));
    const known = driven.map(
      (g, i) => mean + SD * (Math.sqrt(p.driverShare) * g + Math.sqrt(p.tissueShare) * ofTissue[i]!),
    );
    const noise = SD * Math.sqrt(1 - p.driverShare - p.tissueShare);
    const measured = known.map((value) => value + noise * stream.normal());
    const drivers = Object.fromEntries(Array.from(own, (j, k) => [genes[j]!, Number(weights[k]!.toFixed(4))]));
    truth.push({ drug, drivers, mean, ceiling: correlation(known, measured) });
    return {
      name: drug,
      type: 'number',
      values: measured.map((value) => (stream.uniform() < p.missing ? Number.NaN : value)),
    };
  });
  const tissue: AnnotationColumn = { name: 'tissue', type: 'text', values: Array.from(tissues, className) };
  return {
    expression: { name: 'expression', kind: 'expression', ids, features: genes, matrix: X },
    response: { ids, columns: [tissue, ...columns] },
    truth,
  };
}

const normals = (n: number, stream: RandomStream) => Float64Array.from({ length: n }, () => stream.normal());

function unit(values: Float64Array): Float64Array {
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / size);
}

/** To mean 0 and variance 1; a constant gives zeros. */
function scaled(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (variance > 1e-20 ? (value - mean) / Math.sqrt(variance) : 0));
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [x, y] = [scaled(a), scaled(b)];
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0) / x.length;
}
