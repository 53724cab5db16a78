import type { RunRecord } from '../record.ts';

export interface Citation {
  /** Word of the registry, or the part of a run that rests on it. */
  readonly for: string;
  readonly text: string;
}

/** What a method was published as. A learner without a line here is too old or too plain to cite. */
const WORKS: readonly Citation[] = [
  {
    for: 'elastic-net',
    text: 'Friedman, Hastie, Tibshirani 2010. Regularization paths for generalized linear models via coordinate descent. J Stat Softw 33(1).',
  },
  { for: 'lasso', text: 'Tibshirani 1996. Regression shrinkage and selection via the lasso. J R Stat Soc B 58:267.' },
  {
    for: 'ridge',
    text: 'Hoerl, Kennard 1970. Ridge regression: biased estimation for nonorthogonal problems. Technometrics 12:55.',
  },
  { for: 'cox', text: 'Cox 1972. Regression models and life-tables. J R Stat Soc B 34:187.' },
  { for: 'linear-svm', text: 'Hsieh et al. 2008. A dual coordinate descent method for large-scale linear SVM. ICML.' },
  {
    for: 'svm',
    text: 'Fan, Chen, Lin 2005. Working set selection using second order information for training SVM. JMLR 6:1889.',
  },
  { for: 'forest', text: 'Breiman 2001. Random forests. Mach Learn 45:5.' },
  { for: 'extra-trees', text: 'Geurts, Ernst, Wehenkel 2006. Extremely randomized trees. Mach Learn 63:3.' },
  { for: 'boosting', text: 'Chen, Guestrin 2016. XGBoost: a scalable tree boosting system. KDD.' },
  { for: 'tree', text: 'Breiman, Friedman, Olshen, Stone 1984. Classification and regression trees.' },
  {
    for: 'multinomial-nb',
    text: 'McCallum, Nigam 1998. A comparison of event models for naive Bayes text classification. AAAI workshop.',
  },
  {
    for: 'complement-nb',
    text: 'Rennie et al. 2003. Tackling the poor assumptions of naive Bayes text classifiers. ICML.',
  },
  {
    for: 'sequence-cnn',
    text: 'Alipanahi et al. 2015. Predicting the sequence specificities of DNA- and RNA-binding proteins by deep learning. Nat Biotechnol 33:831.',
  },
  { for: 'set-attention', text: 'Ilse, Tomczak, Welling 2018. Attention-based deep multiple instance learning. ICML.' },
  {
    for: 'graph-network',
    text: 'Kipf, Welling 2017. Semi-supervised classification with graph convolutional networks. ICLR.',
  },
  { for: 'consensus', text: 'Monti et al. 2003. Consensus clustering. Mach Learn 52:91.' },
  { for: 'dbscan', text: 'Ester et al. 1996. A density-based algorithm for discovering clusters. KDD.' },
  {
    for: 'calibration',
    text: 'Kull et al. 2019. Beyond temperature scaling: well-calibrated multi-class probabilities with Dirichlet calibration. NeurIPS.',
  },
  {
    for: 'nested',
    text: 'Varma, Simon 2006. Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics 7:91.',
  },
  { for: 'bootstrap', text: 'Efron 1987. Better bootstrap confidence intervals. J Am Stat Assoc 82:171.' },
  { for: 'survival-forest', text: 'Ishwaran et al. 2008. Random survival forests. Ann Appl Stat 2:841.' },
  {
    for: 'ipcw',
    text: 'Graf et al. 1999. Assessment and comparison of prognostic classification schemes for survival data. Stat Med 18:2529.',
  },
];

/** The works that a run rests on. */
export function citationsOf({ study, results }: RunRecord): Citation[] {
  const specs = Array.isArray(study.learners) ? (study.learners as { word?: unknown }[]) : [];
  const words = new Set<unknown>([...specs.map(({ word }) => word), ...results.map(({ learner }) => learner)]);
  const wanted = new Set<unknown>([
    ...words,
    ...(results.some(({ calibration }) => calibration?.folds) ? ['calibration'] : []),
    ...(study.task === 'clustering' ? [] : ['nested']),
    ...(study.task === 'survival' ? ['ipcw', ...(words.has('forest') ? ['survival-forest'] : [])] : []),
    'bootstrap',
  ]);
  return WORKS.filter((work) => wanted.has(work.for));
}
