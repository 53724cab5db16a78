// What Cistron set out to reach: ratios peer/ours, two threads, of the rows whose work matches. The files that hold such rows.
export const goalFiles = [
  ...['forest', 'boosting', 'boosting-tall', 'penalised', 'elastic-net', 'linear-svm', 'unsupervised', 'nested'],
  ...['forest-survival', 'neural', 'genotypes', 'genotype-pca', 'tree-shap'],
];

const goals = [
  [/^random forest, 500 trees, 1000 × 20,000/, /./, 6],
  [/^boosting, 20 rounds, 1000 × 20,000, .*256 bins/, /XGBoost/, 10],
  [/^boosting, 20 rounds, 1000 × 20,000, .*64 bins/, /XGBoost/, 3],
  [/^boosting, 100 rounds, 10,000 × 500/, /XGBoost/, 2],
  [/^boosting, 100 rounds, 10,000 × 500/, /scikit-learn/, 1.5],
  [/^lasso path, .*500 × 20,000, gap at most 1e-3/, /glmnet/, 1],
  [/^lasso path, .*500 × 20,000, gap at most 1e-3/, /scikit-learn/, 10],
  [/^multinomial path, 100 penalties, 934 × 1,558/, /glmnet/, 2],
  [/^Cox path, .*500 × 20,000/, /glmnet/, 2],
  [/^(linear SVM|ridge path|PCA, 50 components|nested CV 5 × 4 of a linear SVM), .*1,?000 × 20,000/, /./, 5],
  [/^step of training, MLP/, /PyTorch/, 1.3],
  [/^step of training, (Conv1d|fusion)/, /PyTorch/, 1],
  [/^step of training, Conv2d/, /PyTorch/, 0.8],
  [/^survival forest, 500 trees, KIRC/, /ranger/, 5],
  [/^tree SHAP, 500 trees/, /XGBoost/, 3],
  [/^VCF 2,500/, /cyvcf2/, 3],
  [/^VCF 2,500/, /plink2/, 1],
  [/^PLINK bed 2,500/, /plink2/, 1],
];

/** The ratio that was aimed at, or undefined. */
export const goalOf = (work, peer) => goals.find(([of, whose]) => of.test(work) && whose.test(peer))?.[2];
