import type { Command } from 'commander';
import { fileSource } from '../../read/index.node.ts';
import { inspectFile } from '../../read/index.ts';
import { inspectionText } from '../inspection-text.ts';
import { addReadingOptions, type ReadingFlags, readingParams } from '../reading-flags.ts';

export function registerInspect(program: Command): void {
  const command = program
    .command('inspect')
    .description('what a file is: format, shape, types, missing values, first rows, problems')
    .argument('<file>', 'of any format that is read, or a folder such as that of a 10x matrix');
  addReadingOptions(command)
    .option('--json', 'print the facts as JSON')
    .action(async (path: string, flags: ReadingFlags & { json?: boolean }) => {
      const options = { params: readingParams(flags) };
      const facts = await inspectFile(await fileSource(path), options, flags.format);
      process.stdout.write(flags.json ? `${JSON.stringify(facts, null, 2)}\n` : inspectionText(facts));
    });
}
