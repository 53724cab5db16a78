import { basename, dirname, extname } from 'node:path';
import type { Command } from 'commander';
import { UnsupportedError } from '../../base/errors.ts';
import { exportOnnx } from '../../study/export/onnx.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { openModel } from '../open-model.ts';

export function registerConvert(program: Command): void {
  program
    .command('convert')
    .description('write a saved model in another format: .cistron to .onnx')
    .argument('<in>', 'model.cistron of a run')
    .argument('<out>', 'file to write, such as model.onnx')
    .action(convert);
}

async function convert(from: string, to: string): Promise<void> {
  if (extname(from) !== '.cistron' || extname(to) !== '.onnx') {
    throw new UnsupportedError({
      where: 'cistron convert',
      problem: `converts .cistron to .onnx, got '${basename(from)}' to '${basename(to)}'`,
      hint: 'other pairs are not built yet',
    });
  }
  const bytes = exportOnnx(await openModel(from));
  await (await diskFolder(dirname(to))).write(basename(to), bytes);
}
