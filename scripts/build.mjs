// Builds what is out of date: the kernels (AssemblyScript → dist/kernels/cistron.wasm), the library (tsc → dist/), and the command as one
// bundle (rolldown → dist/cli/), since to open 640 modules one by one takes twice as long as all else that `cistron run` does to start.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const packageFile = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

const run = (script, args) => {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
/** When a file of a folder was last changed. */
const newest = (folder) => Math.max(...readdirSync(folder, { recursive: true }).map((f) => modified(join(folder, f))));

const src = join(root, 'src');
const assembly = join(src, 'kernels/assembly');
const wasm = join(root, 'dist/kernels/cistron.wasm');
if (modified(wasm) < newest(assembly)) {
  mkdirSync(dirname(wasm), { recursive: true });
  run(packageFile('assemblyscript', 'bin/asc.js'), [
    join(assembly, 'index.ts'),
    ...['--outFile', wasm, '-O3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...[
      '--enable',
      'simd,threads',
      '--importMemory',
      '--sharedMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
    ],
  ]);
}
run(packageFile('typescript', 'bin/tsc'), ['-p', 'tsconfig.build.json']);

/** They stay what they are: installed beside. */
const packages = Object.keys(require('../package.json').dependencies);
const command = join(root, 'dist/cli');
const main = join(command, 'main.js');
if (
  modified(main) <
  Math.max(newest(src), modified(fileURLToPath(import.meta.url)), modified(join(root, 'package-lock.json')))
) {
  rmSync(command, { recursive: true, force: true });
  await build({
    input: { main: join(src, 'cli/main.ts'), 'task-thread': join(src, 'study/run/task-thread.node.ts') },
    platform: 'node',
    external: (id) => /^node:/.test(id) || packages.some((name) => id === name || id.startsWith(`${name}/`)),
    onLog(_, { message }) {
      throw new Error(message); // such as an import of what is not installed with the package
    },
    output: { dir: command, sourcemap: true, chunkFileNames: '[name].js' },
  });
  chmodSync(main, 0o755);
}
