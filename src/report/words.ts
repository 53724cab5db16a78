import { countOf } from './format.ts';
import type { RunRecord, StudySummary } from './record.ts';

export interface MetricWords {
  /** As the field writes it. */
  readonly name: string;
  /** For a narrow column. */
  readonly short: string;
  /** One sentence for a reader who has not met it. */
  readonly meaning: string;
  readonly lowerIsBetter?: true;
}

/** The classification metrics in the order in which a table shows them. */
const METRICS: Readonly<Record<string, MetricWords>> = {
  accuracy: { name: 'accuracy', short: 'accuracy', meaning: 'Share of samples given the right class.' },
  'balanced-accuracy': {
    name: 'balanced accuracy',
    short: 'bal. acc.',
    meaning: 'Mean of the recalls of the classes: a rare class counts as much as a common one.',
  },
  'macro-f1': {
    name: 'macro-F1',
    short: 'macro-F1',
    meaning: 'For each class the harmonic mean of precision and recall, then the plain mean over the classes.',
  },
  'weighted-f1': {
    name: 'weighted F1',
    short: 'weighted F1',
    meaning: 'As macro-F1, but each class counts by its number of samples.',
  },
  mcc: {
    name: 'MCC',
    short: 'MCC',
    meaning: 'Matthews correlation between truth and answer: 0 is chance, 1 is perfect.',
  },
  'roc-auc': {
    name: 'ROC AUC',
    short: 'ROC AUC',
    meaning:
      'Chance that a sample of a class is ranked above one of another class; with several classes, the mean over classes.',
  },
  'pr-auc': {
    name: 'PR AUC',
    short: 'PR AUC',
    meaning: 'Area under precision against recall: sensitive to false alarms when the class is rare.',
  },
  'log-loss': {
    name: 'log loss',
    short: 'log loss',
    meaning: 'Mean of −ln of the probability given to the true class: punishes confident mistakes.',
    lowerIsBetter: true,
  },
  brier: {
    name: 'Brier score',
    short: 'Brier',
    meaning: 'Mean squared difference between the probabilities and the truth.',
    lowerIsBetter: true,
  },
  ece: {
    name: 'calibration error',
    short: 'ECE',
    meaning: 'Mean gap between the probability stated and the share that was right.',
    lowerIsBetter: true,
  },
};

/** Words for a metric; an unknown one keeps its registry word. */
export function metricWords(metric: string): MetricWords {
  return METRICS[metric] ?? { name: metric, short: metric, meaning: '' };
}

/** The metrics that occur in the record, known ones in table order first, then others by name. */
export function metricsOf(record: RunRecord): string[] {
  const present = new Set([...record.baselines, ...record.results].flatMap((entry) => Object.keys(entry.metrics)));
  const known = Object.keys(METRICS).filter((metric) => present.has(metric));
  return [...known, ...[...present].filter((metric) => !METRICS[metric]).sort()];
}

/** At most `count` of the metrics a reader should see first: the one the study chose by, then the usual ones; all between 0 and 1. */
export function mainMetrics(record: RunRecord, count: number): string[] {
  const usual = [record.study.metric, 'accuracy', 'macro-f1', 'balanced-accuracy', 'roc-auc'];
  const present = new Set(metricsOf(record));
  return [...new Set(usual)].filter((metric) => present.has(metric)).slice(0, count);
}

const LEARNERS: Readonly<Record<string, string>> = {
  forest: 'random forest',
  boosting: 'gradient boosting',
  'naive-bayes': 'naive Bayes',
  'multinomial-nb': 'multinomial naive Bayes',
  'complement-nb': 'complement naive Bayes',
  'linear-svm': 'linear SVM',
  majority: 'majority class',
  knn: 'k nearest neighbours',
};

/** `forest` → `random forest`; a registry word without an entry stands as it is. */
export function learnerName(word: string): string {
  return LEARNERS[word] ?? word;
}

/** What a sample is: `patients` when the study's id or group column says so, else `samples`. */
export function sampleNoun(study: StudySummary): string {
  const columns = [study.id, study.group].flat().filter((column) => typeof column === 'string');
  return columns.some((column) => /patient/i.test(column)) ? 'patients' : 'samples';
}

/** `the 5 classes` or, of two, `tumor from normal`, positive class first. */
export function contrastInWords(study: StudySummary): string {
  const { classes, positive } = study;
  if (classes.length !== 2) return `the ${countOf(classes.length, 'class', 'classes')} of ${study.target} apart`;
  const first = positive ?? classes[1]!;
  return `${first} from ${classes.find((name) => name !== first)}`;
}
