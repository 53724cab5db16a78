import { type Command, Option } from 'commander';

/** What `run` and `check` are told of a study on the command line. */
export interface StudyFlags {
  readonly table?: string;
  readonly samples?: string;
  readonly target?: string;
  readonly time?: string;
  readonly event?: string;
  readonly task?: string;
  readonly id?: string;
  readonly group?: string[];
  readonly seed?: string;
  readonly workers?: string;
  readonly quick?: boolean;
  readonly leaky?: boolean;
}

export const ID_DOC =
  'column of sample ids, or row where there is none (default: the first whose values are unique text)';
export const TABLE_TASKS = ['classification', 'regression', 'survival', 'clustering'] as const;

/** Adds the options that name a table instead of a study file, and those that every study takes. */
export function addStudyOptions(command: Command): Command {
  return command
    .option('--table <file>', 'expression table, instead of a study file')
    .option('--samples <file>', 'sample sheet that holds the target, when the table does not')
    .option('--target <column>', 'column to predict: classes, or numbers')
    .option('--time <column>', 'with --event instead of --target: time to the event or to the end of observation')
    .option('--event <column>', '1 where the event was seen, 0 where the sample was censored')
    .addOption(new Option('--task <task>', 'overrules what is inferred from the target').choices(TABLE_TASKS))
    .option('--id <column>', ID_DOC)
    .option('--group <columns...>', 'columns whose equal values stay on one side of every fold (patient, family, site)')
    .option('--seed <n>', 'seed of folds and learners')
    .option('--workers <n>', 'threads (default: all cores); results do not depend on it')
    .option('--quick', "apply the study's quick overrides");
}
