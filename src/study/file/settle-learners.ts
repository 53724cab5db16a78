import { ConfigError } from '../../base/errors.ts';
import { learnerByWord, learners } from '../../learn/registry.ts';
import { metricByName } from '../../metric/registry.ts';
import { CALIBRATION_METHODS } from '../../numeric/calibration/calibrators.ts';
import type { Task } from '../../table/target.ts';
import type { Study } from './study.ts';

/**
 * The study with learners that serve its task, now that the task is known, and take weights where it has some: of the default ones those that
 * do, of named ones all must.
 * @throws {ConfigError} a named learner does not serve the task, or takes no weights; a calibration is named where there are no classes.
 * @throws {ParamError} the metric is of another task.
 */
export function settleLearners(study: Study, task: Task): Study {
  if (study.validate.metric !== undefined) metricByName(study.validate.metric, 'validate.metric', task);
  if (task !== 'classification') refuseCalibration(study, task);
  const { weight } = study.samples;
  const serves = (word: string) => learnerByWord(word, 'learners').tasks.includes(task);
  const weighs = (word: string) => weight === undefined || learnerByWord(word, 'learners').weighted === true;
  const { defaultLearners, ...rest } = study;
  if (defaultLearners) return { ...rest, learners: study.learners.filter(({ word }) => serves(word) && weighs(word)) };
  const unfit = study.learners.find(({ word }) => !serves(word));
  if (unfit) {
    const fit = learners.filter(({ tasks }) => tasks.includes(task)).map(({ word }) => word);
    const { tasks } = learnerByWord(unfit.word, 'learners');
    throw new ConfigError({
      where: `learners: ${unfit.name}`,
      problem: `${unfit.word} serves ${tasks.join(', ')}; the task is ${task}`,
      hint: `learners of ${task}: ${fit.join(', ')}`,
    });
  }
  const equal = study.learners.find(({ word, balance }) => !weighs(word) || (weight !== undefined && balance));
  if (equal) {
    const fit = learners.filter(({ tasks, weighted }) => tasks.includes(task) && weighted).map(({ word }) => word);
    throw new ConfigError({
      where: `learners: ${equal.name}`,
      problem: `${weighs(equal.word) ? 'balance: smote' : equal.word} takes no sample weights; the study has some, samples.weight: ${weight}`,
      hint: fit.length > 0 ? `learners of ${task} that take them: ${fit.join(', ')}` : 'leave out samples.weight',
    });
  }
  return rest;
}

function refuseCalibration({ validate, learners: specs }: Study, task: Task): void {
  const asked = [validate, ...specs].find(({ calibrate }) =>
    CALIBRATION_METHODS.some((method) => method === calibrate),
  );
  if (!asked) return;
  throw new ConfigError({
    where: 'name' in asked ? `learners: ${asked.name}` : 'validate.calibrate',
    problem: `${asked.calibrate} calibrates probabilities of classes; the task is ${task}`,
    hint: 'leave calibrate out',
  });
}
