import type { Why } from './why.ts';

/** What may be concluded of several targets, at three depths; the facts as in `whyFacts`. */
export const TARGETS_WHY: readonly Why[] = [
  {
    decision: 'What to conclude',
    novice:
      'Look at one target at a time. Where the dot is blue, the model knows something that no simple rule knew; where it is not, this study has shown nothing for that target, however high the dot. The median tells what to expect of a target of this kind, not of a certain one.',
    intermediate:
      'Each target has its own model, its own interval and its own baselines. A target is called beyond its baselines when the interval of every paired difference, on the same samples, leaves 0 out. With many targets some pass by chance: one in forty of those where nothing is to be found, at each comparison. Pick a target because of its biology and then read its row, rather than reading the top row.',
    advanced:
      'The best rows are the largest of many estimates and regress on new data; shrink them, or validate on another panel. Targets share samples and features, so their errors are correlated and the interval of the median, a bootstrap over targets with the samples taken as they are, is not one for new samples. No correction is made over targets for `beyond`. Where several learners compete, the choice for each target is made on the out-of-fold scores and is a little optimistic; the medians of each learner alone are not.',
  },
  {
    decision: 'No number was made of all targets together',
    novice:
      'If all predictions are thrown together, a table that merely knows that one target is always high and another always low looks excellent, and knows nothing of the samples. So every target is scored by itself.',
    intermediate:
      'A pooled correlation over drugs and cell lines is carried by the differences between drugs: their means alone give about 0.84 on the drugs of GDSC2. The question of a clinic is which patient responds to a given drug, and that is what the correlation within a target measures.',
    advanced:
      'Var(y) splits into between and within targets; with a large share between, pooled r² approaches that share for any predictor that knows the target’s mean (Simpson’s structure). Report the distribution of within-target scores, or mixed-model R² by level.',
  },
  {
    decision: 'All targets share one plan of folds',
    novice:
      'A sample that was set aside for one target was set aside for all. So the targets can be compared, and what one model has seen of a sample cannot leak into the test of another.',
    intermediate:
      'Groups, audit and folds were settled once, stratified by the mean of the standardised targets. A sample without a value of a target is left out of that target only. Everything that is fitted (scaling, choice of settings, the model) is fitted for each target on its own training samples.',
    advanced:
      'Stratification by the mean of z-scores balances general sensitivity; for a target that runs against it the folds are as good as random. Targets of few samples may lose a fold of which no sample was measured. Preparation is not shared over targets, since their training rows differ.',
  },
];
