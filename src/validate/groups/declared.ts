import { findColumn, textValues } from '../../table/annotations.ts';
import type { GroupFinder } from './finder.ts';

/** The columns that the study names under `samples.group`, and the side of its pairs that is held out. */
export const declared: GroupFinder = {
  word: 'declared',
  doc: 'Columns named under `samples.group`, and the side of `validate.pairs` that is held out (`pairs:<column>`).',
  async find({ ids, idColumn, annotations, declared: names, heldOut }) {
    // The ids themselves, named as a group, part nothing and join nothing.
    const labelsOf = (name: string) =>
      name === idColumn ? [...ids] : textValues(findColumn(annotations, name, 'samples.group'));
    const named = names.map((name) => ({
      source: `declared:${name}`,
      evidence: `the study names column '${name}'`,
      labels: labelsOf(name),
    }));
    if (heldOut === undefined) return named;
    return [
      ...named,
      { source: `pairs:${heldOut}`, evidence: `the study holds out pairs by '${heldOut}'`, labels: labelsOf(heldOut) },
    ];
  },
};
