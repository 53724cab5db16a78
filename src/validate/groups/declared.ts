import { findColumn, textValues } from '../../table/annotations.ts';
import type { GroupFinder } from './finder.ts';

/** The columns that the study names under `samples.group`. */
export const declared: GroupFinder = {
  word: 'declared',
  doc: 'Columns named under `samples.group`.',
  async find({ ids, idColumn, annotations, declared: names }) {
    return names.map((name) => ({
      source: `declared:${name}`,
      evidence: `the study names column '${name}'`,
      // The ids themselves, named as a group, part nothing and join nothing.
      labels: name === idColumn ? [...ids] : textValues(findColumn(annotations, name, 'samples.group')),
    }));
  },
};
