import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { parseStudy } from '../study/file/parse-study.ts';
import { READY_STUDIES } from './program-files.ts';

/** A folder of `studies/`: one `study.yaml`, and variants of it beside. */
export interface ReadyStudy {
  readonly name: string;
  readonly title: string;
  /** Study files without `.yaml`, `study` first. */
  readonly files: readonly string[];
}

/** The studies that come with the program, in alphabetical order. */
export async function readyStudies(): Promise<ReadyStudy[]> {
  const folders = (await readdir(READY_STUDIES, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Promise.all(
    folders
      .map(({ name }) => name)
      .sort()
      .map(async (name) => {
        const files = (await readdir(join(READY_STUDIES, name)))
          .filter((file) => file.endsWith('.yaml'))
          .map((file) => file.slice(0, -'.yaml'.length))
          .sort((a, b) => Number(b === 'study') - Number(a === 'study') || (a < b ? -1 : 1));
        const text = await readFile(join(READY_STUDIES, name, `${files[0]}.yaml`), 'utf8');
        return { name, title: String(parseDocument(text).get('title') ?? ''), files };
      }),
  );
}

export interface CopiedStudy {
  /** Every file written. */
  readonly files: readonly string[];
  /** Data files that the studies name and that are there: the copy points at them. */
  readonly found: readonly string[];
  /** Where the copy expects data files that are not there. */
  readonly wanted: readonly string[];
}

/**
 * Copies the study files and the README of a ready study. A path in a study file is relative to that file, so it is written anew: to the data
 * themselves where they are on this machine, else to the folder `data` in the copy, for files of the user's own. Comments stay.
 * @param out a folder that is not there yet.
 */
export async function copyStudy(name: string, out: string, root = READY_STUDIES): Promise<CopiedStudy> {
  const from = join(root, name);
  const files: string[] = [];
  const found = new Set<string>();
  const wanted = new Set<string>();
  await mkdir(out, { recursive: true });
  for (const file of (await readdir(from)).filter((entry) => /\.(yaml|md)$/.test(entry)).sort()) {
    let text = await readFile(join(from, file), 'utf8');
    if (file.endsWith('.yaml')) {
      const places = new Map<string, string>();
      for (const path of pathsIn(text, file)) {
        const source = isAbsolute(path) ? path : resolve(from, path);
        const there = await stat(source).catch(() => undefined);
        const place = there ? relative(resolve(out), source) : `data/${basename(path)}`;
        (there ? found : wanted).add(there ? relative('', source) : join(out, place));
        places.set(path, place);
      }
      text = replaceEach(text, places);
    }
    await writeFile(join(out, file), text.replaceAll(`studies/${name}/`, `${relative('', out)}/`));
    files.push(join(out, file));
  }
  return { files, found: [...found], wanted: [...wanted] };
}

/** The data files that a study names, whole or quick, as they are written there. */
function pathsIn(text: string, name: string): Set<string> {
  const paths = new Set<string>();
  const resolve = (path: string) => {
    paths.add(path);
    return path;
  };
  for (const quick of [false, true]) parseStudy(text, name, { quick, resolve });
  return paths;
}

/** In one pass, the longest first: what was put in is not looked at again, and a path that ends as another does is not taken for it. */
function replaceEach(text: string, places: ReadonlyMap<string, string>): string {
  if (places.size === 0) return text;
  const longestFirst = [...places.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return text.replace(new RegExp(escaped.join('|'), 'g'), (path) => places.get(path)!);
}
