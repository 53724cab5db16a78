import type { ParamTable } from '../base/params.ts';

/** Of both forms of a Cell Ranger matrix. */
export const TENX_PARAMS: ParamTable = {
  names: {
    type: 'choice',
    default: 'symbol',
    choices: ['symbol', 'id'],
    doc: 'What features are called: gene symbols, repeated ones told apart by -1, -2 … as scanpy does, or ids (ENSG…), which are the same in every file.',
  },
  type: {
    type: 'text',
    default: '',
    doc: 'Type of the features of the main block, such as `Antibody Capture`; by default Gene Expression, or the first there is.',
  },
};
