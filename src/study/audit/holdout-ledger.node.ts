import { readFile } from 'node:fs/promises';
import { IntegrityError } from '../../base/errors.ts';
import { diskFolder } from '../run/run-folder.node.ts';
import type { HoldoutLedger } from './end-audit.ts';

const NAME = 'holdouts.jsonl';

interface Look {
  readonly part: string;
  readonly lock: string;
}

/**
 * The ledger of the run folders that stand side by side in a folder: `holdouts.jsonl`, a line for each first look of a lock at a test part. Lines are only
 * added, so that threads and processes that look at the same moment do not forget each other's. Remove the file to forget. @param path the folder that holds the run folders.
 */
export function diskLedger(path: string): HoldoutLedger {
  return {
    async look(testPart, lock) {
      const folder = await diskFolder(path);
      const looks = await readLedger(`${path}/${NAME}`);
      const locks = [...new Set(looks.filter(({ part }) => part === testPart).map((look) => look.lock))];
      if (locks.includes(lock)) return locks.slice(0, locks.indexOf(lock));
      await folder.append(NAME, JSON.stringify({ part: testPart, lock } satisfies Look));
      return locks;
    },
  };
}

async function readLedger(file: string): Promise<Look[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '';
    throw cause;
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, l) => {
      try {
        return JSON.parse(line) as Look;
      } catch (cause) {
        throw new IntegrityError({
          where: `${file}:${l + 1}`,
          problem: 'the ledger of hold-outs is damaged: a line is not JSON',
          hint: 'remove the line, or the file; looks that it counted are then forgotten',
          cause,
        });
      }
    });
}
