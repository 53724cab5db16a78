import type { ParamTable } from '../../base/params.ts';

export const coxParams = {
  ties: {
    type: 'choice',
    default: 'efron',
    choices: ['efron', 'breslow'],
    main: true,
    doc: 'How events at the same time are counted: efron is nearer to the exact likelihood, breslow is what other software may have used.',
  },
} as const satisfies ParamTable;
