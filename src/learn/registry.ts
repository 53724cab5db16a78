import { ConfigError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { LearnerEntry } from '../table/contract.ts';
import { alphaGrid, complementParams, multinomialParams, naiveBayesGrid, naiveBayesParams } from './bayes/params.ts';
import { boostingGrid, boostingParams } from './boosting/params.ts';
import {
  consensusParams,
  dbscanParams,
  gaussianMixtureParams,
  hierarchicalParams,
  kMeansParams,
} from './cluster/params.ts';
import { elasticNetGrid, elasticNetParams, lassoParams, ridgeParams } from './linear/params.ts';
import { knnGrid, knnParams } from './neighbors/params.ts';
import { coxParams } from './survival/params.ts';
import { linearSvmGrid, linearSvmParams, svmGrid, svmParams } from './svm/params.ts';
import { extraTreesParams, forestGrid, forestParams, treeGrid, treeParams } from './tree/params.ts';

/** Every learner that a study file can name. Adding one is a folder and a line here. */
export const learners: readonly LearnerEntry[] = [
  {
    word: 'majority',
    doc: 'The share of each class among the training samples, whatever the features: what a model must beat.',
    tasks: ['classification'],
    weighted: true,
    params: {},
    grid: {},
    load: () => import('./baseline/majority.ts'),
  },
  {
    word: 'elastic-net',
    doc: 'Regression of classes, numbers, counts or survival times with L1 and L2 penalties along a certified path.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    sparse: true,
    params: elasticNetParams,
    grid: elasticNetGrid,
    load: () => import('./linear/elastic-net.ts'),
  },
  {
    word: 'lasso',
    doc: 'The elastic net with nothing but L1: few features, each certified to be needed at its penalty.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    sparse: true,
    params: lassoParams,
    grid: {},
    load: () => import('./linear/lasso.ts'),
  },
  {
    word: 'ridge',
    doc: 'Regression of classes, numbers, counts or survival times with an L2 penalty: every feature has a share.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    sparse: true,
    params: ridgeParams,
    grid: {},
    load: () => import('./linear/ridge.ts'),
  },
  {
    word: 'linear-svm',
    doc: 'Linear support vector machine, one class against the rest, with probabilities from cross-fitted decision values.',
    tasks: ['classification'],
    weighted: true,
    sparse: true,
    params: linearSvmParams,
    grid: linearSvmGrid,
    load: () => import('./svm/linear-svm.ts'),
  },
  {
    word: 'svm',
    doc: 'Support vector machine with a kernel, for classes (with cross-fitted probabilities) and for numbers.',
    tasks: ['classification', 'regression'],
    weighted: true,
    params: svmParams,
    grid: svmGrid,
    load: () => import('./svm/svm.ts'),
  },
  {
    word: 'forest',
    doc: 'Random forest: the average of trees grown on bootstrap samples with random features at each split.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    params: forestParams,
    grid: forestGrid,
    load: () => import('./tree/forest.ts'),
  },
  {
    word: 'extra-trees',
    doc: 'Extremely randomised trees: as a forest, but with a random cut of each feature tried, and all rows in every tree.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    params: extraTreesParams,
    grid: forestGrid,
    load: () => import('./tree/extra-trees.ts'),
  },
  {
    word: 'tree',
    doc: 'One decision tree, pruned by cost-complexity: rules that can be read.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    params: treeParams,
    grid: treeGrid,
    load: () => import('./tree/tree.ts'),
  },
  {
    word: 'boosting',
    doc: 'Gradient boosting: small trees added one after another, each fitted to what the ones before it got wrong. Takes missing values and columns of words.',
    tasks: ['classification', 'regression', 'survival'],
    weighted: true,
    categorical: true,
    params: boostingParams,
    grid: boostingGrid,
    load: () => import('./boosting/boosting.ts'),
  },
  {
    word: 'naive-bayes',
    doc: 'Gaussian naive Bayes: every feature normal within a class and independent of the others.',
    tasks: ['classification'],
    weighted: true,
    params: naiveBayesParams,
    grid: naiveBayesGrid,
    load: () => import('./bayes/naive-bayes.ts'),
  },
  {
    word: 'multinomial-nb',
    doc: 'Multinomial naive Bayes, for counts such as k-mers.',
    tasks: ['classification'],
    weighted: true,
    sparse: true,
    params: multinomialParams,
    grid: alphaGrid,
    load: () => import('./bayes/multinomial-nb.ts'),
  },
  {
    word: 'complement-nb',
    doc: 'Complement naive Bayes, for counts in classes of unequal size.',
    tasks: ['classification'],
    weighted: true,
    sparse: true,
    params: complementParams,
    grid: alphaGrid,
    load: () => import('./bayes/complement-nb.ts'),
  },
  {
    word: 'knn',
    doc: 'The share of each class among the nearest training samples, or the mean of their numbers.',
    tasks: ['classification', 'regression'],
    params: knnParams,
    grid: knnGrid,
    load: () => import('./neighbors/knn.ts'),
  },
  {
    word: 'k-means',
    doc: 'Clusters around means, from several k-means++ starts.',
    tasks: ['clustering'],
    params: kMeansParams,
    grid: {},
    load: () => import('./cluster/k-means.ts'),
  },
  {
    word: 'gaussian-mixture',
    doc: 'A mixture of Gaussians by expectation and maximisation; the number of components by BIC.',
    tasks: ['clustering'],
    params: gaussianMixtureParams,
    grid: {},
    load: () => import('./cluster/gaussian-mixture.ts'),
  },
  {
    word: 'dbscan',
    doc: 'Clusters of any shape where samples are dense; the rest is noise.',
    tasks: ['clustering'],
    params: dbscanParams,
    grid: {},
    load: () => import('./cluster/dbscan.ts'),
  },
  {
    word: 'hierarchical',
    doc: 'A tree of merges by Ward, average, complete or single linkage, cut into clusters.',
    tasks: ['clustering'],
    params: hierarchicalParams,
    grid: {},
    load: () => import('./cluster/hierarchical.ts'),
  },
  {
    word: 'consensus',
    doc: 'Clusters of samples that k-means on many subsamples puts together.',
    tasks: ['clustering'],
    params: consensusParams,
    grid: {},
    load: () => import('./cluster/consensus.ts'),
  },
  {
    word: 'mean',
    doc: 'The mean of the training samples, whatever the features: what a regression must beat.',
    tasks: ['regression'],
    weighted: true,
    params: {},
    grid: {},
    load: () => import('./baseline/mean.ts'),
  },
  {
    word: 'linear',
    doc: 'Least squares with standard errors and tests; needs more samples than features.',
    tasks: ['regression'],
    weighted: true,
    params: {},
    grid: {},
    load: () => import('./linear/linear.ts'),
  },
  {
    word: 'logistic',
    doc: 'Logistic regression of two classes without penalty, with standard errors and tests; needs more samples than features.',
    tasks: ['classification'],
    weighted: true,
    params: {},
    grid: {},
    load: () => import('./linear/logistic.ts'),
  },
  {
    word: 'kaplan-meier',
    doc: 'The Kaplan–Meier curve of the training samples for everybody, whatever the features: what a survival model must beat.',
    tasks: ['survival'],
    weighted: true,
    params: {},
    grid: {},
    load: () => import('./survival/kaplan-meier.ts'),
  },
  {
    word: 'cox',
    doc: 'Cox regression without penalty, with standard errors and tests; needs more samples than features.',
    tasks: ['survival'],
    weighted: true,
    params: coxParams,
    grid: {},
    load: () => import('./survival/cox.ts'),
  },
];

/** @throws {ConfigError} naming the nearest word. */
export function learnerByWord(word: string, where: string): LearnerEntry {
  const found = learners.find((entry) => entry.word === word);
  if (found) return found;
  const words = learners.map((entry) => entry.word);
  const near = nearest(word, words);
  throw new ConfigError({
    where,
    problem: `unknown learner '${word}'`,
    hint: near ? `did you mean '${near}'?` : `the learners are: ${words.join(', ')}`,
  });
}
