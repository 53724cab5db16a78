import * as Plot from '@observablehq/plot';
import { escapeHtml } from '../html.ts';
import { themed } from '../palette.ts';
import type { FigureData } from './figure-data.ts';

/** One drawn figure with everything a reader needs to use it, computed from the same data. */
export interface Figure {
  readonly title: string;
  /** One `<svg>` element with `role="img"` and the alternative text as its label. */
  readonly svg: string;
  /** What it shows, for a reader who does not know this kind of figure. */
  readonly sentence: string;
  /** Alternative text: kind of figure, axes, and the values that matter. */
  readonly alt: string;
  /** Natural width in pixels; it may grow a little, and shrinks no further than text stays readable. */
  readonly width: number;
  /** What is drawn, for a reader who draws it anew. */
  readonly data: FigureData;
}

/** Width of a figure that fits a phone when shrunk by a fifth, and stands two abreast on a desk. */
export const FIGURE_WIDTH = 420;
export const FONT_SIZE = 13;

/** Colours used by every figure; they follow the page's theme. */
export const INK = themed('ink');
export const MUTED = themed('muted');
export const LINE = themed('line');
export const ACCENT = themed('accent');
export const PAGE = themed('page');

/** Draws a plot to SVG text. The class name is pinned, because Plot otherwise makes one that differs from run to run. */
export function drawSvg(document: Document, alt: string, options: Plot.PlotOptions): string {
  const svg = Plot.plot({
    width: FIGURE_WIDTH,
    ...options,
    document,
    className: 'figure-plot',
    ariaLabel: LABEL,
    style: {
      fontSize: `${FONT_SIZE}px`,
      color: INK,
      background: 'none',
    },
  });
  svg.setAttribute('role', 'img');
  // The label is put in as text of our own escaping, so that it does not hang on how a document writes attributes.
  // Plot also names its marks (`aria-label="dot"`), which within an image says nothing and is not allowed without a role.
  return svg.outerHTML
    .replace(/(<(?!svg)\w+\b[^>]*?) aria-label="[^"]*"/g, '$1')
    .replace(`"${LABEL}"`, () => `"${escapeHtml(alt)}"`);
}
const LABEL = 'figure-label';

/** With more points than this a tool tip on each would be half of the file. */
export const HOVERED_MOST = 1500;

/** Radius of a point among n. */
export function pointSize(n: number): number {
  return n > 2000 ? 2 : n > 300 ? 2.8 : 4;
}

/** An axis of a scatter: a label in the middle, no arrow, no tick marks. */
export function plainAxis(label: string): Plot.ScaleOptions {
  return { ticks: 5, tickSize: 0, label, labelAnchor: 'center', labelArrow: 'none' };
}

/** Rough width of a text in pixels, for margins and legends: there is no font to measure with outside a browser. */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  let em = 0;
  for (const character of text) {
    if (/[iljtf.,:;'|!()[\]]/.test(character)) em += 0.33;
    else if (/[mwMW@%−]/.test(character)) em += 0.9;
    else if (/[A-Z]/.test(character)) em += 0.68;
    else em += 0.58;
  }
  return em * fontSize;
}

/** The text, cut with an ellipsis so that it is at most `width` pixels wide. */
export function fitText(text: string, width: number, fontSize = FONT_SIZE): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Space for the widest of these labels, at most `most` pixels. */
export function labelSpace(labels: readonly string[], most: number): number {
  return Math.ceil(Math.min(most, Math.max(0, ...labels.map((label) => textWidth(label)))));
}

/** Margins that hold the numbers beside the y axis and the half of the last one of the x axis that hangs over. */
export function marginsFor(x: readonly string[], y: readonly string[]): { marginLeft: number; marginRight: number } {
  return { marginLeft: 30 + labelSpace(y, 90), marginRight: Math.max(16, labelSpace(x, 90) / 2 + 2) };
}
