import { capitalise, countOf, formatCount, formatIntervalInWords, formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { outcomeInWords } from '../outcome.ts';
import { splitInWords } from '../split-in-words.ts';
import { summarySentences } from '../summary-sentences.ts';
import { verdict } from '../verdict.ts';
import { learnerName, metricFormat, metricWords, sampleNoun } from '../words.ts';

/** What a run can prove about itself: a sentence made of its record, and where the proof stands. */
export interface Evidence {
  readonly text: string;
  /** A section of the report (`#data`), or a file of the run folder. */
  readonly at: string;
}

/** Everything a checklist may ask of a run; absent where this run has no proof of it. */
export type EvidenceTable = Readonly<Partial<Record<EvidenceName, Evidence>>>;
export type EvidenceName = keyof ReturnType<typeof everyEvidence>;

/** @returns only what the record holds: a checklist leaves the rest blank. Cost linear in the record. */
export function evidenceOf(input: ReportInput): EvidenceTable {
  const found = Object.entries(everyEvidence(input)).filter(([, evidence]) => evidence !== undefined);
  return Object.fromEntries(found) as EvidenceTable;
}

function everyEvidence(input: ReportInput) {
  const { record, target } = input;
  const { study, data, audit, chosen, results, baselines, decisions, subgroups } = record;
  const split = splitInWords(study);
  const groups = [study.group].flat().filter((column) => typeof column === 'string');
  const blocks = Object.entries(data.blocks);
  const features = blocks.reduce((sum, [, block]) => sum + block.features, 0);
  const best = results.find(({ learner }) => learner === chosen);
  const external = typeof study.split === 'object' && study.split !== null && 'external' in study.split;
  const warned = audit.filter(({ status }) => status !== 'pass');
  const shared = record.folds.reduce((most, fold) => Math.max(most, fold.groups.shared), 0);
  const metric = metricWords(study.metric).name;
  const prepared = blocks.filter(([, block]) => block.prepare.length > 0);
  const filled = blocks.flatMap(([name, block]) =>
    block.prepare.filter((step) => /missing/.test(step)).map((step) => `${name}: ${step}`),
  );
  const classes = target.task === 'classification';
  const clusters = target.task === 'clustering';
  const curve = record['learning-curve'];
  const scored = Object.entries(best?.metrics ?? {});
  const bare = scored.filter(([, { low, high }]) => !Number.isFinite(low) || !Number.isFinite(high));
  const { learner: _, distance, ...judging } = decisions ?? {};
  const judged = Object.values(judging).some(Boolean);
  const corrected = record['chosen-corrected']?.[study.metric];
  return {
    title: at('#summary', `Title of the study: “${study.title}”.`),
    abstract: at('#summary', summarySentences(input).join(' ')),
    data: at(
      '#data',
      `${formatCount(data.samples)} ${sampleNoun(study)} and ${formatCount(features)} features in ${countOf(blocks.length, 'block')}: ${formatList(blocks.map(([name, block]) => `${name} (${block.kind}, ${formatCount(block.features)})`))}.`,
    ),
    files: at(
      'study.lock.json',
      `Files as read, known by their SHA-256: ${formatList([...new Set(blocks.map(([, block]) => block.file))])}.`,
    ),
    eligibility:
      typeof where(study) === 'string'
        ? at('run.json', `Rows of the sheet were taken where ${where(study)}.`)
        : undefined,
    outcome: clusters ? undefined : at('#data', outcomeInWords(target, study, data.samples)),
    predictors: at(
      '#data',
      `All ${formatCount(features)} features of ${formatList(blocks.map(([name]) => name))}${input.topFeatures.length > 0 ? '; those that were selected, and how often, stand under what drives the model' : ''}.`,
    ),
    preparation:
      prepared.length > 0
        ? at(
            '#data',
            `Fitted on training rows only and applied to the test rows: ${prepared.map(([name, block]) => `${name}: ${block.prepare.join(', ')}`).join('; ')}.`,
          )
        : undefined,
    missing: filled.length > 0 ? at('#data', `Missing values: ${filled.join('; ')}.`) : undefined,
    split: at(
      '#data',
      `${split.design}${clusters ? '' : `; settings were chosen in ${countOf(study.inner, 'inner fold')}`}, seed ${study.seed}.`,
    ),
    independence: at(
      '#data',
      `${shared === 0 ? 'No group stands on both sides of any split' : `Up to ${shared} groups stand on both sides of a split`}${groups.length > 0 ? `; groups are given by ${formatList(groups)}` : ''}${study.groups === 'inferred' ? '; groups found by the audit are kept together as well' : ''}.`,
    ),
    audit:
      audit.length > 0
        ? at(
            '#data',
            `${countOf(audit.length, 'rule')} of leakage and confounding were asked; ${warned.length === 0 ? 'none objected' : `${formatList(warned.map(({ rule, status }) => `${rule} (${status})`))} did not pass`}.`,
          )
        : undefined,
    learners: at(
      '#performance',
      `${formatList(results.map(({ learner }) => learnerName(learner)))}${results.length > 1 ? `; ${learnerName(chosen)} had the best ${metric}${clusters ? '' : ' on samples not seen'}, and` : ', which'} was fitted anew for model.cistron.`,
    ),
    tuning: best?.settings.some((setting) => Object.keys(setting).length > 0)
      ? at('#performance', `The settings chosen inside each outer fold are listed for every learner.`)
      : undefined,
    metrics: at(
      '#performance',
      `${formatList(scored.map(([name]) => metricWords(name).name))}, ${bare.length === 0 ? 'each' : `all but ${formatList(bare.map(([name]) => metricWords(name).name))}`} with a 95 % interval from a bootstrap over groups.`,
    ),
    performance: best?.metrics[study.metric]
      ? at(
          '#performance',
          `${learnerName(chosen)}: ${metric} ${formatIntervalInWords(best.metrics[study.metric]!, metricFormat(study.metric))}${clusters ? '' : external ? ' in the external cohort' : ' on samples not seen'}.`,
        )
      : undefined,
    comparison:
      baselines.length > 0 && !clusters
        ? at(
            '#performance',
            `Scored on the same splits: ${formatList(baselines.map(({ name, metrics }) => `${learnerName(name)}${metrics[study.metric] ? ` (${metricFormat(study.metric)(metrics[study.metric]!.value)})` : ''}`))}.`,
          )
        : undefined,
    standing: clusters ? undefined : at('#summary', STANDING[verdict(record).standing]),
    optimism: corrected
      ? at(
          '#uncertainty',
          `The procedure of choosing the best of these learners reaches ${metric} ${formatIntervalInWords(corrected, metricFormat(study.metric))}: that of the chosen learner, corrected for its having been picked.`,
        )
      : undefined,
    size: record.power
      ? at('#uncertainty', 'The number of samples needed for the observed gain is given with the result.')
      : curve
        ? at('#uncertainty', 'A learning curve shows the score against the number of training samples.')
        : undefined,
    calibration: best?.calibration
      ? at(
          '#performance',
          'How far the predictions mean what they say is shown, and what was done about it in the folds.',
        )
      : undefined,
    imbalance: classes
      ? at(
          '#performance',
          capitalise(
            `${/stratified/i.test(split.design) ? 'classes are stratified over folds; ' : ''}${metric} and the scores of each class stand beside accuracy.`,
          ),
        )
      : undefined,
    fairness: subgroups
      ? at(
          '#subgroups',
          `The chosen learner was scored in parts of the cohort by ${formatList(subgroups.columns.map(({ column }) => column))}, with intervals and adjusted differences.`,
        )
      : undefined,
    output: at('predictions.tsv', OUTPUT[target.task]),
    decisions: judged
      ? at(
          '#decisions',
          'What may be done with an answer, and when it is withheld, is judged on folds that had no part in choosing it.',
        )
      : undefined,
    unseen: distance
      ? at(
          '#decisions',
          'The saved model measures how far a new sample lies from the training samples and refuses one unlike all of them.',
        )
      : undefined,
    external: external ? at('#data', split.told) : undefined,
    model: at('model.cistron', 'The fitted preparation and model, as data, not code.'),
    drivers:
      input.topFeatures.length > 0
        ? at(
            '#drivers',
            `The strongest of ${formatCount(features)} features, with the number of folds that chose each.`,
          )
        : undefined,
    code: at(
      '#reproduce',
      `Cistron ${record.cistron}, seed ${study.seed}; the hashes of the files and of the lock are given.`,
    ),
    warnings:
      record.warnings.length > 0
        ? at(
            '#data',
            `${countOf(record.warnings.length, 'warning')} of the run: ${formatList([...new Set(record.warnings.map(({ code }) => code))])}.`,
          )
        : undefined,
    time: at('#reproduce', `${record.seconds.total.toFixed(record.seconds.total < 10 ? 1 : 0)} s for the whole run.`),
  } satisfies Readonly<Record<string, Evidence | undefined>>;
}

function at(place: string, text: string): Evidence {
  return { text, at: place };
}

function where(study: ReportInput['record']['study']): unknown {
  const { samples } = study;
  return typeof samples === 'object' && samples !== null && 'where' in samples ? samples.where : undefined;
}

const STANDING = {
  better: 'The model is better than the best baseline: the intervals are apart.',
  unsettled: 'A gain over the best baseline is likely, not shown: the intervals overlap.',
  'nothing-shown': 'The model adds nothing shown to the best baseline.',
  'no-baseline': 'There was no baseline to compare with.',
} as const;

const OUTPUT = {
  classification: 'A probability for each class and the class of the largest one, for each sample that was tested.',
  regression: 'A number for each sample that was tested.',
  survival: 'A risk for each sample that was tested.',
  clustering: 'A group for each sample.',
} as const;
