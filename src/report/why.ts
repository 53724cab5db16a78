/** A decision of the run and its reasons at three depths. `{name}` stands for a fact of the run, see `whyFacts`. */
export interface Why {
  readonly decision: string;
  readonly novice: string;
  readonly intermediate: string;
  readonly advanced: string;
}

export const WHY: readonly Why[] = [
  {
    decision: 'The samples were divided before anything was learned',
    novice:
      'A model is judged on samples it has never met, as a student is judged on questions that were not in the exercise book. So the samples were first divided into {outer} parts; each part in turn was set aside while everything was learned from the rest.',
    intermediate:
      'Scaling, filling in missing values, choosing genes and fitting were all done inside each of the {outer} training parts. Choosing genes on all samples first is the commonest way to a result that cannot be repeated: the test samples have then already had a say.',
    advanced:
      'Stratified {outer}-fold outer cross-validation, {repeats}; every transform is fitted on training rows by construction (a training view holds no other rows). Selecting features outside the loop biases the error downwards without bound as p/n grows (Ambroise & McLachlan 2002, PNAS 99).',
  },
  {
    decision: 'Samples that belong together stayed together',
    novice:
      'Two samples of one patient resemble each other. Had one been used to learn and the other to judge, the model could have recognised the patient instead of the disease. So such samples always went to the same side.',
    intermediate:
      'Groups ({group}) and near-identical samples found by the audit are never split across folds; a split group would stop the run. Proportions of the classes are kept as equal across folds as the groups allow.',
    advanced:
      'Folds are stratified over groups; inferred groups (exact and near duplicates, repeated ids) are merged with the declared ones. The independent unit is the group, in the folds and in the bootstrap alike; the assertion is checked on the final index sets.',
  },
  {
    decision: 'Settings were chosen by a second division inside the first',
    novice:
      'A model has dials. If the dials were turned until the test samples came out well, the test would no longer be one. So each training part was divided once more, into {inner}, and the dials were set there.',
    intermediate:
      'Nested cross-validation: in each outer training part, {inner} inner folds compare the settings by {metric} (the strength of a penalty by the log-loss, which sees differences that {metric} does not); the best are refitted on that whole part and judged once on the outer test part. The settings may differ from fold to fold, and the table under Performance shows them.',
    advanced:
      'The out-of-fold estimate is of the procedure including its tuning, not of one setting (Varma & Simon 2006, BMC Bioinformatics 7:91). When the learner itself is picked by comparing these out-of-fold results, its figure carries a small optimism of selection, which grows with the number of learners tried.',
  },
  {
    decision: 'The metrics give a rare class the weight of a common one',
    novice:
      'If 95 of 100 samples are healthy, answering “healthy” every time is right in 95 cases and useless. So besides accuracy you see metrics in which each class counts the same, however rare it is.',
    intermediate:
      'Settings were chosen by {metric}. Macro-F1 and balanced accuracy average over classes; ROC AUC asks only for the order of the probabilities; log loss also asks that the probabilities be right. Read accuracy beside the share of the largest class.',
    advanced:
      'Macro-F1 is the mean of the per-class F1 over pooled out-of-fold predictions, undefined precision counted as 0; ROC AUC is the macro mean of one-vs-rest areas with ties counted half. Pooling mixes the scales of {outer} models, which costs AUC a little and leaves argmax metrics untouched.',
  },
  {
    decision: 'Every number has a 95 % interval',
    novice:
      'With other patients the number would have come out a little different. The interval says how different: a wide one means that more samples are needed before a conclusion is drawn.',
    intermediate:
      'The samples were drawn again with replacement many times, whole groups at once, and each metric computed on each draw; the middle 95 % of the values is the interval. Where two intervals overlap, the order of two learners should be taken as open.',
    advanced:
      'Percentile bootstrap over groups on the pooled out-of-fold predictions. It covers the sampling of test units; it does not cover refitting on another training set, so the true uncertainty is somewhat larger (Bengio & Grandvalet 2004, JMLR 5: no unbiased estimator of the variance of K-fold exists).',
  },
  {
    decision: 'A simple baseline stands beside every model',
    novice:
      'A number means little alone. The baseline shows what one gets without looking at the data at all, for example by always giving the commonest answer. A model that does not clearly beat it has shown nothing.',
    intermediate:
      'Baselines ({baselines}) were judged on the same folds with the same metrics. “Better” is said only when the whole interval of the model lies beyond that of the best baseline; otherwise the report says that the gain is open, or that nothing was shown.',
    advanced:
      'Comparing two marginal intervals is conservative, since both are computed on the same samples and so are correlated; a paired bootstrap of the difference would be tighter. The conservative rule is used for the headline on purpose.',
  },
  {
    decision: 'The models answer with averaged probabilities, not votes',
    novice:
      'Instead of a bare answer each model says how sure it is of each class. A forest asks hundreds of trees and takes the mean of how sure they are: a hesitant tree counts less than a certain one.',
    intermediate:
      'A forest averages the class shares in the leaves of its trees rather than counting one vote a tree, which gives smoother probabilities and usually better ranking. The predicted class is the one with the largest probability; no threshold was tuned.',
    advanced:
      'Leaf frequencies averaged over trees, as in scikit-learn; Breiman’s original votes. Elastic-net gives the softmax of its linear predictors. Averaged probabilities are shrunk towards the prevalences, so check the calibration before using them as risks in another population.',
  },
  {
    decision: 'The model you can use was fitted on all samples',
    novice:
      'The parts served to find out how good the recipe is. For the model that you take away, the same recipe was cooked once more with all {samples} samples, since more data can only help it.',
    intermediate:
      'After validation {chosen} was tuned and fitted on all {samples} rows. Its performance is estimated by the out-of-fold results above; scores of this model on the same rows would be far too good and are not shown.',
    advanced:
      'The out-of-fold estimate refers to training sets of (K−1)/K of the rows and is therefore slightly pessimistic for the final model. It holds for new samples of the same kind: another platform, hospital or case mix needs an external validation.',
  },
];

/** The text with each `{name}` filled in. A name that is not known stays as it is. */
export function fillFacts(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);
}
