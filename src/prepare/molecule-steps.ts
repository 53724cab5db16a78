import type { TransformEntry } from '../table/contract.ts';

/** Steps for columns of SMILES. */
export const moleculeSteps: readonly TransformEntry[] = [
  {
    word: 'fingerprint',
    spelling: true,
    doc: 'Extended-connectivity fingerprint (ECFP) of the molecule in each column of SMILES.',
    params: {
      bits: {
        type: 'integer',
        default: 2048,
        min: 16,
        max: 65536,
        main: true,
        unit: 'features',
        doc: 'Features that the neighbourhoods are folded to.',
      },
      radius: {
        type: 'integer',
        default: 2,
        min: 0,
        max: 6,
        unit: 'bonds',
        doc: 'How far a neighbourhood reaches; 2 is ECFP4.',
      },
      counts: { type: 'boolean', default: false, doc: 'How often a neighbourhood occurs, instead of whether.' },
    },
    load: () => import('./fingerprint.ts'),
  },
  {
    word: 'molecule-descriptors',
    spelling: true,
    doc: 'Weight, atoms, hydrogen bonds, rotatable bonds, rings, polar surface and charge of the molecule in each column of SMILES.',
    params: {},
    load: () => import('./molecule-descriptors.ts'),
  },
];
