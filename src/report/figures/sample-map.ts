import * as Plot from '@observablehq/plot';
import { targetLength } from '../../table/target.ts';
import { countOf, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, LINE, plainAxis } from './figure.ts';
import { pointData } from './figure-data.ts';
import { colouringOf } from './map-colouring.ts';
import { drawPoints, shadeSaid } from './points.ts';

const MARGINS = { left: 56, right: 12 };

/** The samples on their first two principal components, coloured by the outcome. Null without a map or an outcome. */
export function sampleMap(input: ReportInput, document: Document): Figure | null {
  const { target, map } = input;
  const colouring = map && colouringOf(input, map, MARGINS);
  if (!colouring) return null;
  const n = targetLength(target);
  const { layers, legend } = colouring;
  const nameOf = new Map(layers.flatMap(({ rows, name }) => rows.map((i) => [i, name])));
  const [first, second] = map.explained.map(formatPercent);
  const alt = `Scatter plot of ${countOf(n, 'sample')} on the first two principal components (${first} and ${second} of the variance). ${colouring.alt}`;
  const svg = drawSvg(document, alt, {
    height: legend.height + 340,
    marginLeft: MARGINS.left,
    marginRight: MARGINS.right,
    marginTop: legend.height,
    marginBottom: 46,
    x: { ...plainAxis(`component 1 (${first})`), nice: true, inset: 6, zero: map.x.length === 0 },
    y: { ...plainAxis(`component 2 (${second})`), nice: true, inset: 6, zero: map.y.length === 0 },
    marks: [
      Plot.frame({ stroke: LINE }),
      drawPoints(
        layers,
        (i) => map.x[i]!,
        (i) => map.y[i]!,
        { title: (i) => nameOf.get(i)! },
      ),
      legend.marks,
    ],
  });
  const both = formatPercent(map.explained[0] + map.explained[1]);
  const lead = `The two strongest directions in the data, found without the ${OUTCOME[target.task]}, hold ${both} of its variance`;
  return {
    title: 'Map of the samples',
    svg,
    sentence: `${lead}${colouring.said}.${shadeSaid(n)}`,
    alt,
    width: FIGURE_WIDTH,
    data: pointData(
      [OUTCOME_COLUMN[target.task], 'component 1', 'component 2'],
      layers.flatMap(({ rows, name }) => rows.map((i) => [name, map.x[i]!, map.y[i]!])),
    ),
  };
}

const OUTCOME_COLUMN = { classification: 'class', regression: 'outcome', survival: 'seen', clustering: 'group' };
const OUTCOME = { classification: 'labels', regression: 'outcome', survival: 'outcome', clustering: 'groups' };
