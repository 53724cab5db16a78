import * as Plot from '@observablehq/plot';
import { type FeatureQuality, QUALITY_BINS } from '../../explain/explore/exploration.ts';
import { formatCount, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, INK, labelSpace, MUTED } from './figure.ts';
import { legendAbove, pointSwatch } from './legend.ts';

const LEFT = 64;

/** Features by the share of their values that is missing or zero, of the block that is looked at. Null where nothing is either. */
export function zeroAndMissing({ exploration }: ReportInput, document: Document): Figure | null {
  const quality = exploration?.quality.find(({ block }) => block === exploration.block);
  if (!quality || (quality.missing === 0 && quality.zero === 0)) return null;
  const kinds = (['missing', 'zero'] as const).filter((kind) => quality[kind] > 0);
  const rows = QUALITY_BINS.flatMap((bin, b) =>
    kinds.map((kind) => ({ bin, kind, count: countsOf(quality, kind)[b]!, key: `${bin} ${kind}` })),
  );
  const domain = QUALITY_BINS.flatMap((bin) => [...kinds.map((kind) => `${bin} ${kind}`), `after ${bin}`]).slice(0, -1);
  const right = labelSpace(
    rows.map(({ count }) => formatCount(count)),
    80,
  );
  const legend = legendAbove(
    kinds.map((kind) => ({ text: kind, swatch: pointSwatch('square', COLOURS[kind]) })),
    LEFT,
    right,
  );
  const alt = `Bar chart of ${formatCount(quality.features)} features of ${quality.block} by the share of their values. ${kinds
    .map((kind) => `${kind}: ${QUALITY_BINS.map((bin, b) => `${bin} ${countsOf(quality, kind)[b]}`).join(', ')}`)
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: legend.height + domain.length * 15 + 8,
    marginLeft: LEFT,
    marginRight: right + 16,
    marginTop: legend.height,
    marginBottom: 8,
    x: { axis: null, domain: [0, quality.features] },
    y: { type: 'band', domain, axis: null, padding: 0.1 },
    marks: [
      Plot.barX(rows, { y: 'key', x: 'count', fill: ({ kind }: { kind: Kind }) => COLOURS[kind] }),
      Plot.text(rows, {
        ...{ y: 'key', x: 'count', textAnchor: 'start', dx: 5, fontSize: 11, fill: INK },
        text: ({ count }: { count: number }) => formatCount(count),
      }),
      Plot.text(QUALITY_BINS.slice(), {
        ...{ y: (bin: string) => `${bin} ${kinds[0]}`, frameAnchor: 'left', textAnchor: 'end', dx: -8, fill: MUTED },
        dy: kinds.length > 1 ? 8 : 0,
        text: (bin: string) => bin,
      }),
      legend.marks,
    ],
    color: { type: 'identity' },
  });
  const { allZero, constant, missing, zero } = quality;
  const said = [
    `${formatPercent(missing)} of the values are missing and ${formatPercent(zero)} are zero`,
    ...(constant > 0
      ? [
          `${formatCount(constant)} features have one value only, ${formatCount(allZero)} of them 0, and can tell nothing`,
        ]
      : []),
  ].join('; ');
  return {
    title: 'Zero and missing values',
    svg,
    sentence: `Features of ${quality.block} by the share of the samples in which they are missing or zero. In all, ${said}.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['share of the samples', 'kind', 'features'],
      rows: rows.map(({ bin, kind, count }) => [bin, kind, count]),
    },
  };
}

type Kind = 'missing' | 'zero';
const COLOURS = { missing: classColour(1), zero: classColour(0) };

const countsOf = (quality: FeatureQuality, kind: Kind) => (kind === 'zero' ? quality.byZero : quality.byMissing);
