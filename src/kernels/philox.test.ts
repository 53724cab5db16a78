import { expect, it } from 'vitest';
import { philox } from '../base/philox.ts';
import { createExecutor } from './executor.node.ts';

// kat_vectors of the Random123 library, philox4x32 10: counter, key, result.
const known: [number[], number[], number[]][] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

it('Philox gives the published vectors, in TypeScript and in the kernel', async () => {
  const executor = await createExecutor(1);
  const at = executor.allocate(16);
  for (const [counter, key, result] of known) {
    const out = new Uint32Array(4);
    philox(out, ...(counter as [number, number, number, number]), ...(key as [number, number]));
    expect([...out]).toEqual(result);
    await executor.call('philox', [...counter, ...key, at]);
    expect([...new Uint32Array(executor.memory.buffer, at, 4)]).toEqual(result);
  }
  await executor.close();
});
