import type { ModelConverter } from './converters.ts';
import { boosting } from './models/boosting.ts';
import { kaplanMeier, majority, mean } from './models/constant.ts';
import { countBayes } from './models/count-bayes.ts';
import { forest } from './models/forest.ts';
import { linearSvm } from './models/linear-svm.ts';
import { naiveBayes } from './models/naive-bayes.ts';
import { network } from './models/network.ts';
import { penalised } from './models/penalised.ts';
import { cox, linear, logistic } from './models/regression.ts';
import { svm } from './models/svm.ts';

/** Every learner whose models can be exported: word of the registry → converter. Networks of letters are exported as they are (`network.ts`). */
export const modelConverters: Readonly<Record<string, ModelConverter>> = {
  majority,
  mean,
  'kaplan-meier': kaplanMeier,
  'elastic-net': penalised,
  lasso: penalised,
  ridge: penalised,
  linear,
  logistic,
  cox,
  'linear-svm': linearSvm,
  svm,
  'naive-bayes': naiveBayes,
  'multinomial-nb': countBayes,
  'complement-nb': countBayes,
  tree: forest,
  forest,
  'extra-trees': forest,
  boosting,
  ...{
    mlp: network,
    autoencoder: network,
    fusion: network,
    'signal-cnn': network,
    'image-cnn': network,
    'video-cnn': network,
  },
  'set-attention': network,
  'graph-network': network,
};
