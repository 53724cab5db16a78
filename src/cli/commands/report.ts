import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { NotFoundError } from '../../base/errors.ts';
import type { ReportInput } from '../../report/input.ts';
import { diskFolder } from '../../study/run-folder.node.ts';

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('rebuild the report from a finished run folder')
    .argument('<run-dir>')
    .action(async (path: string) => {
      const text = await readFile(join(path, 'report.json'), 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw new NotFoundError({
          where: path,
          problem: `no finished run here (report.json: ${cause.code})`,
          hint: 'run the study first, or again if it was interrupted',
          cause,
        });
      });
      const { renderReport } = await import('../../report/render-report.ts');
      const folder = await diskFolder(path);
      await folder.write('report.html', renderReport(JSON.parse(text) as ReportInput));
      process.stdout.write(`${join(path, 'report.html')}\n`);
    });
}
