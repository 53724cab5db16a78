import * as Plot from '@observablehq/plot';
import { FIGURE_WIDTH, fitText, INK, textWidth } from './figure.ts';

export interface LegendItem {
  readonly text: string;
  /** The mark that stands before the text, drawn at the top left corner of the frame, moved by this many pixels. */
  swatch(dx: number, dy: number): Plot.Markish;
}

export interface Legend {
  /** Space above the frame. */
  readonly height: number;
  readonly marks: Plot.Markish;
}

const ROW = 22;

/** Flows the items into rows above the frame of a figure with these margins. */
export function legendAbove(items: readonly LegendItem[], left: number, right: number): Legend {
  const start = 8 - left;
  const room = FIGURE_WIDTH - right - left;
  let x = start;
  let row = 0;
  const places = items.map((item) => {
    const text = fitText(item.text, 150);
    const width = textWidth(text) + 34;
    if (x > start && x + width > room) {
      x = start;
      row++;
    }
    const place = { item, x, row, text };
    x += width;
    return place;
  });
  const height = (row + 1) * ROW + 14;
  return {
    height,
    marks: places.map(({ item, x, row, text }) => {
      const dy = 10 - height + row * ROW;
      return [
        item.swatch(x + 6, dy),
        Plot.text([text], { frameAnchor: 'top-left', lineAnchor: 'middle', dx: x + 17, dy, fill: INK }),
      ];
    }),
  };
}

/** A point as the swatch of an item. */
export function pointSwatch(symbol: Plot.SymbolType, colour: string, hollow = false): LegendItem['swatch'] {
  return (dx, dy) =>
    Plot.dot([0], {
      frameAnchor: 'top-left',
      dx,
      dy,
      symbol,
      r: 5,
      fill: hollow ? 'none' : colour,
      stroke: hollow ? colour : 'none',
      strokeWidth: 1.5,
    });
}

/** A piece of a line as the swatch of an item. */
export function lineSwatch(stroke: string, strokeDasharray: string, strokeWidth = 2.5): LegendItem['swatch'] {
  const shape = {
    draw(context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }, length: number) {
      context.moveTo(0, 0);
      context.lineTo(0, -length);
    },
  };
  return (dx, dy) =>
    Plot.vector([0], {
      frameAnchor: 'top-left',
      dx,
      dy,
      length: 16,
      rotate: 90,
      shape,
      stroke,
      strokeDasharray,
      strokeWidth,
    });
}
