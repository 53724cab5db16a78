import { stringify } from 'yaml';
import type { BlockKind } from '../../table/block.ts';
import type { Task } from '../../table/target.ts';
import type { Mistake } from './study.ts';

export interface TableStudy {
  readonly title: string;
  readonly table: string;
  /** The sheet that holds the target; absent: the table does. */
  readonly samples?: string;
  readonly target?: string;
  readonly survival?: { readonly time: string; readonly event: string };
  readonly task?: Task;
  readonly id?: string;
  readonly group?: readonly string[];
  readonly confounders?: readonly string[];
  readonly seed?: number;
  /** Of the table, and the name of its block; default expression. */
  readonly kind?: BlockKind;
  /** Default: that of the kind. */
  readonly prepare?: readonly unknown[];
  readonly leaky?: readonly Mistake[];
}

/** The study file that stands for `cistron run --table …`: short, since defaults say the rest, and ready to be edited. */
export function studyFromTable({
  title,
  table,
  samples,
  id,
  group,
  seed,
  task,
  kind = 'expression',
  prepare,
  leaky,
  ...outcome
}: TableStudy): string {
  const text = stringify(
    {
      cistron: 1,
      title,
      samples: { file: samples ?? table, ...(id === undefined ? {} : { id }), ...(group ? { group } : {}), ...outcome },
      ...(task ? { task } : {}),
      blocks: {
        [kind]: {
          ...(samples === undefined ? { from: 'samples' } : { file: table }),
          kind,
          ...(prepare ? { prepare } : {}),
        },
      },
      validate: { outer: 5, inner: 4, repeats: 1, seed: seed ?? 1, ...(leaky ? { leaky } : {}) },
    },
    { lineWidth: 0 },
  );
  return `# Written by cistron run --table. Edit it and run it again: cistron run study.yaml\n${text}`;
}
