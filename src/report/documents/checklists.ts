import type { Task } from '../../table/target.ts';
import type { EvidenceName } from './evidence.ts';

/** One thing that a guideline asks, in our words, and what of a run can answer it. */
export interface ChecklistItem {
  /** As the guideline numbers it. */
  readonly number: string;
  readonly asks: string;
  /** Empty: only the authors know. */
  readonly evidence: readonly EvidenceName[];
}

export interface Checklist {
  readonly word: string;
  readonly title: string;
  readonly source: string;
  readonly items: readonly ChecklistItem[];
}

const item = (number: string, asks: string, ...evidence: EvidenceName[]): ChecklistItem => ({ number, asks, evidence });

export const tripodAi: Checklist = {
  word: 'tripod-ai',
  title: 'TRIPOD+AI',
  source: 'Collins et al. 2024, TRIPOD+AI statement, BMJ 385:e078378',
  items: [
    item(
      '1',
      'Title names the study as developing or evaluating a prediction model, the population and the outcome',
      'title',
    ),
    item('2', 'Abstract', 'abstract'),
    item('3a', 'Healthcare context, rationale, existing models'),
    item('3b', 'Target population, intended purpose and users'),
    item('3c', 'Known health inequalities between sociodemographic groups'),
    item('4', 'Objectives: development, evaluation or both', 'split'),
    item('5a', 'Sources of data, and why they are representative', 'files'),
    item('5b', 'Dates of the data'),
    item('6a', 'Setting: primary care, hospital, number and place of centres'),
    item('6b', 'Eligibility of participants', 'eligibility'),
    item('6c', 'Treatments received'),
    item('7', 'Preparation of the data, and quality checks', 'preparation', 'audit'),
    item('8a', 'Outcome: definition, time horizon, how assessed', 'outcome'),
    item('8b', 'Who assessed the outcome, where it needs judgement'),
    item('8c', 'Blinding of the assessment of the outcome'),
    item('9a', 'Choice of initial predictors, and any selection before modelling', 'predictors'),
    item('9b', 'Definition of predictors and how they were measured', 'data'),
    item('9c', 'Who assessed predictors that need judgement'),
    item('10', 'How the size of the study was arrived at', 'size'),
    item('11', 'Missing data: how handled, and why data were left out', 'missing'),
    item('12a', 'How data were used for development and evaluation', 'split', 'independence'),
    item('12b', 'How predictors were handled: form, scale, transformation', 'preparation'),
    item('12c', 'Type of model, building steps, settings, internal validation', 'learners', 'tuning', 'optimism'),
    item('12d', 'Heterogeneity between clusters (hospitals, countries)', 'fairness'),
    item('12e', 'Measures and plots of performance, and how models were compared', 'metrics', 'comparison'),
    item('12f', 'Updating of the model', 'calibration'),
    item('12g', 'How predictions were calculated in evaluation', 'output'),
    item('13', 'Class imbalance: methods, and recalibration after them', 'imbalance'),
    item('14', 'Approaches to fairness', 'fairness'),
    item('15', 'Output of the model: probabilities or classes, and thresholds', 'output', 'decisions'),
    item('16', 'Differences between development and evaluation data', 'external'),
    item('17', 'Ethical approval'),
    item('18a', 'Funding'),
    item('18b', 'Conflicts of interest'),
    item('18c', 'Protocol'),
    item('18d', 'Registration'),
    item('18e', 'Availability of data'),
    item('18f', 'Availability of code', 'code'),
    item('19', 'Involvement of patients and the public'),
    item('20a', 'Flow of participants, numbers with and without the outcome', 'outcome'),
    item('20b', 'Characteristics, missing data, differences between sources', 'data'),
    item('20c', 'Comparison of the evaluation with the development data', 'external'),
    item('21', 'Numbers of participants and events in each analysis', 'split', 'outcome'),
    item('22', 'The full model: how to get individual predictions', 'model'),
    item('23a', 'Performance with intervals, in key subgroups', 'performance', 'fairness'),
    item('23b', 'Heterogeneity of performance between clusters', 'fairness'),
    item('24', 'Results of updating'),
    item('25', 'Overall interpretation, fairness included', 'standing'),
    item('26', 'Limitations', 'audit', 'warnings'),
    item('27a', 'Handling of poor or missing input when the model is used', 'unseen'),
    item('27b', 'Interaction and expertise required of users'),
    item('27c', 'Next steps: applicability and generalisability'),
  ],
};

export const dome: Checklist = {
  word: 'dome',
  title: 'DOME',
  source:
    'Walsh et al. 2021, DOME: recommendations for supervised machine learning validation in biology, Nat Methods 18:1122',
  items: [
    item('Data: provenance', 'Source, number of points in each class, use in earlier work', 'files', 'outcome'),
    item('Data: splits', 'Sizes of training and test sets, how divided', 'split'),
    item('Data: redundancy', 'Are training and test sets independent, how was it enforced', 'independence', 'audit'),
    item('Data: availability', 'Are data and splits public, under which licence'),
    item('Optimisation: algorithm', 'Class of algorithm, is it new', 'learners'),
    item('Optimisation: meta-predictions', 'Does it use the output of other predictors'),
    item('Optimisation: encoding', 'How the data were encoded and prepared', 'preparation'),
    item('Optimisation: parameters', 'Number of parameters and how chosen', 'tuning'),
    item('Optimisation: features', 'Number of features; were they selected on training data only', 'predictors'),
    item(
      'Optimisation: fitting',
      'Are parameters more than points; how over-fitting is ruled out',
      'optimism',
      'split',
    ),
    item('Optimisation: regularisation', 'Which measures against over-fitting', 'tuning'),
    item('Optimisation: availability', 'Are settings and model files public'),
    item('Model: interpretability', 'Black box or transparent; examples', 'drivers'),
    item('Model: output', 'Classification or regression', 'output'),
    item('Model: duration', 'Time of a run', 'time'),
    item('Model: availability', 'Is the software released, in which form'),
    item('Evaluation: method', 'Cross-validation, independent set, new experiments', 'split', 'external'),
    item('Evaluation: measures', 'Which metrics', 'metrics'),
    item('Evaluation: comparison', 'With public methods and with simpler baselines', 'comparison'),
    item('Evaluation: confidence', 'Intervals; is the gain significant', 'performance', 'standing'),
    item('Evaluation: availability', 'Are raw evaluation files public'),
  ],
};

/** Mitchell et al. ask for prose under headings, of which a run can prove these. */
export const modelCard: Checklist = {
  word: 'model-card',
  title: 'Model card',
  source: 'Mitchell et al. 2019, Model cards for model reporting, FAT* ’19',
  items: [
    item('Model details', 'What it is, version, how trained, licence, contact', 'learners', 'model', 'code'),
    item('Intended use', 'Uses and users meant, and those out of scope', 'unseen'),
    item('Factors', 'Groups, instruments and environments that matter', 'fairness'),
    item('Metrics', 'Measures of performance, thresholds, uncertainty', 'metrics', 'decisions'),
    item('Evaluation data', 'What it was judged on', 'split', 'independence', 'external'),
    item('Training data', 'What it learned from', 'data', 'outcome', 'preparation'),
    item('Quantitative analyses', 'Results, as a whole and by group', 'performance', 'standing', 'comparison'),
    item('Ethical considerations', 'Sensitive data, risks, harms'),
    item('Caveats and recommendations', 'What else a user should know', 'audit', 'warnings'),
  ],
};

/** Those that fit a task: reporting guidelines of predictions ask nothing sensible of groups without a truth. */
export function checklistsFor(task: Task): readonly Checklist[] {
  return task === 'clustering' ? [modelCard] : [modelCard, tripodAi, dome];
}
