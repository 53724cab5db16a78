import type { Why } from '../why.ts';

/** What a reader of new samples has to know, at three depths. Facts: `unit`, `method`, `meaning`, `centred`, `trained`. */
export const NEW_SAMPLES_WHY: readonly Why[] = [
  {
    decision: 'A bar says what moved the answer, not what causes the disease',
    novice:
      'Each bar says how much one measurement moved the answer of this sample, up or down, from where the model stands when it knows nothing. It is what the model leans on; changing it in a patient need not change anything.',
    intermediate:
      'An attribution divides the answer for one sample among its features, in {unit}; the bars and what is said of nobody add up to the answer. {meaning} Features that are correlated replace one another: one may carry what several share.',
    advanced:
      'Method: {method}. Explained is the output of the model itself{centred}, before its probabilities are calibrated, so the sum need not be the logit of the probability shown. Values are those after preparation, as the model sees them.',
  },
  {
    decision: 'A sample that is unlike the training samples is refused',
    novice:
      'A model answers whatever it is given, another tissue too. This one checks first whether the sample looks like those that it learned from, and where it does not, its answer is not to be used.',
    intermediate:
      'The distance is measured from the training samples in three ways; the limit is what 1 in 100 of the training samples would pass when left out. A model trained without that check refuses nobody.',
    advanced:
      'Distance along the strongest directions of the prepared training features, off them, and between. The scale and the limit come from samples left out, and travel in the model file; the training samples do not.',
  },
  {
    decision: 'The training cases most like a sample are not shown',
    novice: 'The model file holds no patient it learned from, so it cannot show whom your sample is like.',
    intermediate:
      'A model file has coefficients, trees or weights, no training sample: it can be given away without giving away patients. Cases like a sample can be looked up only where the training data are.',
    advanced:
      'Nearest training cases by attribution need the attributions of the training rows; `nearestCases` of the library takes them where the data are at hand.',
  },
  {
    decision: 'How good the model is was measured before, on other samples',
    novice:
      'What the model reached on patients it had not seen stands under “The model”. Your samples may come from another hospital or machine; there it may do worse.',
    intermediate:
      'The scores are out of fold, of {trained} samples. They hold for samples like those; nothing on this page tests the model on yours, since their truth is not known here.',
    advanced:
      'Scores are of the whole procedure in cross-validation, not of this one fit on all samples. To test it on new samples with known truth, run a study with `validate: outer: { external: … }`.',
  },
];
