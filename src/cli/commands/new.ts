import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { copyStudy, type ReadyStudy, readyStudies } from '../ready-studies.ts';

export async function newStudy(name: string | undefined, flags: { readonly out?: string }): Promise<void> {
  const studies = await readyStudies();
  if (name === undefined) {
    process.stdout.write(listed(studies));
    return;
  }
  const names = studies.map((study) => study.name);
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
  const { files, found, wanted } = await copyStudy(name, out);
  const lines = [
    ...files,
    ...told('reads', found),
    ...told('put your files there, or change the paths in the study file:', wanted),
    `next: cistron run ${join(out, 'study.yaml')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Name and title, one line each; below it the variants in the same folder. */
function listed(studies: readonly ReadyStudy[]): string {
  const width = Math.max(...studies.map(({ name }) => name.length));
  return studies
    .map(({ name, title, files }) => {
      const variants = files.length > 1 ? ` (also ${files.slice(1).join(', ')})` : '';
      return `${name.padEnd(width)}  ${title}${variants}\n`;
    })
    .join('');
}

function told(heading: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : [heading, ...paths.map((path) => `  ${path}`)];
}
