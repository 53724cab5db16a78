import * as Plot from '@observablehq/plot';
import { type Attributed, attributed } from '../attributed.ts';
import { outputInWords, scaleInWords, tickInWords } from '../attribution-words.ts';
import { amountsLike, countOf, formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED } from './figure.ts';

const SHOWN = 8;
const ROW = 24;
/** Of the strongest: a feature that moves less is among the others. */
const SMALL = 0.01;
const OTHERS = 'all others';

/** Some held-out samples that are alike, and the output that is followed for them. */
export interface Kind {
  readonly name: string;
  readonly output: number;
  /** Places in the columns of `attributed`. */
  readonly samples: readonly number[];
}

/** The mean of fewer samples would be nearly one patient's own. */
const LEAST = 5;

/** Of a classification the samples of each class, else the third with the lowest and the third with the highest output; none of fewer than 5 samples. */
export function kindsOf(input: ReportInput): Kind[] {
  const found = attributed(input);
  if (!found) return [];
  const { target } = input;
  const { outputs } = found.explanation;
  const all = Array.from(found.rows.keys());
  const kinds =
    target.task === 'classification'
      ? target.classes.map((name, c) => ({
          name,
          // Of two classes the one output speaks for the second.
          output: Math.max(0, outputs.indexOf(name)),
          samples: all.filter((s) => target.codes[found.rows[s]!] === c),
        }))
      : thirds(found, all, outputInWords(outputs[0]!, input.record.study));
  return kinds.filter(({ samples }) => samples.length >= LEAST);
}

function thirds(found: Attributed, all: readonly number[], output: string): Kind[] {
  const said = Float64Array.from(all, (s) => answerOf(found, 0, s));
  const order = [...all].sort((a, b) => said[a]! - said[b]! || a - b);
  const third = Math.floor(order.length / 3);
  return [
    { name: `the third with the lowest ${output}`, output: 0, samples: order.slice(0, third) },
    { name: `the third with the highest ${output}`, output: 0, samples: order.slice(order.length - third) },
  ];
}

const answerOf = ({ base, rest, values }: Attributed, k: number, s: number) =>
  values[k]!.reduce((sum, own) => sum + (Number.isNaN(own[s]!) ? 0 : own[s]!), base[k]![s]! + rest[k]![s]!);

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * A waterfall of a typical case: from the answer where nothing is known to that of these samples, by the mean of what each feature adds to it; no sample by itself is shown. Null without
 * an explanation.
 */
export function typicalCase(input: ReportInput, kind: Kind, document: Document): Figure | null {
  const found = attributed(input);
  if (!found) return null;
  const { study } = input.record;
  const steps = stepsOf(found, kind);
  if (!steps) return null;
  const output = outputInWords(found.explanation.outputs[kind.output]!, study);
  const unit = scaleInWords(found.explanation.scale, study);
  const ends = steps.flatMap(({ from, to }) => [from, to]).concat(0);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const format = amountsLike(Math.max(...steps.map(({ from, to }) => Math.abs(to - from)), Math.abs(steps.at(-1)!.to)));
  const signed = (v: number) => (v > 0 ? `+${format(v)}` : format(v));
  const nameSpace = labelSpace(
    steps.map(({ label }) => label),
    150,
  );
  const last = steps.length - 1;
  const textOf = ({ from, to }: Step, i: number) => (i === 0 || i === last ? format(to) : signed(to - from));
  const alt = `Waterfall towards ${output} in ${unit}, mean of ${kind.samples.length} held-out samples of ${kind.name}. ${steps
    .map((step, i) => `${step.label} ${textOf(step, i)}`)
    .join(', ')}.`;
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
  const inner = steps.slice(1, -1).filter(({ label }) => label !== OTHERS);
  const pull = [...inner].sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from)).slice(0, 2);
  const others = steps.find(({ label }) => label === OTHERS);
  const sizeOf = (step: Step | undefined) => (step ? Math.abs(step.to - step.from) : 0);
  const many =
    others && sizeOf(others) > sizeOf(pull[0])
      ? `; more comes of the many others together (${signed(others.to - others.from)}): no single feature makes this case`
      : '';
  return {
    title: `A typical case of ${kind.name}`,
    svg,
    sentence: `The mean of ${countOf(kind.samples.length, 'held-out sample')}, no patient's own: from ${format(steps[0]!.to)}, what is said of a sample of which nothing is known, to ${format(steps[last]!.to)}; ${formatList(pull.map(({ label }) => label))} ${pull.length === 1 ? 'moves' : 'move'} it most${many}. Single samples can look quite different.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['step', 'from', 'to'],
      rows: steps.map(({ label, from, to }) => [label, from, to]),
    },
  };
}

/** Start, the features that move it most, all others, end. Undefined where no fold speaks of the output. */
function stepsOf(found: Attributed, { output: k, samples }: Kind): Step[] | undefined {
  const own = samples.filter((s) => !Number.isNaN(found.base[k]![s]!));
  if (own.length === 0) return undefined;
  const mean = (column: Float64Array) =>
    own.reduce((sum, s) => sum + (Number.isNaN(column[s]!) ? 0 : column[s]!), 0) / own.length;
  const moves = found.features.map((label, f) => ({ label, move: mean(found.values[k]![f]!) }));
  moves.sort((a, b) => Math.abs(b.move) - Math.abs(a.move));
  const shown = moves.slice(0, SHOWN).filter(({ move }) => Math.abs(move) > SMALL * Math.abs(moves[0]!.move));
  const others = moves.slice(shown.length).reduce((sum, { move }) => sum + move, mean(found.rest[k]!));
  const all = others === 0 ? shown : [...shown, { label: OTHERS, move: others }];
  let at = mean(found.base[k]!);
  const steps: Step[] = [{ label: 'nothing known', from: 0, to: at }];
  for (const { label, move } of all) {
    steps.push({ label, from: at, to: at + move });
    at += move;
  }
  return [...steps, { label: 'together', from: 0, to: at }];
}
