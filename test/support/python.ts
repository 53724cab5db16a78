import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's own: another python on the PATH does not see its packages. */
const PYTHON = '/usr/bin/python3';

/** Why tests against these packages of python are skipped; '' when they are there. Prints the reason. */
export function missingPython(test: string, ...packages: string[]): string {
  try {
    execFileSync(PYTHON, ['-W', 'ignore', '-c', `import ${packages.join(', ')}`], { stdio: 'ignore' });
    return '';
  } catch {
    const reason = `${PYTHON} does not have all of ${packages.join(', ')}`;
    console.log(`${test} is skipped: ${reason}`);
    return reason;
  }
}

/** Runs a script; gives the JSON that it prints. */
export function python<T>(script: string, ...args: string[]): T {
  const options = { input: script, maxBuffer: 1 << 29, encoding: 'utf8' } as const;
  const out = execFileSync(PYTHON, ['-W', 'ignore', '-', ...args], options);
  return JSON.parse(out) as T;
}

export const scratchFolder = (name: string) => mkdtempSync(join(tmpdir(), `cistron-${name}-`));
