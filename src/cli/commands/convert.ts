import { basename, dirname, extname, join } from 'node:path';
import { UnsupportedError } from '../../base/errors.ts';
import { fileSource } from '../../read/index.node.ts';
import { leftOut, readers, readFile } from '../../read/index.ts';
import { exportOnnx } from '../../study/model/export/onnx.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { openModel } from '../open-model.ts';
import { readingParams, writerFor } from '../reading-flags.ts';
import type { ReadingFlags } from '../words/reading-options.ts';

export async function convert(from: string, to: string, flags: ReadingFlags): Promise<void> {
  const save = async (name: string, bytes: Uint8Array) => (await diskFolder(dirname(to))).write(name, bytes);
  if (extname(from) === '.cistron' && extname(to) === '.onnx') {
    await save(basename(to), exportOnnx(await openModel(from)));
    return;
  }
  const entry = writerFor(basename(to));
  if (!entry) {
    const known = readers.filter(({ writes }) => writes).flatMap(({ extensions }) => extensions);
    throw new UnsupportedError({
      where: 'cistron convert',
      problem: `no format that is written ends as '${basename(to)}' does`,
      hint: `it can write ${known.join(', ')}; a model is converted from .cistron to .onnx`,
    });
  }
  const warn = ({ message, where }: { readonly message: string; readonly where?: string }) =>
    process.stderr.write(`${where ?? from}: ${message}\n`);
  const options = { params: readingParams(flags), warn };
  const { content, problems } = await readFile(await fileSource(from), options, flags.format);
  for (const message of problems) warn({ message });
  const { write } = await entry.load();
  const files = await write!(content, basename(to));
  if (entry.writes) for (const message of leftOut(content, entry.writes)) warn({ message });
  for (const { name, bytes } of files) await save(name, bytes);
  process.stderr.write(`wrote ${files.map(({ name }) => join(dirname(to), name)).join(', ')}\n`);
}
