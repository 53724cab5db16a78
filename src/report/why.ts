import type { Task } from '../table/target.ts';
import type { RunRecord } from './record.ts';

/** A decision of the run and its reasons at three depths. `{name}` stands for a fact of the run, see `whyFacts`. */
export interface Why {
  readonly decision: string;
  /** The tasks in which it was taken; absent: all. */
  readonly tasks?: readonly Task[];
  /** Whether it was taken in this run; absent: in every one. */
  readonly taken?: (record: RunRecord) => boolean;
  /** The part of the record without which there is nothing to explain; absent: none. */
  readonly of?: keyof RunRecord;
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
      'The out-of-fold estimate is of the procedure including its tuning, not of one setting (Varma & Simon 2006, BMC Bioinformatics 7:91). When the learner itself is picked by comparing these out-of-fold results, its figure carries an optimism of selection, which grows with the number of learners tried; the corrected score beside it does not.',
  },
  {
    decision: 'Probabilities were made to mean what they say',
    tasks: ['classification'],
    taken: ({ results }) => results.some(({ calibration }) => calibration?.folds),
    novice:
      'When a model says 80 %, it should be right in 8 of 10 such cases; many are not, some being too sure of themselves, some too timid. How far this one was off was learned from samples it had not been fitted on, inside each training part, and its probabilities were bent accordingly. Where that was not shown to help, they were left alone. The reliability figure shows the result on samples that had no part in it.',
    intermediate:
      'The predictions that the inner folds, or the members of a network, made of the samples they held out teach a map of probabilities: a temperature, a sigmoid, an isotonic curve or a regression on all the log probabilities. Each is judged by maps fitted without the fold in question, and a richer one is taken only when it lowers the log-loss by more than one standard error and costs nothing of {metric}. The map travels with the model file; validate.calibrate in the study file decides otherwise.',
    advanced:
      'Cross-fitted on inner out-of-fold predictions of the chosen candidate, groups whole; standard errors over groups; Platt’s targets throughout, so that separable classes give no certainty (Platt 1999; Guo et al. 2017; Zadrozny & Elkan 2002; Kull et al. 2019 with off-diagonal and intercept regularisation). The chosen candidate was picked on the same rows, a bias of second order. The map was learned at the size of the inner training parts and is applied to a model of the whole. It holds at the prevalence of this cohort.',
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
      'BCa bootstrap over groups of rows, given the partition: the silhouette averages the values of the full cohort under bootstrap weights, the Rand index weighs pairs of different samples by the product of their weights. Both are conditional on the labels, so the intervals are narrower than those of the whole procedure.',
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
      'BCa bootstrap over groups on the pooled out-of-fold predictions (Efron 1987), percentiles where its correction cannot be made; `method` in run.json says which. It covers the sampling of test units; it does not cover refitting on another training set, so the true uncertainty is somewhat larger (Bengio & Grandvalet 2004, JMLR 5: no unbiased estimator of the variance of K-fold exists).',
  },
  {
    decision: 'The learners were compared on the same samples, and the best one pays for having been picked',
    tasks: PREDICTED,
    of: 'chosen-corrected',
    novice:
      'Let ten people toss a coin ten times and the luckiest looks gifted. So it is with learners: the best of several is partly the luckiest. What it reaches when it is picked on some samples and scored on others stands beside its plain score.',
    intermediate:
      'Two tests compare every pair: one over the folds asks whether the learner would win again if trained anew, one over the samples whether these models would win again on other samples. Their p values are adjusted for the number of pairs (Holm). The score of the best is corrected by choosing on the samples drawn in a bootstrap and scoring on those left out.',
    advanced:
      'Corrected resampled t, variance (1/J + n₂/n₁)s² (Nadeau & Bengio 2003, Mach Learn 52), since training parts overlap; paired bootstrap over groups on common replicates; Holm over all pairs, not over those with the winner, which was seen in the same data. BBC-CV (Tsamardinos et al. 2018, Mach Learn 107) for the choice: out-of-bag sets hold 37 % of the groups, so its interval is conservative. It does not pay for learners tried and left out of the study.',
  },
  {
    decision: 'Everything was done again on data in which there is nothing to find',
    tasks: PREDICTED,
    of: 'permutation',
    novice:
      'The answers were shuffled among the {noun}, so that they had nothing to do with the measurements, and the whole recipe was run on that, many times. What it reaches there is luck. A result that luck reaches often is no result.',
    intermediate:
      'Splits, preparation and the search of settings were all made anew on each permutation, so that p is of the procedure, not of one fitted model. Samples that belong together change answers together. p is the share of arrangements, the true one included, that score at least as well; with 200 permutations it cannot be smaller than 0.005.',
    advanced:
      'p = (b + 1)/(m + 1) (Phipson & Smyth 2010, SAGMB 9), exact for exchangeable groups: whole blocks where a group has one truth, else blocks of one size and orders within them (Winkler et al. 2015, NeuroImage 123). One repeat on either side. It tests independence of features and {target} (Ojala & Garriga 2010, JMLR 11), so a confounder is enough to reject it: permute within its strata to ask for more.',
  },
  {
    decision: 'Part of the samples was left out to see what more of them would bring',
    tasks: PREDICTED,
    of: 'learning-curve',
    novice:
      'The model learned from a fifth of the samples, then two fifths, and so on, and was tested on the same ones each time. If the line still rises at its end, more samples would help; if it is flat, they would not.',
    intermediate:
      'In each outer fold the smaller training parts lie within the larger, hold every kind of outcome in proportion and split no group; settings are searched anew. The curve a − b·n^(−c) through the points says what twice the samples promise. Its interval speaks of the chance in who was tested.',
    advanced:
      'Inverse power law by weighted least squares, b ≥ 0, a within the range of the metric, c from 0.1 to 2 (Figueroa et al. 2012, BMC Med Inform Decis Mak 12:8), refitted on common bootstrap replicates of the test groups. Each size is one nested draw, so the variance over training subsets is not in the interval; b ≥ 0 keeps the gain from being negative, hence read its lower bound, not its sign.',
  },
  {
    decision: 'The size of the next study was computed from this one',
    tasks: PREDICTED,
    of: 'power',
    novice:
      'From the {noun} at hand cohorts of other sizes were put together, and it was counted how often each would show that the model beats the best baseline. That says how large a study must be to have a good chance of an answer.',
    intermediate:
      'Groups were drawn with replacement to the size asked for, with the predictions of the model and of the baseline; the difference was raised by what the learning curve promises, where there is one. A cohort counts when the 95 % interval of the difference lies above 0.',
    advanced:
      'm-out-of-n bootstrap of the paired difference, normal interval with the standard deviation over simulated cohorts, common shift by the fitted law. The observed effect is taken for the true one: at the present size this is a function of the p value (Hoenig & Heisey 2001, Am Stat 55), so use it for other sizes only, and mind the winner’s curse.',
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
    decision: 'An answer that is not sure can be withheld',
    tasks: ['classification'],
    of: 'decisions',
    novice:
      'A model that may say “I do not know” errs less often when it does answer. The curve shows the trade: how many answers are wrong if only the surest are given. Where a largest share of errors was asked for, answers below some certainty are withheld.',
    intermediate:
      'Answers are put in order of their largest probability. A threshold is chosen on the other folds and judged on the fold that had no part in it; it is taken only if an upper limit of the error, not merely the error seen, is within the target. Few samples can therefore promise little, even without a mistake.',
    advanced:
      'Candidate thresholds stand at 5 %, 10 %, … of coverage, a function of the confidences alone; one-sided Clopper–Pearson limits in fixed sequences from four of them, at (1 − confidence)/4 each, hold the family-wise error (Geifman & El-Yaniv 2017; Angelopoulos et al. 2021). Given independent samples of the same kind the selective risk exceeds the target with at most that probability; samples of a group count once. With costs it is Chow’s rule, which trusts the probabilities (Chow 1970).',
  },
  {
    decision: 'A set of classes can stand in for one answer',
    tasks: ['classification'],
    of: 'decisions',
    novice:
      'Some samples lie between two classes, and a single answer would hide it. A set names every class that cannot be ruled out; it is made so wide that the true class is left out in only a small, chosen share of cases, for rare classes as for common ones.',
    intermediate:
      'For each class the probabilities that held-out members got for their own class say how low such a probability can be; a class stays in the set of a new sample unless its probability is lower than all but the chosen share of these. A class with few members can hardly be ruled out, so sets grow where data are scarce.',
    advanced:
      'Label-conditional (Mondrian) conformal prediction with the score 1 − p (Vovk et al. 2005; Sadinle et al. 2019). Thresholds come of out-of-fold probabilities, those of the other folds for the judged fold: cross-conformal, for which about 1 − 2·error is proved and 1 − error is usual (Vovk 2015; Barber et al. 2021). The saved model was fitted on all samples, thresholds on models of (K−1)/K of them: a little wide, if anything. It all rests on exchangeability: another hospital breaks it.',
  },
  {
    decision: 'An interval stands around each answer',
    tasks: ['regression'],
    of: 'decisions',
    novice:
      'A single number says nothing of how far it may be off. The interval is made so wide that it holds the measured value in a chosen share of the samples that the model had not seen.',
    intermediate:
      'Its half-width is the size of error that the chosen share of the out-of-fold errors stays below. It needs no normal errors, and is the same for all samples: too wide for the easy, too narrow for the hard, which the coverage by thirds of the prediction shows.',
    advanced:
      'Split-conformal with absolute residuals (Lei et al. 2018), calibrated out of fold; for the judged fold on the other folds. Marginal coverage only, under exchangeability; for such cross-conformal schemes about 1 − 2·error is proved, 1 − error usual (Barber et al. 2021).',
  },
  {
    decision: 'What an answer is worth depends on where it is given',
    tasks: ['classification'],
    of: 'decisions',
    novice:
      'A test that finds a rare illness rightly in eight of ten, and rings wrongly in three of ten of the healthy, is mostly wrong when it rings, since the healthy are so many. A study seldom has as many healthy people as the clinic; so the share there has to be stated before one can say how far to trust an answer.',
    intermediate:
      'Sensitivity and specificity travel from a study to a clinic with patients of the same kind; predictive values do not. Where shares are stated, predictive values are computed at them, and probabilities are re-weighted to them. A decision curve weighs hits against false alarms at every probability from which one might act.',
    advanced:
      'PPV and NPV by Bayes’ rule; posteriors by p′ ∝ p · π′/π (Saerens et al. 2002; Elkan 2001), with π the shares that the fit saw (equal ones after balanced weights or SMOTE). It assumes label shift and calibrated probabilities; it moves a bad calibration and does not mend it. Net benefit as Vickers & Elkin 2006, with a percentile bootstrap over groups at each threshold, not a simultaneous band.',
  },
  {
    decision: 'A sample unlike all others is refused',
    tasks: PREDICTED,
    of: 'decisions',
    novice:
      'A model that has only seen kidneys will still answer when it is shown a heart, and sound sure. So the model file knows where its training samples lie, and says of a new sample that lies far from all of them that it cannot judge it.',
    intermediate:
      'The distance looks at the prepared features in three ways: how far out along the strongest directions of the training samples, how much is left that these directions do not hold, and how much that is beside what they hold. The limit is set so that 1 in 100 samples of the training kind is refused, judged on samples left out.',
    advanced:
      'Hotelling’s T² and the residual Q on up to ten principal components (SIMCA; Jackson & Mudholkar 1979) and the ratio of residual to held squares, each as a standardised logarithm, the largest counts; the limit is the conformal 99 % quantile over five group-wise left-out parts, preparation refitted in each. It sees a shift of the bulk of the features; a sample that differs in a few of thousands passes.',
  },
  {
    decision: 'Parts of the cohort were judged by themselves',
    tasks: PREDICTED,
    of: 'subgroups',
    novice:
      'A model can be good on the whole and poor for some: for women, for the old, for one hospital. So it was also judged in each such part alone. Small parts are not shown, since a handful of samples says little and could give a person away.',
    intermediate:
      'Each part has its own interval, its difference to all other samples, and whether what happened there is what was predicted. The more parts one looks at, the likelier one of them stands out by chance; the p values are adjusted for that.',
    advanced:
      'Scores under 0/1 weights with a bootstrap over groups; the difference to the complement is tested by a normal approximation with the bootstrap standard error, adjusted by Holm over all parts of all columns. Cells below 10 samples, or 5 of the rarer outcome, are withheld. Equal error rates, equal calibration and unequal base rates cannot all hold at once (Chouldechova 2017; Kleinberg et al. 2017): which one matters is not a statistical question.',
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

/** The reasons that belong to a task. @param record of a run: only reasons for what stands in it. */
export function whyOf(task: Task, record?: RunRecord): Why[] {
  const there = ({ of, taken }: Why) =>
    record === undefined || ((of === undefined || record[of] !== undefined) && (taken === undefined || taken(record)));
  return WHY.filter((why) => (why.tasks === undefined || why.tasks.includes(task)) && there(why));
}
