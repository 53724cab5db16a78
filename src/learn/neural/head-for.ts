import { UnsupportedError } from '../../base/errors.ts';
import type { TrainView } from '../../table/contract.ts';
import { classHead } from './class-head.ts';
import { coxHead } from './cox-head.ts';
import type { Head, HeadOptions } from './head.ts';
import { intervalHead } from './interval-head.ts';
import { numberHead } from './number-head.ts';

/** The head for a target. @throws {UnsupportedError} nothing to predict. @throws {DataError} weights that are none. */
export function headFor(data: TrainView, options: HeadOptions, where: string): Head {
  const { target } = data;
  switch (target.task) {
    case 'classification':
      return classHead({ ...data, target }, options, where);
    case 'regression':
      return numberHead({ ...data, target }, options, where);
    case 'survival':
      return options.survival === 'cox'
        ? coxHead({ ...data, target }, where)
        : intervalHead({ ...data, target }, where);
    case 'clustering':
      throw new UnsupportedError({ where, problem: 'serves classification, regression and survival, got clustering' });
  }
}
