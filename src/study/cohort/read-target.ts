import { DataError } from '../../base/errors.ts';
import type { Warning } from '../../base/warning.ts';
import { unitOfTime } from '../../read/index.ts';
import { type Annotations, findColumn, textValues } from '../../table/annotations.ts';
import { classCounts, classTarget, numberTarget, survivalTarget, type Target, type Task } from '../../table/target.ts';
import type { SamplesSpec } from '../file/study.ts';

/** The target of a study, of the samples that have one. */
export interface ReadTarget {
  readonly target: Target;
  /** The samples that have one: indices into the annotations, rising. */
  readonly rows: readonly number[];
  /** With two classes, the index of the one called positive. */
  readonly positive?: number;
  /** What was found, a sentence for the user. */
  readonly statement: string;
  readonly warnings: readonly Warning[];
}

/** The columns of the sample sheet that the target is made of. */
export function targetColumns({ target, targets = [], survival }: SamplesSpec): string[] {
  return [target, ...targets, survival?.time, survival?.event].filter((name) => name !== undefined);
}

/**
 * Reads what is to be predicted. Without a declared task, a column of more than 10 different numbers is a regression, any other a
 * classification; survival columns are declared. Samples without a value, or with a time that is not above 0, are left out with a warning.
 * @throws {DataError} words where numbers must be, one class, no event, an event that is neither 0 nor 1 nor a known word.
 */
export function readTarget(annotations: Annotations, samples: SamplesSpec, task: Task | undefined): ReadTarget {
  if (samples.survival) return readSurvival(annotations, samples, samples.survival);
  if (samples.target === undefined) {
    const rows = [...annotations.ids.keys()];
    const statement = 'no target: groups are to be found';
    return { target: { task: 'clustering', nSamples: rows.length }, rows, statement, warnings: [] };
  }
  const name = samples.target;
  const where = `${samples.file}: column '${name}'`;
  const labels = textValues(findColumn(annotations, name, samples.file));
  const rows = [...labels.keys()].filter((i) => labels[i] !== null);
  const warnings = leftOut(rows.length, labels.length, `no '${name}'`, 'unlabelled-samples', samples.file);
  const known = rows.map((i) => labels[i]!);
  if ((task ?? inferTask(known)) === 'regression') {
    const target = numberTarget(toNumbers(known, where), where);
    const found = `'${name}' has ${new Set(known).size} different numbers`;
    const statement = task
      ? `${found}: regression`
      : `${found}: taken as regression (task: classification overrules this)`;
    return { target, rows, statement, warnings };
  }
  const target = classTarget(known, where);
  const positive = positiveClass(target, samples);
  const counts = classCounts(target);
  const shown = target.classes.map((label, k) => `${label} ${counts[k]}`).join(', ');
  const which = positive === undefined ? '' : `; '${target.classes[positive]}' counts as positive`;
  const statement = `'${name}' has ${target.classes.length} classes: ${shown}${which}`;
  return { target, rows, ...(positive === undefined ? {} : { positive }), statement, warnings };
}

function readSurvival(
  annotations: Annotations,
  { file }: SamplesSpec,
  columns: NonNullable<SamplesSpec['survival']>,
): ReadTarget {
  const whereTime = `${file}: column '${columns.time}'`;
  const whereEvent = `${file}: column '${columns.event}'`;
  const timeTexts = textValues(findColumn(annotations, columns.time, file));
  const eventTexts = textValues(findColumn(annotations, columns.event, file));
  const given = [...timeTexts.keys()].filter((i) => timeTexts[i] !== null && eventTexts[i] !== null);
  const allTimes = toNumbers(
    given.map((i) => timeTexts[i]!),
    whereTime,
  );
  const rows = given.filter((_, at) => allTimes[at]! > 0);
  const times = allTimes.filter((time) => time > 0);
  const events = Uint8Array.from(rows, (i) => eventCode(eventTexts[i]!, whereEvent));
  const target = survivalTarget(times, events, whereEvent);
  const seen = events.reduce((sum, event) => sum + event, 0);
  const longest = times.reduce((most, time) => Math.max(most, time), 0);
  return {
    target,
    rows,
    statement: `'${columns.event}' has ${seen} events among ${rows.length} samples, followed for up to ${longest} ${unitOfTime(columns.time) ?? `(in the unit of '${columns.time}', which its name does not say)`}`,
    warnings: [
      ...leftOut(
        given.length,
        timeTexts.length,
        `no '${columns.time}' or '${columns.event}'`,
        'unlabelled-samples',
        file,
      ),
      ...leftOut(rows.length, given.length, `a '${columns.time}' of 0 or less`, 'times-not-positive', file),
    ],
  };
}

function leftOut(kept: number, all: number, why: string, code: string, where: string): Warning[] {
  if (kept === all) return [];
  return [{ code, where, message: `${all - kept} of ${all} samples have ${why} and were left out` }];
}

/** More different numbers than this are a measurement, not names of classes. */
const MOST_NUMBERED_CLASSES = 10;

function inferTask(labels: readonly string[]): Task {
  const distinct = new Set(labels);
  const numbers = [...distinct].every((label) => Number.isFinite(Number(label)));
  return numbers && distinct.size > MOST_NUMBERED_CLASSES ? 'regression' : 'classification';
}

function toNumbers(labels: readonly string[], where: string): Float64Array {
  return Float64Array.from(labels, (label) => {
    const value = Number(label);
    if (Number.isFinite(value)) return value;
    throw new DataError({ where, problem: `every value must be a number, got '${label}'` });
  });
}

const EVENT_WORDS: Readonly<Record<string, 0 | 1>> = {
  ...{ '1': 1, true: 1, yes: 1, event: 1, dead: 1, deceased: 1, died: 1, recurred: 1, progressed: 1 },
  ...{ '0': 0, false: 0, no: 0, censored: 0, alive: 0, living: 0 },
};

/** `1`, `dead`, or as cBioPortal writes it `1:DECEASED`. Codes 1 and 2, as some R data sets have, are refused: they could mean either. */
function eventCode(text: string, where: string): 0 | 1 {
  const word = text.trim().toLowerCase();
  const code = EVENT_WORDS[word] ?? EVENT_WORDS[word.split(':')[0]!] ?? EVENT_WORDS[String(Number(word))];
  if (code !== undefined) return code;
  throw new DataError({
    where,
    problem: `an event must be 1 or 0 (or dead, alive, …), got '${text}'`,
    hint: 'write 1 where the event was seen and 0 where the sample was censored',
  });
}

/** The class that two-class metrics call positive: as declared, else the rarer one. */
function positiveClass(target: ReturnType<typeof classTarget>, { positive }: SamplesSpec): number | undefined {
  if (positive !== undefined) {
    const index = target.classes.indexOf(positive);
    if (index < 0)
      throw new DataError({
        where: 'samples.positive',
        problem: `must be one of the classes ${target.classes.join(', ')}, got '${positive}'`,
      });
    return target.classes.length === 2 ? index : undefined;
  }
  if (target.classes.length !== 2) return undefined;
  const [first, second] = classCounts(target) as [number, number];
  return first < second ? 0 : 1;
}
