import type { Task } from '../table/target.ts';
import { countOf, formatAmount, formatPercent, formatScore, type NumberFormat } from './format.ts';
import type { RunRecord, StudySummary } from './record.ts';

export interface MetricWords {
  /** As the field writes it. */
  readonly name: string;
  /** For a narrow column. */
  readonly short: string;
  /** One sentence for a reader who has not met it. */
  readonly meaning: string;
  readonly lowerIsBetter?: true;
  /** In the unit of the target: no axis in common with other metrics. */
  readonly inUnits?: true;
  /** What an answer that knows nothing gets, where that is the same for all data. */
  readonly chance?: number;
}

/** The metrics in the order in which a table shows them. */
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
    chance: 0,
  },
  'roc-auc': {
    name: 'ROC AUC',
    short: 'ROC AUC',
    meaning:
      'Chance that a sample of a class is ranked above one of another class; with several classes, the mean over classes.',
    chance: 0.5,
  },
  'pr-auc': {
    name: 'PR AUC',
    short: 'PR AUC',
    meaning: 'Area under precision against recall: sensitive to false alarms when the class is rare.',
  },
  sensitivity: {
    name: 'sensitivity',
    short: 'sens.',
    meaning: 'Share of the positive samples that are found.',
  },
  specificity: {
    name: 'specificity',
    short: 'spec.',
    meaning: 'Share of the negative samples that are left alone.',
  },
  ppv: {
    name: 'PPV',
    short: 'PPV',
    meaning:
      'Positive predictive value: share of the positive answers that are right, at the prevalence of these samples.',
  },
  npv: {
    name: 'NPV',
    short: 'NPV',
    meaning:
      'Negative predictive value: share of the negative answers that are right, at the prevalence of these samples.',
  },
  'cohen-kappa': {
    name: 'Cohen’s kappa',
    short: 'kappa',
    meaning: 'Agreement beyond that of labels dealt out at random: 0 is chance, 1 is perfect.',
    chance: 0,
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
  'adaptive-ece': {
    name: 'calibration error in equal parts',
    short: 'adaptive ECE',
    meaning: 'The calibration error over parts that hold equally many samples, so that none hides in a crowd.',
    lowerIsBetter: true,
  },
  r2: {
    name: 'R²',
    short: 'R²',
    meaning:
      'Share of the differences between samples that the predictions account for: 1 is perfect, 0 is no better than always answering the mean, below 0 is worse.',
  },
  rmse: {
    name: 'RMSE',
    short: 'RMSE',
    meaning:
      'Root mean squared error, in the unit of the outcome: a typical error, in which large ones weigh the most.',
    lowerIsBetter: true,
    inUnits: true,
  },
  mae: {
    name: 'mean absolute error',
    short: 'MAE',
    meaning: 'Mean size of the error, in the unit of the outcome.',
    lowerIsBetter: true,
    inUnits: true,
  },
  pearson: {
    name: 'Pearson correlation',
    short: 'Pearson',
    meaning: 'Correlation of the predicted with the measured values: 0 is chance; blind to a shift or a wrong scale.',
    chance: 0,
  },
  spearman: {
    name: 'Spearman correlation',
    short: 'Spearman',
    meaning: 'Correlation of the ranks: whether the order is right, 0 is chance.',
    chance: 0,
  },
  'c-index': {
    name: 'C-index',
    short: 'C-index',
    meaning:
      'Of two samples of which one is known to have had its event first, how often that one was given the higher risk: 0.5 is chance, 1 is perfect. Pairs are taken within a fold.',
    chance: 0.5,
  },
  'integrated-brier': {
    name: 'integrated Brier score',
    short: 'int. Brier',
    meaning:
      'Mean squared distance between the predicted survival curve and what happened, over time; 0.25 is a coin at every moment.',
    lowerIsBetter: true,
  },
  silhouette: {
    name: 'silhouette',
    short: 'silhouette',
    meaning:
      'How much nearer samples are to their own group than to the nearest other one: 1 is far apart, 0 is groups that touch. What groups of nothing reach stands beside it.',
  },
  stability: {
    name: 'stability',
    short: 'stability',
    meaning:
      'Agreement (adjusted Rand index) of the groups with those that samples are given by a fit without them: 1 is the same, 0 is chance.',
    chance: 0,
  },
  ari: {
    name: 'ARI',
    short: 'ARI',
    meaning:
      'Adjusted Rand index: agreement of the groups with a column of the sample sheet that had no part in finding them: 1 is the same groups, 0 is chance.',
    chance: 0,
  },
  clusters: { name: 'number of groups', short: 'groups', meaning: 'How many groups were found.', inUnits: true },
};

/** Words for a metric; an unknown one keeps its registry word. */
export function metricWords(metric: string): MetricWords {
  const time = timeOf(metric);
  if (time !== null) {
    const at = formatAmount(time);
    return {
      name: `AUC at ${at}`,
      short: `AUC@${at}`,
      meaning: `Chance that a sample with an event by time ${at} was given a lower survival at that time than one still without: 0.5 is chance.`,
      chance: 0.5,
    };
  }
  const [, errorTime] = /^calibration-error@([0-9.]+)$/.exec(metric) ?? [];
  if (errorTime !== undefined) {
    const at = formatAmount(Number(errorTime));
    return {
      name: `calibration error at ${at}`,
      short: `cal. error@${at}`,
      meaning: `Mean gap between the survival predicted for time ${at} and that observed, over groups of like predictions.`,
      lowerIsBetter: true,
    };
  }
  const within = withinColumn(metric);
  if (within) {
    const { name, short, meaning, ...more } = metricWords(within.metric);
    return {
      ...more,
      name: `${name} within ${within.column}`,
      short: `${short} | ${within.column}`,
      meaning: `${meaning} Only samples of the same ${within.column} are compared, so that ${within.column} itself adds nothing.`,
    };
  }
  const [, wanted, fixed, share] =
    /^(sensitivity|specificity)-at-(sensitivity|specificity)@([0-9.]+)$/.exec(metric) ?? [];
  if (wanted) {
    const at = formatPercent(Number(share));
    return {
      name: `${wanted} at ${at} ${fixed}`,
      short: `${wanted.slice(0, 4)}.@${at}`,
      meaning: `${METRICS[wanted]!.meaning.replace('.', '')} at a threshold that keeps the ${fixed} at ${at} or more.`,
    };
  }
  const column = comparedColumn(metric);
  if (column !== null) {
    return {
      name: `ARI with ${column}`,
      short: `ARI ${column}`,
      meaning: `Agreement of the groups with ${column} (adjusted Rand index): 1 is the same groups, 0 is chance.`,
      chance: 0,
    };
  }
  return METRICS[metric] ?? { name: metric, short: metric, meaning: '' };
}

/** The parts of a `<metric>-within-<column>`; null for another metric. */
export function withinColumn(metric: string): { readonly metric: string; readonly column: string } | null {
  const [, inner, column] = /^(.+?)-within-(.+)$/.exec(metric) ?? [];
  return inner === undefined || column === undefined ? null : { metric: inner, column };
}

/** How the values of a metric are written. */
export function metricFormat(metric: string): NumberFormat {
  return metricWords(metric).inUnits ? formatAmount : formatScore;
}

/** The time of a `td-auc@<time>`; null for another metric. */
function timeOf(metric: string): number | null {
  const [, time] = /^td-auc@([0-9.]+)$/.exec(metric) ?? [];
  return time === undefined ? null : Number(time);
}

/** The column of an `ari-<column>`; null for another metric. */
export function comparedColumn(metric: string): string | null {
  return metric.startsWith('ari-') ? metric.slice('ari-'.length) : null;
}

/** The metrics that occur in the record, known ones in table order first, then others by time or name. */
export function metricsOf(record: RunRecord): string[] {
  const present = new Set([...record.baselines, ...record.results].flatMap((entry) => Object.keys(entry.metrics)));
  const known = Object.keys(METRICS).filter((metric) => present.has(metric));
  const others = [...present].filter((metric) => !METRICS[metric]).sort();
  return [...known, ...others.sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0))];
}

const USUAL: Readonly<Record<Task, readonly string[]>> = {
  classification: ['accuracy', 'macro-f1', 'balanced-accuracy', 'roc-auc'],
  regression: ['r2', 'rmse', 'spearman', 'pearson', 'mae'],
  survival: ['c-index', 'integrated-brier'],
  clustering: ['silhouette', 'clusters', 'stability'],
};

/** The metrics a reader should see first: the one the study chose by, then the usual ones of the task. */
export function mainMetrics(record: RunRecord): string[] {
  const present = metricsOf(record);
  const more = present.filter((metric) => timeOf(metric) !== null || comparedColumn(metric) !== null);
  const usual = [record.study.metric, ...USUAL[record.study.task], ...more];
  return [...new Set(usual)].filter((metric) => present.includes(metric));
}

const LEARNERS: Readonly<Record<string, string>> = {
  forest: 'random forest',
  'extra-trees': 'extremely randomised trees',
  tree: 'decision tree',
  boosting: 'gradient boosting',
  linear: 'linear regression',
  logistic: 'logistic regression',
  cox: 'Cox regression',
  ridge: 'ridge regression',
  'naive-bayes': 'naive Bayes',
  'multinomial-nb': 'multinomial naive Bayes',
  'complement-nb': 'complement naive Bayes',
  'linear-svm': 'linear SVM',
  svm: 'SVM with a radial kernel',
  knn: 'k nearest neighbours',
  mlp: 'multilayer perceptron',
  autoencoder: 'autoencoder with a prediction',
  'sequence-cnn': 'convolutional network over letters',
  'sequence-rnn': 'recurrent network over letters',
  'signal-cnn': 'convolutional network over traces',
  'image-cnn': 'convolutional network over pictures',
  'video-cnn': 'convolutional network over films',
  'set-attention': 'network over sets of items',
  'graph-network': 'graph convolutions over a network of features',
  fusion: 'network with an encoder for each block',
  majority: 'majority class',
  mean: 'mean of all samples',
  'kaplan-meier': 'Kaplan–Meier curve',
  'gaussian-mixture': 'Gaussian mixture',
  dbscan: 'DBSCAN',
  hierarchical: 'hierarchical clustering',
  consensus: 'consensus clustering',
  'shuffled-features': 'shuffled features',
  'clinical-alone': 'the clinical columns alone',
  'composition-alone': 'the composition of the sequences alone',
  'best-feature': 'the best single feature',
  'mean-place': 'the mean of all training places',
};

/** `forest` → `random forest`, `age-alone` → `age alone`, `region-mean` → `the mean place of the same region`; a registry word without an entry stands as it is. */
export function learnerName(word: string): string {
  return LEARNERS[word] ?? word.replace(/-alone$/, ' alone').replace(/^(.+)-mean$/, 'the mean place of the same $1');
}

/** What a cluster is called in files and in the report: `1`, `2`, …, or `noise` for the label −1. */
export function clusterName(label: number): string {
  return label < 0 ? 'noise' : String(label + 1);
}

/** What a sample is: `patients` when the study's id or group column says so, else `samples`. */
export function sampleNoun(study: StudySummary): string {
  const columns = [study.id, study.group].flat().filter((column) => typeof column === 'string');
  return columns.some((column) => /patient/i.test(column)) ? 'patients' : 'samples';
}

/** What kind of study it is and of what, for its head: `classification of PAM50`. */
export function taskInWords({ task, target }: StudySummary): string {
  if (task === 'clustering') return 'clustering: groups without a target';
  return task === 'survival' ? `survival: ${target}` : `${task} of ${target}`;
}

/** `1,200 days` when the study's time column names its unit, else `1,200`. */
export function spanInWords(study: StudySummary, time: number): string {
  const [unit] = /day|week|month|year/i.exec(timeColumn(study)) ?? [];
  return unit ? `${formatAmount(time)}\u00a0${unit.toLowerCase()}s` : formatAmount(time);
}

/** `1,200 days`, else `time 1,200`: where a bare number could be anything. */
export function timeInWords(study: StudySummary, time: number): string {
  const span = spanInWords(study, time);
  return /\d$/.test(span) ? `time\u00a0${span}` : span;
}

/** The column of the times of a survival study. */
export function timeColumn({ samples }: StudySummary): string {
  const { survival } = (samples ?? {}) as { readonly survival?: { readonly time?: unknown } };
  return typeof survival?.time === 'string' ? survival.time : 'time';
}

/** `the 5 classes` or, of two, `tumor from normal`, positive class first. */
export function contrastInWords(study: StudySummary): string {
  const { classes, positive } = study;
  if (classes.length !== 2) return `the ${countOf(classes.length, 'class', 'classes')} of ${study.target} apart`;
  const first = positive ?? classes[1]!;
  return `${first} from ${classes.find((name) => name !== first)}`;
}
