import type { Command } from 'commander';

/** How a file is to be read, as the command line says it. */
export interface ReadingFlags {
  readonly format?: string;
  readonly read?: readonly string[];
}

export function addReadingOptions(command: Command): Command {
  return command
    .option('--format <word>', 'format of the file (default: by its bytes)')
    .option('--read <name=value...>', 'parameters of its reader, such as part=layers/counts');
}
