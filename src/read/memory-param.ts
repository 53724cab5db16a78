import type { ParamTable } from '../base/params.ts';

/** Gigabytes that the values of a block may take, as every reader of arrays lets it be said. */
export const MEMORY_PARAM: ParamTable = {
  'max-memory': {
    type: 'number',
    default: 4,
    min: 0.001,
    max: 1000,
    unit: 'GB',
    doc: 'Memory that the values may take; more is refused before anything is read.',
  },
};
