import type { Block } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import type { Target } from '../table/target.ts';

/** The columns that filters chose so far, by block, target, steps and rows: learners that are fitted on the same rows share them. */
export interface ColumnChoices {
  /** What was chosen before, or what `choose` chooses now. @param steps up to the filter and with it. */
  get(
    block: Block,
    rows: Int32Array,
    target: Target | null,
    steps: readonly Transform[],
    choose: () => Promise<Uint32Array>,
  ): Promise<Uint32Array>;
  has(block: Block, rows: Int32Array, target: Target | null, steps: readonly Transform[]): boolean;
}

/** As long as it lives, blocks and targets that it has seen must stay as they are. Memory: four bytes for each feature kept, four a row, a fold. */
export function createColumnChoices(): ColumnChoices {
  const known = new WeakMap<
    Block,
    { readonly target: Target | null; readonly chosen: Map<string, Promise<Uint32Array>> }
  >();
  const chosenOf = (block: Block, target: Target | null) => {
    let entry = known.get(block);
    if (entry?.target !== target || !entry) {
      entry = { target, chosen: new Map() };
      known.set(block, entry);
    }
    return entry.chosen;
  };
  const keyOf = (rows: Int32Array, steps: readonly Transform[]) =>
    `${JSON.stringify(steps.map(({ kind, params }) => [kind, params]))} ${rows.join()}`;
  return {
    get(block, rows, target, steps, choose) {
      const chosen = chosenOf(block, target);
      const key = keyOf(rows, steps);
      let choice = chosen.get(key);
      if (!choice) {
        choice = choose();
        chosen.set(key, choice);
        // What failed, or was cancelled, is not known.
        choice.catch(() => chosen.delete(key));
      }
      return choice;
    },
    has: (block, rows, target, steps) => chosenOf(block, target).has(keyOf(rows, steps)),
  };
}
