import { cp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { ConfigError, NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';

const studies = fileURLToPath(new URL('../../../studies/', import.meta.url));

export function registerNew(program: Command): void {
  program
    .command('new')
    .description('copy a ready study to start from')
    .argument('[name]', 'the study; without it the ready studies are listed')
    .option('--out <folder>', 'where to put it (default: a folder of its name)')
    .action(async (name: string | undefined, flags: { out?: string }) => {
      const names = (await readdir(studies, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name);
      if (name === undefined) {
        process.stdout.write(`${names.join('\n')}\n`);
        return;
      }
      if (!names.includes(name)) {
        const near = nearest(name, names);
        throw new NotFoundError({
          where: 'cistron new',
          problem: `no ready study '${name}'`,
          hint: near ? `did you mean '${near}'?` : `there are: ${names.join(', ')}`,
        });
      }
      const out = flags.out ?? name;
      if (await stat(out).catch(() => undefined))
        throw new ConfigError({
          where: out,
          problem: 'is already there; nothing was copied',
          hint: 'choose another folder with --out',
        });
      await cp(join(studies, name), out, { recursive: true });
      process.stdout.write(
        `${join(out, 'study.yaml')}\nnext: put your files in it, then cistron run ${join(out, 'study.yaml')}\n`,
      );
    });
}
