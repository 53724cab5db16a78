import { fileSource } from '../../read/index.node.ts';
import { inspectFile } from '../../read/index.ts';
import { inspectionText } from '../inspection-text.ts';
import { readingParams } from '../reading-flags.ts';
import type { InspectFlags } from '../words/inspect.ts';

export async function inspect(path: string, flags: InspectFlags): Promise<void> {
  const options = { params: readingParams(flags) };
  const facts = await inspectFile(await fileSource(path), options, flags.format);
  process.stdout.write(flags.json ? `${JSON.stringify(facts, null, 2)}\n` : inspectionText(facts));
}
