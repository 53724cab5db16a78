import * as Plot from '@observablehq/plot';
import type { ComposedPart, Composition } from '../../validate/subgroups/mean-composition.ts';
import { capitalise, countOf, formatCount, formatList, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour } from '../palette.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, labelSpace, MUTED, PAGE } from './figure.ts';
import { legendAbove, pointSwatch } from './legend.ts';

const ROW = 21;
/** As many as there are colours; classes beyond are drawn as one. */
const SHOWN = 8;
/** Beside the largest, shares from here on are told in words. */
const TOLD = 0.05;

interface Piece {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly title: string;
}

/**
 * Mean out-of-fold probabilities of the classes in each part of a column, as stacked shares: parts under the class that most of their samples
 * are of, the surest first. Null where the study does not ask for it, or no part is large enough.
 */
export function compositionByGroup({ record }: ReportInput, document: Document): Figure | null {
  const { composition } = record;
  const shown = composition?.parts.filter(isShown) ?? [];
  if (!composition || shown.length === 0) return null;
  const { column, classes, learner } = composition;
  const own = (part: ComposedPart) => part.shares[classes.indexOf(part.class)]!;
  const blocks = classes
    .map((name) => ({ name, parts: shown.filter((part) => part.class === name).sort((a, b) => own(b) - own(a)) }))
    .filter(({ parts }) => parts.length > 0);
  const parts = blocks.flatMap((block) => block.parts);
  const legend = stacked(classes, parts);
  const pieces = parts.flatMap((part) => piecesOf(part, legend));
  const labels = parts.map(({ name, samples }) => `${name} (${formatCount(samples)})`);
  const left = labelSpace(labels, 150) + 18;
  const right = labelSpace(['100%'], 60) / 2 + 4;
  const key = legendAbove(
    legend.map(({ name, colour }) => ({ text: name, swatch: pointSwatch('square', colour) })),
    left,
    right,
  );
  const domain = blocks.flatMap(({ name, parts }) => [headingOf(name), ...parts.map((part) => part.name)]);
  const alt = `Stacked bars, mean probability of each class in each ${column}. ${blocks
    .map(({ name, parts }) => `Mostly ${name}: ${parts.map((part) => partInWords(part, classes)).join('; ')}`)
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: domain.length * ROW + key.height + 46,
    marginLeft: left,
    marginRight: right,
    marginTop: key.height,
    marginBottom: 46,
    x: {
      domain: [0, 1],
      ticks: 5,
      tickFormat: '.0%',
      tickSize: 0,
      label: 'mean probability',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { type: 'band', domain, axis: null, paddingInner: 0.18, paddingOuter: 0 },
    marks: [
      key.marks,
      blocks.map(({ name }) =>
        Plot.text([name], {
          y: [headingOf(name)],
          frameAnchor: 'left',
          textAnchor: 'start',
          dx: 1,
          dy: 2,
          fontWeight: 600,
          fill: INK,
        }),
      ),
      Plot.barX(pieces, {
        y: 'key',
        x1: 'from',
        x2: 'to',
        fill: (piece: Piece) => piece.colour,
        stroke: PAGE,
        strokeWidth: 0.5,
        title: 'title',
      }),
      Plot.text(parts, {
        y: 'name',
        text: (_: ComposedPart, p: number) => fitText(labels[p]!, left - 18),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
    ],
  });
  return {
    title: `What ${learnerName(learner)} says of each ${column}`,
    svg,
    sentence: sentenceOf(composition, parts),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: [column, 'samples', 'most are of', ...classes],
      rows: parts.map(({ name, samples, class: most, shares }) => [name, samples, most, ...shares]),
    },
  };
}

interface Layer {
  readonly name: string;
  readonly colour: string;
  /** Indices of the classes drawn as one. */
  readonly classes: readonly number[];
}

/** The classes with their colours, from left to right; beyond as many as there are colours the rarest in one grey layer. */
function stacked(classes: readonly string[], parts: readonly ComposedPart[]): Layer[] {
  const all = [...classes.keys()];
  const total = (k: number) => parts.reduce((sum, { shares }) => sum + shares[k]!, 0);
  const kept =
    classes.length <= SHOWN ? all : [...all].sort((a, b) => total(b) - total(a) || a - b).slice(0, SHOWN - 1);
  const rest = all.filter((k) => !kept.includes(k));
  // With all classes drawn each has the colour that it has in the other figures.
  const layers = kept
    .sort((a, b) => a - b)
    .map((k, at) => ({ name: classes[k]!, colour: classColour(at), classes: [k] }));
  return rest.length === 0 ? layers : [...layers, { name: `${rest.length} others`, colour: MUTED, classes: rest }];
}

function piecesOf({ name, shares }: ComposedPart, layers: readonly Layer[]): Piece[] {
  let from = 0;
  return layers.map((layer) => {
    const share = layer.classes.reduce((sum, k) => sum + shares[k]!, 0);
    const piece = { key: name, from, to: Math.min(1, from + share), colour: layer.colour };
    from += share;
    return { ...piece, title: `${name}: ${layer.name} ${formatPercent(share)}` };
  });
}

/** The first share, and each further one that is not small. */
function partInWords({ name, samples, shares }: ComposedPart, classes: readonly string[]): string {
  const order = [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!);
  const told = order.filter((k, rank) => rank === 0 || shares[k]! >= TOLD);
  return `${name} (${countOf(samples, 'sample')}) ${told.map((k) => `${classes[k]} ${formatPercent(shares[k]!)}`).join(', ')}`;
}

function sentenceOf({ column, classes, parts: all, unknown }: Composition, parts: readonly ComposedPart[]): string {
  const own = (part: ComposedPart) => part.shares[classes.indexOf(part.class)]!;
  const mixed = [...parts].sort((a, b) => own(a) - own(b))[0]!;
  const hidden = all.filter((part) => !isShown(part));
  const others = classes
    .map((name, k) => ({ name, share: mixed.shares[k]! }))
    .filter(({ name, share }) => name !== mixed.class && share >= 0.01)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${formatPercent(share)}`);
  const lead = `Mean of the probabilities that a model which had not seen them gives to the samples of each ${column}, under the class that most of them are of. Least sure is it of ${mixed.name}: ${mixed.class} ${formatPercent(own(mixed))}${others.length > 0 ? `, ${formatList(others)}` : ''}.`;
  const caution = 'A share is how sure the model is, not a share of ancestors or of samples.';
  const small = hidden.length > 0 ? ` Not shown, too small: ${formatList(hidden.map(({ name }) => name))}.` : '';
  const without = unknown > 0 ? ` ${capitalise(column)} is not known of ${countOf(unknown, 'sample')}.` : '';
  return `${lead} ${caution}${small}${without}`;
}

/** No part is called so: a name has no line break at its end. */
const headingOf = (name: string) => `${name}\n`;

const isShown = (part: Composition['parts'][number]): part is ComposedPart => 'shares' in part;
