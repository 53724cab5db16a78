import * as Plot from '@observablehq/plot';
import { tickInWords } from '../attribution-words.ts';
import { amountsLike, formatList } from '../format.ts';
import { classColour } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED } from './figure.ts';

const SHOWN = 8;
const ROW = 24;
/** Of the strongest: a feature that moves less is among the others. */
const SMALL = 0.01;
const OTHERS = 'all others';

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface Move {
  readonly label: string;
  readonly move: number;
}

export interface Fall {
  readonly title: string;
  /** Of what: `mean of 38 held-out samples of A`. */
  readonly of: string;
  /** The answer that is followed, and the unit it is in. */
  readonly output: string;
  readonly unit: string;
  /** The answer where nothing is known. */
  readonly base: number;
  /** What each feature adds. */
  readonly moves: readonly Move[];
  /** What features add that have no move here. */
  readonly rest: number;
}

/** The figure without its sentence, and what a sentence can say of it. */
export interface DrawnFall extends Omit<Figure, 'sentence'> {
  readonly start: string;
  readonly end: string;
  /** `a and b move it most; more comes of the many others together (+1.2)`. */
  readonly most: string;
}

/** A waterfall: from the answer where nothing is known to that of a sample, feature by feature, the strongest first. */
export function waterfall({ title, of, output, unit, base, moves, rest }: Fall, document: Document): DrawnFall {
  const steps = stepsOf(base, moves, rest);
  const ends = steps.flatMap(({ from, to }) => [from, to]).concat(0);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const last = steps.length - 1;
  const format = amountsLike(Math.max(Math.abs(steps[0]!.to), Math.abs(steps[last]!.to)));
  // What features add can be far less than where they start, and than all others together.
  const ofMove = amountsLike(Math.max(...moves.map(({ move }) => Math.abs(move))));
  const signed = ({ label, from, to }: Step) => {
    const write = label === OTHERS ? amountsLike(Math.abs(to - from)) : ofMove;
    return to > from ? `+${write(to - from)}` : write(to - from);
  };
  const nameSpace = labelSpace(
    steps.map(({ label }) => label),
    150,
  );
  const textOf = (step: Step, i: number) => (i === 0 || i === last ? format(step.to) : signed(step));
  const alt = `Waterfall towards ${output} in ${unit}, ${of}. ${steps.map((step, i) => `${step.label} ${textOf(step, i)}`).join(', ')}.`;
  const pad = 0.02 * (high - low || 1);
  const svg = drawSvg(document, alt, {
    height: steps.length * ROW + 62,
    marginLeft: nameSpace + 14,
    marginRight: 66,
    marginTop: 10,
    marginBottom: 46,
    x: {
      domain: [low - pad, high + pad],
      ticks: 4,
      tickSize: 0,
      label: `${fitText(output, 160)} (${unit})`,
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: tickInWords,
    },
    y: { type: 'band', domain: steps.map((_, i) => i), axis: null, padding: 0.25 },
    marks: [
      Plot.ruleX([0], { stroke: LINE }),
      Plot.barX(steps, {
        y: (_: Step, i: number) => i,
        x1: ({ from }: Step) => from,
        x2: ({ to }: Step) => to,
        fill: ({ from, to }: Step, i: number) => (i === 0 || i === last ? MUTED : classColour(to > from ? 0 : 1)),
      }),
      Plot.link(steps.slice(0, -1), {
        x1: ({ to }: Step) => to,
        x2: ({ to }: Step) => to,
        y1: (_: Step, i: number) => i,
        y2: (_: Step, i: number) => i + 1,
        stroke: MUTED,
        strokeDasharray: '2 2',
      }),
      Plot.text(steps, {
        y: (_: Step, i: number) => i,
        text: ({ label }: Step) => fitText(label, nameSpace),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(steps, {
        y: (_: Step, i: number) => i,
        text: textOf,
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: INK,
      }),
    ],
    color: { type: 'identity' },
  });
  return {
    ...{ title, svg, alt, width: FIGURE_WIDTH, start: format(steps[0]!.to), end: format(steps[last]!.to) },
    most: mostOf(steps, signed),
    data: {
      columns: ['step', 'from', 'to'],
      rows: steps.map(({ label, from, to }) => [label, from, to]),
    },
  };
}

/** Start, the features that move it most, all others, end. */
function stepsOf(base: number, moves: readonly Move[], rest: number): Step[] {
  const sorted = [...moves].sort((a, b) => Math.abs(b.move) - Math.abs(a.move));
  const shown = sorted.slice(0, SHOWN).filter(({ move }) => Math.abs(move) > SMALL * Math.abs(sorted[0]!.move));
  const others = sorted.slice(shown.length).reduce((sum, { move }) => sum + move, rest);
  const all = others === 0 ? shown : [...shown, { label: OTHERS, move: others }];
  let at = base;
  const steps: Step[] = [{ label: 'nothing known', from: 0, to: at }];
  for (const { label, move } of all) {
    steps.push({ label, from: at, to: at + move });
    at += move;
  }
  return [...steps, { label: 'together', from: 0, to: at }];
}

function mostOf(steps: readonly Step[], signed: (step: Step) => string): string {
  const sizeOf = (step: Step | undefined) => (step ? Math.abs(step.to - step.from) : 0);
  const inner = steps.slice(1, -1).filter(({ label }) => label !== OTHERS);
  const pull = inner.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 2);
  if (pull.length === 0) return 'no feature moves it';
  const others = steps.find(({ label }) => label === OTHERS);
  const many =
    others && sizeOf(others) > sizeOf(pull[0])
      ? `; more comes of the many others together (${signed(others)}): no single feature makes this case`
      : '';
  return `${formatList(pull.map(({ label }) => label))} ${pull.length === 1 ? 'moves' : 'move'} it most${many}`;
}
