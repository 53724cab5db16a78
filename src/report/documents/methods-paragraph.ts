import { formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { learnerName, metricWords } from '../words.ts';
import { citationsOf } from './citations.ts';
import { evidenceOf } from './evidence.ts';

/** The methods of a run as a paper would say them, with the works to cite. Only what the record holds. */
export function methodsParagraph(input: ReportInput): {
  readonly sentences: readonly string[];
  readonly references: readonly string[];
} {
  const { record } = input;
  const { study, results, chosen } = record;
  const known = evidenceOf(input);
  const works = citationsOf(record);
  const references: string[] = [];
  /** Numbered as they come. */
  const cite = (word: string) => {
    const work = works.find((one) => one.for === word);
    if (!work) return '';
    if (!references.includes(work.text)) references.push(work.text);
    return ` [${references.indexOf(work.text) + 1}]`;
  };
  const clustering = study.task === 'clustering';
  const learners = formatList(
    results.map(
      ({ learner }) =>
        `${learnerName(learner)}${cite(wordOf(learner, record))}${study.task === 'survival' && wordOf(learner, record) === 'forest' ? cite('survival-forest') : ''}`,
    ),
  );
  const sentences = [
    known.data && `The study took ${known.data.text}`,
    known.outcome?.text,
    known.preparation?.text,
    `${clustering ? 'Groups were sought' : 'Models were trained'} with ${learners}.`,
    known.split?.text.replace(/\.$/, `${cite('nested')}.`),
    clustering
      ? undefined
      : `Settings and the final learner (${learnerName(chosen)}) were chosen by ${metricWords(study.metric).name}.`,
    known.independence?.text,
    results.some(({ calibration }) => calibration?.folds)
      ? `Probabilities were calibrated on predictions held out inside each training part${cite('calibration')}.`
      : undefined,
    known.metrics &&
      `Performance is given as ${known.metrics.text.replace(/\.$/, '')}${cite('bootstrap')}${cite('ipcw')}.`,
    known.comparison?.text,
    known.audit?.text,
    `All was computed with Cistron ${record.cistron}${versions(input)}, seed ${study.seed}.`,
  ];
  return { sentences: sentences.filter((one) => one !== undefined), references };
}

/** The word of the registry behind a learner's name. */
export function wordOf(name: string, { study }: ReportInput['record']): string {
  const specs = Array.isArray(study.learners) ? (study.learners as { name?: unknown; word?: unknown }[]) : [];
  const word = specs.find((spec) => spec.name === name)?.word;
  return typeof word === 'string' ? word : name;
}

function versions({ reproduce }: ReportInput): string {
  const all = Object.entries(reproduce?.versions ?? {});
  return all.length > 0 ? ` (${all.map(([name, version]) => `${name} ${version}`).join(', ')})` : '';
}
