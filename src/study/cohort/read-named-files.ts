import type { Warning } from '../../base/warning.ts';
import { geneLengths, geneLengthsInWords } from '../../read/index.ts';
import type { Resource } from '../../table/contract.ts';
import type { Study } from '../file/study.ts';
import { readEdgeList } from './edge-list.ts';
import { filesOfStudy, type NamedFiles, numbersByName } from './named-files.ts';
import { sheetOf } from './read-source.ts';
import type { StudyFiles } from './study-files.ts';

/** Reads the files that steps, learners and the network of the report name, each once. @param statements gets what was found in them. @throws as their readers. */
export async function readNamedFiles(
  study: Study,
  files: StudyFiles,
  statements: string[],
  warn: (warning: Warning) => void,
): Promise<NamedFiles> {
  const named = new Map<string, Resource>();
  for (const { path, holds } of filesOfStudy(study)) {
    if (holds === 'numbers') {
      const table = sheetOf(await files.content(path, {}), path);
      const genes = geneLengths(table);
      if (genes) statements.push(`${path}: ${geneLengthsInWords(genes)}`);
      named.set(path, genes?.lengths ?? numbersByName(table));
    } else {
      const { edges, statement } = await readEdgeList(await files.open(path), { signal: files.signal, warn });
      named.set(path, edges);
      statements.push(statement);
    }
  }
  return named;
}
