import type { Command } from 'commander';
import { ID_DOC } from './study-options.ts';

/** The flags that name the files of new samples. */
export interface FileFlags {
  readonly block?: string[];
  readonly samples?: string;
  readonly id?: string;
}

export function addFileOptions(command: Command): Command {
  return command
    .option('--block <name=file...>', 'measurements of the new samples, for each block of the model')
    .option(
      '--samples <file>',
      'one table that holds the blocks not given with --block, and the batch where the model asks for it',
    )
    .option('--id <column>', `in tables whose rows are samples: ${ID_DOC}`);
}
