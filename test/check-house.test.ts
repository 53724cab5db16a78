import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../scripts/check-house.mjs', import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs the check on a source folder with these files. Messages are without the path of the folder. */
function check(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { status, stderr } = spawnSync(process.execPath, [script, folder], { cwd: folder, encoding: 'utf8' });
  return { status, messages: stderr.split('\n').filter(Boolean) };
}

/** One file with one line of code, beside the files that it names. */
function checkLine(path: string, line: string, ...others: string[]) {
  return check({ [path]: line, ...Object.fromEntries(others.map((other) => [other, 'export const x = 1;\n'])) });
}

describe('layers', () => {
  test.each([
    ['the same room', 'read/a.ts', "import { x } from './b.ts';", 'read/b.ts'],
    ['a lower floor', 'validate/a.ts', "import { x } from '../base/b.ts';", 'base/b.ts'],
    ['a test, from anywhere', 'base/a.test.ts', "import { x } from '../cli/b.ts';", 'cli/b.ts'],
    ['the front door, of any room', 'index.ts', "export { x } from './study/b.ts';", 'study/b.ts'],
    ['the registry, of every family', 'learn/registry.ts', "const x = import('./tree/b.ts');", 'learn/tree/b.ts'],
    ['a family, of itself', 'learn/tree/a.ts', "import { x } from './b.ts';", 'learn/tree/b.ts'],
  ])('allow %s', (_what, path, line, other) => {
    expect(checkLine(path, line, other)).toEqual({ status: 0, messages: [] });
  });

  test.each([
    ['a higher floor', 'base/a.ts', "import { x } from '../table/b.ts';", 'table/b.ts', "'base' stands below 'table'"],
    ['a neighbour', 'read/a.ts', "import { x } from '../learn/b.ts';", 'learn/b.ts', 'stand on one floor'],
    [
      'types of a neighbour',
      'read/a.ts',
      "import type { x } from '../learn/b.ts';",
      'learn/b.ts',
      'stand on one floor',
    ],
    ['by re-export', 'read/a.ts', "export * from '../study/b.ts';", 'study/b.ts', "'read' stands below 'study'"],
    [
      'on first use',
      'read/a.ts',
      "const x = await import('../study/b.ts');",
      'study/b.ts',
      "'read' stands below 'study'",
    ],
    [
      'another family',
      'learn/tree/a.ts',
      "import { x } from '../linear/b.ts';",
      'learn/linear/b.ts',
      "family 'linear'",
    ],
    [
      'a family, by a shared file',
      'learn/a.ts',
      "import { x } from './linear/b.ts';",
      'learn/linear/b.ts',
      "family 'linear'",
    ],
    ['a test', 'read/a.ts', "import { x } from './b.test.ts';", 'read/b.test.ts', 'imports the test'],
    ['the front door', 'read/a.ts', "import { x } from '../index.ts';", 'index.ts', 'front door'],
    [
      'kernel source',
      'kernels/a.ts',
      "import { x } from './assembly/b.ts';",
      'kernels/assembly/b.ts',
      'AssemblyScript',
    ],
  ])('refuse %s', (_what, path, line, other, rule) => {
    const { status, messages } = checkLine(path, line, other);
    expect(status).toBe(1);
    expect(messages).toEqual([expect.stringContaining(rule)]);
    expect(messages[0]).toMatch(/^[\w/]+\.ts:1: .+; .+/);
  });

  test('refuse a room that no floor names', () => {
    const { status, messages } = checkLine('attic/a.ts', 'export const x = 1;');
    expect(status).toBe(1);
    expect(messages).toEqual([expect.stringContaining("'attic' stands on no floor")]);
  });

  test('name the line on which the import ends, and every import of a line', () => {
    const text = `import {\n  x,\n} from '../learn/b.ts';\nconst y = [import('../learn/b.ts'), import('../study/c.ts')];\n`;
    const { messages } = check({ 'read/a.ts': text, 'learn/b.ts': '', 'study/c.ts': '' });
    expect(messages.map((message) => message.split(':')[1])).toEqual(['3', '4', '4']);
  });

  test('are not broken by an import in a comment or in text', () => {
    const text =
      "/**\n * as in import('../study/b.ts')\n */\n// import('../study/b.ts')\nconst t = \" import x from '../study/b.ts'\";\n";
    expect(check({ 'base/a.ts': text, 'study/b.ts': '' })).toEqual({ status: 0, messages: [] });
  });
});

describe('cycles', () => {
  test('are refused over any number of files, and named whole', () => {
    const { status, messages } = check({
      'base/a.ts': "import { b } from './b.ts';",
      'base/b.ts': "export { c } from './c.ts';",
      'base/c.ts': "import { a } from './a.ts';",
    });
    expect(status).toBe(1);
    expect(messages).toEqual([expect.stringContaining('base/a.ts → base/b.ts → base/c.ts → base/a.ts')]);
  });

  test('are refused in tests too', () => {
    const { messages } = check({
      'base/a.test.ts': "import './b.test.ts';",
      'base/b.test.ts': "import './a.test.ts';",
    });
    expect(messages).toEqual([expect.stringContaining('import cycle')]);
  });

  test('leave out `import type`, and two ways to one file', () => {
    const { status } = check({
      'base/a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';",
      'base/b.ts': "import { c } from './c.ts';\nimport type { a } from './a.ts';",
      'base/c.ts': 'export const c = 1;',
    });
    expect(status).toBe(0);
  });
});

describe('Node', () => {
  test.each([['read/a.node.ts'], ['cli/a.ts'], ['serve/a.ts'], ['base/a.test.ts']])('may be used by %s', (path) => {
    expect(checkLine(path, "import { join } from 'node:path';").status).toBe(0);
  });

  test.each([['read/a.ts'], ['workbench/a.ts'], ['index.ts']])('may not be used by %s', (path) => {
    const { status, messages } = checkLine(path, "import { join } from 'node:path';");
    expect(status).toBe(1);
    expect(messages).toEqual([expect.stringContaining("'node:path' in a file that must run in a browser")]);
  });

  test('may not come in through a *.node.ts file', () => {
    const line = "import { x } from './b.node.ts';";
    expect(checkLine('read/a.ts', line, 'read/b.node.ts').messages).toEqual([expect.stringContaining('needs Node')]);
    expect(checkLine('read/a.node.ts', line, 'read/b.node.ts').status).toBe(0);
  });
});

describe('the network', () => {
  test.each([
    ['fetch/a.ts', 'const x = await fetch(url);'],
    ['serve/a.ts', "import { createServer } from 'node:http';"],
    ['kernels/a.browser.ts', 'const x = await fetch(url);'],
    ['base/a.test.ts', 'const x = await fetch(url);'],
    ['study/a.ts', 'const x = folder.fetch(name);'],
    ['study/a.ts', '// once fetch(url)'],
  ])('is open to %s: %s', (path, line) => {
    expect(checkLine(path, line)).toEqual({ status: 0, messages: [] });
  });

  test.each([
    ['study/a.ts', 'const x = await fetch(url);', "'fetch' uses the network"],
    ['cli/a.ts', 'const x = new WebSocket(url);', "'new WebSocket' uses the network"],
    ['cli/a.ts', "import { get } from 'node:https';", "'node:https' uses the network"],
  ])('is closed to %s: %s', (path, line, rule) => {
    const { status, messages } = checkLine(path, line);
    expect(status).toBe(1);
    expect(messages).toEqual([expect.stringContaining(rule)]);
  });
});

test('a file of more than 400 lines is named, without failing', () => {
  expect(check({ 'base/a.ts': '// line\n'.repeat(400) })).toEqual({ status: 0, messages: [] });
  const { status, messages } = check({ 'base/a.ts': '// line\n'.repeat(401) });
  expect(status).toBe(0);
  expect(messages).toEqual([expect.stringMatching(/^base\/a\.ts:400: warning: 401 lines/)]);
});

test('the source tree keeps the rules of the house', () => {
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line && !line.includes('warning:'))).toEqual([]);
  expect(status).toBe(0);
});
