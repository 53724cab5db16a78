import { type Attributed, attributed } from '../attributed.ts';
import { outputInWords, scaleInWords } from '../attribution-words.ts';
import { countOf } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Figure } from './figure.ts';
import { waterfall } from './waterfall.ts';

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

/**
 * A waterfall of a typical case: from the answer where nothing is known to that of these samples, by the mean of what each feature adds to it; no sample by itself is shown. Null without
 * an explanation, or where no fold speaks of the output.
 */
export function typicalCase(input: ReportInput, kind: Kind, document: Document): Figure | null {
  const found = attributed(input);
  const k = kind.output;
  const own = kind.samples.filter((s) => found && !Number.isNaN(found.base[k]![s]!));
  if (!found || own.length === 0) return null;
  const { study } = input.record;
  const mean = (column: Float64Array) =>
    own.reduce((sum, s) => sum + (Number.isNaN(column[s]!) ? 0 : column[s]!), 0) / own.length;
  const many = countOf(kind.samples.length, 'held-out sample');
  const { start, end, most, ...figure } = waterfall(
    {
      title: `A typical case of ${kind.name}`,
      of: `mean of ${many} of ${kind.name}`,
      output: outputInWords(found.explanation.outputs[k]!, study),
      unit: scaleInWords(found.explanation.scale, study),
      base: mean(found.base[k]!),
      moves: found.features.map((label, f) => ({ label, move: mean(found.values[k]![f]!) })),
      rest: mean(found.rest[k]!),
    },
    document,
  );
  return {
    ...figure,
    sentence: `The mean of ${many}, no patient's own: from ${start}, what is said of a sample of which nothing is known, to ${end}; ${most}. Single samples can look quite different.`,
  };
}
