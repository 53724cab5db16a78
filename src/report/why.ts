import type { Task } from '../table/target.ts';

/** A decision of the run and its reasons at three depths. `{name}` stands for a fact of the run, see `whyFacts`. */
export interface Why {
  readonly decision: string;
  /** The tasks in which it was taken; absent: all. */
  readonly tasks?: readonly Task[];
  readonly novice: string;
  readonly intermediate: string;
  readonly advanced: string;
}

/** The tasks whose predictions have a truth to be held against. */
const PREDICTED: readonly Task[] = ['classification', 'regression', 'survival'];

export const WHY: readonly Why[] = [
  {
    decision: 'The samples were divided before anything was learned',
    tasks: PREDICTED,
    novice:
      'A model is judged on samples it has never met, as a student is judged on questions that were not in the exercise book. {told}',
    intermediate:
      'Scaling, filling in missing values, choosing genes and fitting were all done inside the training part of each split. Choosing genes on all samples first is the commonest way to a result that cannot be repeated: the test samples have then already had a say.',
    advanced:
      '{design}; every transform is fitted on training rows by construction (a training view holds no other rows). Selecting features outside the loop biases the error downwards without bound as p/n grows (Ambroise & McLachlan 2002, PNAS 99).',
  },
  {
    decision: 'Samples that belong together stayed together',
    tasks: PREDICTED,
    novice:
      'Two samples of one patient resemble each other. Had one been used to learn and the other to judge, the model could have recognised the patient instead of the disease. So such samples always went to the same side.',
    intermediate:
      'Groups ({group}) and near-identical samples found by the audit are never split across folds; a split group would stop the run.',
    advanced:
      'Folds are stratified over groups; inferred groups (exact and near duplicates, repeated ids) are merged with the declared ones. The independent unit is the group, in the folds and in the bootstrap alike; the assertion is checked on the final index sets.',
  },
  {
    decision: 'Every part got its share of each class',
    tasks: ['classification'],
    novice:
      'Had all samples of a rare class fallen into one part, the model would have had to learn it without an example, or could not have been tested on it. So each class was shared out evenly.',
    intermediate:
      'Folds are stratified: the proportions of the classes are kept as equal across folds as the groups allow. A class with fewer members than there are folds is missing from some test parts, and its recall is then uncertain.',
    advanced:
      'Stratification lowers the variance of the estimate, most for rare classes (Kohavi 1995, IJCAI). Groups are placed largest first, each where the class counts stay most even; the same holds for the inner folds.',
  },
  {
    decision: 'Every part got its share of low and high values',
    tasks: ['regression'],
    novice:
      'Had all the highest values fallen into one part, the model would have been asked about values it had never seen the like of. So low, middle and high values were shared out evenly.',
    intermediate:
      'Folds are stratified by quantile of {target}: up to ten bins of equal size, spread as evenly across folds as the groups allow. Extremes then occur in each training part as well as in each test part.',
    advanced:
      'Quantile bins hold at least as many samples as there are folds; equal values share a bin. Stratifying on the outcome makes the folds more alike than random ones, so the fold-to-fold spread understates the sampling error, and the intervals come from the bootstrap instead.',
  },
  {
    decision: 'Every part got its share of events, early and late',
    tasks: ['survival'],
    novice:
      'For some samples the event was seen; for others observation ended before it came, and it is known only that they were free of it until then. Both kinds, early and late, were shared out evenly, so that each part can be judged.',
    intermediate:
      'Folds are stratified by event or censored and, within each, by quarter of the time. Without it a test part could hold so few events that its C-index means little.',
    advanced:
      'The information in survival data goes with the number of events, not of samples; stratification by status and quarter of time keeps the events and the censoring distribution alike across folds, as the inverse probability weights assume.',
  },
  {
    decision: 'Settings were chosen by a second division inside the first',
    tasks: PREDICTED,
    novice:
      'A model has dials. If the dials were turned until the test samples came out well, the test would no longer be one. So each training part was divided once more, into {inner}, and the dials were set there.',
    intermediate:
      'Nested cross-validation: in each outer training part, {inner} inner folds compare the settings by {metric} (the strength of a penalty by {loss}); the best are refitted on that whole part and judged once on the outer test part. The settings may differ from fold to fold, and the table under Performance shows them.',
    advanced:
      'The out-of-fold estimate is of the procedure including its tuning, not of one setting (Varma & Simon 2006, BMC Bioinformatics 7:91). When the learner itself is picked by comparing these out-of-fold results, its figure carries a small optimism of selection, which grows with the number of learners tried.',
  },
  {
    decision: 'There was no truth to judge the groups by',
    tasks: ['clustering'],
    novice:
      'Nobody told the program which groups there are, so no answer of it can be marked right or wrong. It was asked three other things: do the groups lie apart, are they found again when some samples are missing, and do they lie further apart than groups found in data without any structure.',
    intermediate:
      'The silhouette asks how much nearer a sample is to its own group than to the next; the stability, whether a fit without a part of the samples would put that part into the same groups; shuffled features, what both the method and the number of features give for nothing. None of these says that the groups matter: that takes something outside the data, such as survival or a second cohort.',
    advanced:
      'Silhouette s(i) = (b − a)/max(a, b) by Euclidean distance on the prepared features (Rousseeuw 1987), noise counted as 0, one cluster as 0. It favours few, round clusters of like size and is small wherever p is large, since distances concentrate: the rule of thumb that values below 0.25 are no substantial structure (Kaufman & Rousseeuw 1990) was made for few features. Read it beside that of shuffled data.',
  },
  {
    decision: 'No sample was held out, and why that is honest here',
    tasks: ['clustering'],
    novice:
      'In a test of predictions a sample must not be seen before it is asked about, or the answer could be copied. Here there is no answer to copy: the groups are a description of these {samples} {noun}. What can mislead is something else, that every heap of data can be cut into groups, and that is what the shuffled data are for.',
    intermediate:
      'Preparation, choice of settings and clustering used all {samples} samples. No number here is a claim about predictions, and none is called out of fold. The {outer} folds serve another question, the stability: fitted on the rest, the learner places the samples of a fold, and that is compared with the groups above. Samples that belong together stay in one fold.',
    advanced:
      'Stability is the mean over folds of the adjusted Rand index between the labels that the fit on the training part gives to the test part and the labels of the fit on all rows; prediction strength (Tibshirani & Walther 2005, JCGS 14) and stability by transfer (Lange et al. 2004, Neural Comput 16) compare two halves instead. The two fits here share (K−1)/K of the rows, so it is likely higher than a new cohort would show. A cut along one strong axis is stable without being a gap: compare the silhouette.',
  },
  {
    decision: 'The same was done to shuffled data',
    tasks: ['clustering'],
    novice:
      'For each feature on its own the values were dealt out anew among the samples. That keeps every feature as it was and destroys whatever they had in common, so there are no groups left to find. What the method finds there all the same is what it makes of nothing, and real groups must do better.',
    intermediate:
      'The learner {chosen} went through the whole procedure, preparation and choice of settings included, on ten such tables. Its silhouette there is the baseline, with the range in which that of one more shuffled table would lie in 95 of 100 cases. Only if the whole interval of the real one lies beyond it are groups called shown.',
    advanced:
      'Independent permutation of columns stands for no dependence between features, which is stronger than no clusters: any correlation, a gradient too, beats it. It shows that there is structure, not that the structure is discrete. Comparison with one multivariate normal cloud of the observed covariance would test the latter (McShane et al. 2002, Bioinformatics 18; Liu et al. 2008, JASA 103). Of the learners only the chosen one was run, so its being picked as the largest silhouette is a small optimism that the baseline does not share.',
  },
  {
    decision: 'The number of groups is a setting, not a discovery',
    tasks: ['clustering'],
    novice:
      'The method would also have cut the samples into four groups, or ten, if asked. The number shown scored best by one rule among a few that were tried. Another rule can prefer another number, and both can be useful.',
    intermediate:
      'Learners choose the number themselves (k-means and hierarchical clustering by silhouette, the mixture by BIC, consensus by the ambiguity of its pairs; DBSCAN by density), and among several settings given in the study the silhouette decided. The table of settings shows what each fold chose: if the number changes between folds, it should not be leaned on.',
    advanced:
      'The silhouette tends to two clusters where structure is nested, because the first split is the widest; BIC depends on the model being right; consensus finds stable k in structureless data too (Şenbabaoğlu et al. 2014, Sci Rep 4:6207). Report a hierarchy or several k, and treat k as a resolution.',
  },
  {
    decision: 'Columns of the sheet were only compared with',
    tasks: ['clustering'],
    novice:
      'Known labels, such as a subtype from the clinic, had no part in finding the groups; else it would be no wonder that they agree. Afterwards it was counted how well the two match.',
    intermediate:
      'Every text column of the sample sheet that names 2 to 50 groups is compared by the adjusted Rand index: the share of pairs of samples on which two groupings agree, corrected for chance. Look at columns such as batch, centre or plate first: groups that agree with them are groups of the laboratory.',
    advanced:
      'ARI (Hubert & Arabie 1985) over the samples with a known value; it cannot reach 1 when the numbers of groups differ. With many columns the closest of them agrees partly by chance: its interval is not corrected for having been picked. Noise counts as a group.',
  },
  {
    decision: 'Every score has a 95 % interval',
    tasks: ['clustering'],
    novice:
      'With other {noun} the numbers would have come out a little different. The interval says how different: a wide one means that more samples are needed before a conclusion is drawn.',
    intermediate:
      'The samples were drawn again with replacement many times, whole patients at once, and each score computed on each draw with the groups left as they are. It does not say how the groups themselves would change with other samples: the stability does.',
    advanced:
      'Percentile bootstrap over groups of rows, given the partition: the silhouette averages the values of the full cohort under bootstrap weights, the Rand index weighs pairs of different samples by the product of their weights. Both are conditional on the labels, so the intervals are narrower than those of the whole procedure.',
  },
  {
    decision: 'The model you can use places new samples',
    tasks: ['clustering'],
    novice:
      'The model that you take away holds the groups above. Asked about a new sample, it gives the group that the sample lies nearest to, even if it belongs to none of them.',
    intermediate:
      'It is {chosen} fitted on all {samples} samples, the same fit as the groups shown: asked about one of these samples it gives its group again. New samples must be measured and scaled in the same way; a shift between laboratories moves all of them to one group.',
    advanced:
      'k-means assigns to the nearest centre, the mixture by posterior, the others to the cluster of the nearest training sample (DBSCAN within eps of a core sample). Preparation is frozen as fitted on the cohort. The assignment is a classifier without a calibrated confidence; to use groups in the clinic, train and validate one on them in a new cohort.',
  },
  {
    decision: 'The metrics give a rare class the weight of a common one',
    tasks: ['classification'],
    novice:
      'If 95 of 100 samples are healthy, answering “healthy” every time is right in 95 cases and useless. So besides accuracy you see metrics in which each class counts the same, however rare it is.',
    intermediate:
      'Settings were chosen by {metric}. Macro-F1 and balanced accuracy average over classes; ROC AUC asks only for the order of the probabilities; log loss also asks that the probabilities be right. Read accuracy beside the share of the largest class.',
    advanced:
      'Macro-F1 is the mean of the per-class F1 over pooled out-of-fold predictions, undefined precision counted as 0; ROC AUC is the macro mean of one-vs-rest areas with ties counted half. Pooling mixes the scales of {outer} models, which costs AUC a little and leaves argmax metrics untouched.',
  },
  {
    decision: 'R² is measured against the mean',
    tasks: ['regression'],
    novice:
      'Someone who knows nothing of a sample does best by answering the mean of all. R² says how much of that answer’s squared error the model takes away: all of it is 1, none of it is 0, and a model worse than the mean falls below 0.',
    intermediate:
      'Settings were chosen by {metric}. R² and RMSE look at the size of the errors, and a few large ones weigh heavily; the mean absolute error weighs them as they are. Spearman asks only for the order. A high correlation beside a low R² means that the answers are shifted or spread wrongly.',
    advanced:
      'R² = 1 − Σ(y − ŷ)²/Σ(y − ȳ)² on the pooled out-of-fold predictions, with ȳ of all samples; it is not the squared correlation and has no lower bound. It depends on the spread of {target} in this cohort: the same errors give a smaller R² where the values vary less, so compare RMSE between cohorts.',
  },
  {
    decision: 'Risks are compared within a fold',
    tasks: ['survival'],
    novice:
      'The C-index takes two samples of which one is known to have had its event first, and asks whether the model gave that one the higher risk. Each part was judged by a model of its own, and a risk of 2 in one need not be a 2 in another; so both samples come from the same part.',
    intermediate:
      'The C-index counts pairs within an outer fold only, and the thirds of risk in the figure are cut within folds for the same reason. Pairs whose order is not known, since the earlier was censored, do not count. 0.5 is chance; it says nothing of whether the predicted chances of survival are right.',
    advanced:
      'Harrell’s C, stratified by fold, ties in risk counted half; it depends on the censoring distribution, and gains at high risk weigh as much as elsewhere. The log-rank p of the thirds treats out-of-fold groups as fixed: cross-validated groups are not independent of the outcomes that trained them, so it is somewhat too small (Simon et al. 2011, Brief Bioinform 12:203); a permutation of the whole procedure would be exact.',
  },
  {
    decision: 'The censored count by what is known of them',
    tasks: ['survival'],
    novice:
      'A patient who moved away after two years tells us only of those two years. Leaving such patients out would make survival look worse than it is, and counting them as survivors better; so each counts for as long as he or she was observed.',
    intermediate:
      'Kaplan–Meier takes each sample out of the count when its observation ends. The Brier score and the AUC at a time leave out those of whom it is not known and give the others a larger weight, to stand for them.',
    advanced:
      'Inverse probability of censoring weights from the Kaplan–Meier estimate of the censoring (Graf et al. 1999; Uno et al. 2007). They assume that censoring is independent of the event and of the features; if the sick leave observation earlier, survival, Brier score and AUC are all biased.',
  },
  {
    decision: 'Every number has a 95 % interval',
    tasks: PREDICTED,
    novice:
      'With other {noun} the number would have come out a little different. The interval says how different: a wide one means that more samples are needed before a conclusion is drawn.',
    intermediate:
      'The samples were drawn again with replacement many times, whole groups at once, and each metric computed on each draw; the middle 95 % of the values is the interval. Where two intervals overlap, the order of two learners should be taken as open.',
    advanced:
      'Percentile bootstrap over groups on the pooled out-of-fold predictions. It covers the sampling of test units; it does not cover refitting on another training set, so the true uncertainty is somewhat larger (Bengio & Grandvalet 2004, JMLR 5: no unbiased estimator of the variance of K-fold exists).',
  },
  {
    decision: 'A simple baseline stands beside every model',
    tasks: PREDICTED,
    novice:
      'A number means little alone. The baseline shows what one gets without looking at the data at all, for example {naive}. A model that does not clearly beat it has shown nothing.',
    intermediate:
      'Baselines ({baselines}) were judged on the same samples with the same metrics. “Better” is said only when the whole interval of the model lies beyond that of the best baseline; otherwise the report says that the gain is open, or that nothing was shown.',
    advanced:
      'Comparing two marginal intervals is conservative, since both are computed on the same samples and so are correlated; a paired bootstrap of the difference would be tighter. The conservative rule is used for the headline on purpose.',
  },
  {
    decision: 'The models answer with averaged probabilities, not votes',
    tasks: ['classification'],
    novice:
      'Instead of a bare answer each model says how sure it is of each class. A forest asks hundreds of trees and takes the mean of how sure they are: a hesitant tree counts less than a certain one.',
    intermediate:
      'A forest averages the class shares in the leaves of its trees rather than counting one vote a tree, which gives smoother probabilities and usually better ranking. The predicted class is the one with the largest probability; no threshold was tuned.',
    advanced:
      'Leaf frequencies averaged over trees, as in scikit-learn; Breiman’s original votes. Elastic-net gives the softmax of its linear predictors. Averaged probabilities are shrunk towards the prevalences, so check the calibration before using them as risks in another population.',
  },
  {
    decision: 'The models answer with one number, drawn towards the middle',
    tasks: ['regression'],
    novice:
      'What a model does not know of a sample it fills with what is usual. Its answers therefore lie closer together than the measured values, and a very high or very low sample is seldom predicted as extreme as it is.',
    intermediate:
      'The answer is an estimate of the mean {target} of samples with such features. A forest averages the training values in its leaves and cannot answer beyond the range it has seen; a linear model can. The typical error holds for the cohort, not for a single sample.',
    advanced:
      'Under squared error the best answer is E[y | x], whose variance is that of y times the R² attainable; regression to the mean is therefore no fault, and regressing measured on predicted, not the reverse, shows miscalibration. No interval of a single prediction is given.',
  },
  {
    decision: 'The models answer with a risk and a curve',
    tasks: ['survival'],
    novice:
      'The risk puts the samples in order: higher means that the event is expected earlier. The curve says with what chance a sample is still free of the event at each time. The first can be right while the second is not, so both were checked.',
    intermediate:
      'Cox models give a log hazard ratio as risk and turn it into a curve with the baseline hazard of their training part; a survival forest averages the cumulative hazards in its leaves. The C-index judges the order, the Brier score and the calibration figure the curves.',
    advanced:
      'Breslow’s estimate of the baseline hazard for Cox-type learners; the risk of a forest is its ensemble mortality (Ishwaran et al. 2008, Ann Appl Stat 2). Under proportional hazards curves never cross; where hazards change with time, an AUC that differs between times shows it.',
  },
  {
    decision: 'The model you can use was fitted on all samples',
    tasks: PREDICTED,
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

/** The reasons that belong to a task. */
export function whyOf(task: Task): Why[] {
  return WHY.filter(({ tasks }) => tasks === undefined || tasks.includes(task));
}
