import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The ready studies: every YAML file of every folder. `study.yaml` goes by the name of its folder, another file by `folder/name`.
 * @returns {{ name: string, folder: string, file: string, maker?: string }[]} in alphabetical order.
 */
export function listStudies(root = 'studies') {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .flatMap(({ name: folder }) => {
      const maker = join(root, folder, 'make-table.mjs');
      return readdirSync(join(root, folder))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => ({
          name: file === 'study.yaml' ? folder : `${folder}/${file.slice(0, -'.yaml'.length)}`,
          folder: join(root, folder),
          file: join(root, folder, file),
          ...(existsSync(maker) ? { maker } : {}),
        }));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those asked for: a folder stands for all its studies. @throws {Error} a name that is none. */
export function pickStudies(studies, asked) {
  const belongs = (name) => (study) => study.name === name || study.name.startsWith(`${name}/`);
  const unknown = asked.filter((name) => !studies.some(belongs(name)));
  if (unknown.length > 0) {
    throw new Error(`no study ${unknown.join(', ')}; there are: ${studies.map(({ name }) => name).join(', ')}`);
  }
  return asked.length === 0 ? studies : studies.filter((study) => asked.some((name) => belongs(name)(study)));
}
