import type { Command } from 'commander';
import { addReadingOptions, type ReadingFlags } from './reading-options.ts';

export function registerConvert(program: Command): void {
  const command = program
    .command('convert')
    .description('write a file in another format, or a saved model as ONNX (.cistron to .onnx)')
    .argument('<in>', 'file of any format that is read, or model.cistron of a run')
    .argument('<out>', 'file to write; its extension says the format');
  addReadingOptions(command).action(async (from: string, to: string, flags: ReadingFlags) =>
    (await import('../commands/convert.ts')).convert(from, to, flags),
  );
}
