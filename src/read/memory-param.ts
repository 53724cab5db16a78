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

/** Gigabytes that the files of an archive may unpack to, as every reader of archives lets it be said. */
export const UNPACKED_PARAM: ParamTable = {
  'max-unpacked': {
    type: 'number',
    default: 32,
    min: 0.001,
    max: 10_000,
    unit: 'GB',
    doc: 'What the files of an archive may take when they are unpacked, one after another.',
  },
};
