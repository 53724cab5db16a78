import type { Response } from '../kernels/elastic-net.ts';
import { presentClasses, requireTask, type Target } from '../table/target.ts';

/**
 * The target as the lasso solver takes it: squared error for numbers, the multinomial likelihood for classes, Cox's for survival times.
 * @param target with at least two classes among its rows. @throws {UnsupportedError} clustering.
 */
export function lassoResponse(target: Target, kind: string): Response {
  switch (target.task) {
    case 'classification': {
      const { present, codes } = presentClasses(target);
      return { family: 'multinomial', codes, nClasses: present.length };
    }
    case 'regression':
      return { family: 'gaussian', y: target.values };
    default: {
      const { times, events } = requireTask<Target, 'survival'>(target, 'survival', kind);
      return { family: 'cox', times, events };
    }
  }
}
