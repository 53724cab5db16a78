// Builds what is out of date: the kernels (AssemblyScript → dist/kernels/cistron.wasm), then the TypeScript (tsc → dist/).
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const packageFile = (name, file) => join(dirname(require.resolve(`${name}/package.json`)), file);

const run = (script, args) => {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

const assembly = join(root, 'src/kernels/assembly');
const wasm = join(root, 'dist/kernels/cistron.wasm');
const newest = Math.max(...readdirSync(assembly).map((f) => statSync(join(assembly, f)).mtimeMs));
if (!existsSync(wasm) || statSync(wasm).mtimeMs < newest) {
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
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
