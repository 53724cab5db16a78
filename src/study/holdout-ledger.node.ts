import { readFile } from 'node:fs/promises';
import { IntegrityError } from '../base/errors.ts';
import type { HoldoutLedger } from './end-audit.ts';
import { diskFolder } from './run-folder.node.ts';

const NAME = 'holdouts.json';

/**
 * The ledger of the run folders that stand side by side in a folder: `holdouts.json`, test part → locks in the order in which they came. Written
 * whole or not at all. Remove the file to forget. @param path the folder that holds the run folders.
 */
export function diskLedger(path: string): HoldoutLedger {
  return {
    async look(testPart, lock) {
      const folder = await diskFolder(path);
      const known = await readLedger(`${path}/${NAME}`);
      const locks = known[testPart] ?? [];
      if (!locks.includes(lock)) {
        const next = { ...known, [testPart]: [...locks, lock] };
        await folder.write(NAME, `${JSON.stringify(next, null, 2)}\n`);
      }
      return locks.includes(lock) ? locks.slice(0, locks.indexOf(lock)) : locks;
    },
  };
}

async function readLedger(file: string): Promise<Record<string, string[]>> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw cause;
  });
  try {
    return JSON.parse(text) as Record<string, string[]>;
  } catch (cause) {
    throw new IntegrityError({
      where: file,
      problem: 'the ledger of hold-outs is damaged: it is not JSON',
      hint: 'remove the file; looks that it counted are then forgotten',
      cause,
    });
  }
}
