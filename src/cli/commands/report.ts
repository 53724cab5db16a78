import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '../../base/errors.ts';
import type { ReportInput } from '../../report/input.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { readJson } from '../../study/run/run-folder.ts';

export async function report(path: string): Promise<void> {
  await access(join(path, 'report.json')).catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({
      where: path,
      problem: `no finished run here (report.json: ${cause.code})`,
      hint: 'run the study first, or again if it was interrupted',
      cause,
    });
  });
  const { renderReport } = await import('../../report/render-report.ts');
  const folder = await diskFolder(path);
  const input = await readJson<ReportInput>(folder, 'report.json');
  await folder.write('report.html', renderReport(input!));
  process.stdout.write(`${join(path, 'report.html')}\n`);
}
