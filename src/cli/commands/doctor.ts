import { availableParallelism, freemem, totalmem } from 'node:os';
import { randomKey } from '../../base/random.ts';
import { VERSION } from '../../base/version.ts';
import { createEngine } from '../../graph/engine.node.ts';
import { matmul } from '../../graph/ops/matmul.ts';
import { relu } from '../../graph/ops/relu.ts';
import { constant, input } from '../../graph/tensor.ts';
import { writeModel } from '../../graph/write-model.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { versions } from '../session.ts';

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

export async function doctor(flags: { readonly json?: boolean }): Promise<void> {
  const findings = await examine();
  const lines = findings.map(({ what, ok, found }) => `${ok ? '✓' : '✗'} ${what.padEnd(10)} ${found}`);
  process.stdout.write(flags.json ? `${JSON.stringify(findings, null, 2)}\n` : `${lines.join('\n')}\n`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 4;
}

async function examine(): Promise<Finding[]> {
  const { node, platform, processor } = versions();
  const [major, minor] = node!.split('.').map(Number) as [number, number];
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return [
    { what: 'cistron', ok: true, found: VERSION },
    { what: 'node', ok: major > 20 || (major === 20 && minor >= 19), found: `${node} (needs 20.19 or newer)` },
    { what: 'machine', ok: true, found: `${platform}, ${processor}, ${availableParallelism()} cores` },
    { what: 'memory', ok: true, found: `${gib(freemem())} free of ${gib(totalmem())}` },
    await examineKernels(),
    await examineNetworks(),
  ];
}

/** Runs one kernel on all threads and checks its result: SIMD, shared memory and threads work when it is right. */
async function examineKernels(): Promise<Finding> {
  try {
    const executor = await createExecutor();
    const ctx = {
      executor,
      random: randomKey(1),
      signal: new AbortController().signal,
      progress: () => {},
      warn: () => {},
    };
    const gram = await gramMatrix(ctx, { nRows: 2, nCols: 2, data: Float32Array.of(1, 2, 3, 4) }, { centre: false });
    await executor.close();
    const right = gram.join() === '10,14,14,20';
    return {
      what: 'kernels',
      ok: right,
      found: right
        ? `WebAssembly SIMD, ${executor.threads} threads on shared memory`
        : `a test product is wrong: ${gram.join()}`,
    };
  } catch (error) {
    return { what: 'kernels', ok: false, found: String(error) };
  }
}

/** Runs one small network and checks its answer: ONNX Runtime loads and computes when it is right. */
async function examineNetworks(): Promise<Finding> {
  const what = 'networks';
  try {
    const engine = createEngine();
    const x = input('x', 'float32', ['N', 2]);
    const session = await engine.open(
      writeModel({ y: relu(matmul(x, constant(Float32Array.of(1, 2, 3, -4), [2, 2]))) }, [x]),
    );
    const { y } = await session.run({ x: { data: Float32Array.of(1, 2), shape: [1, 2] } });
    await session.close();
    const right = y!.data.join() === '7,0';
    const backend = `ONNX Runtime ${engine.version}, ${engine.backend}, ${engine.threads} threads`;
    return { what, ok: right, found: right ? backend : `a test network is wrong: ${y!.data.join()}` };
  } catch (error) {
    return { what, ok: false, found: String(error) };
  }
}
