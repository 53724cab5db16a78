import { type Block, takeBlockColumns } from '../../table/block.ts';
import type { Transform } from '../../table/contract.ts';

/** The last step of a preparation that leaves a learner some features: by name, those that are there. It learns nothing. */
export function keepFeatures(names: ReadonlySet<string>): Transform {
  const kind = 'keep-features';
  const apply = (block: Block) =>
    takeBlockColumns(
      block,
      Array.from(block.features.keys()).filter((j) => names.has(block.features[j]!)),
    );
  return {
    ...{ kind, params: {}, sparse: true, packed: true },
    fit: async () => ({
      kind,
      sparse: true,
      packed: true,
      apply,
      toState: () => ({ kind, json: { names: [...names] }, arrays: {} }),
    }),
  };
}
