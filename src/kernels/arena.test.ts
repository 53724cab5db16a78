import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnsupportedError } from '../base/errors.ts';
import { createArena } from './arena.ts';

const BASE = 1000; // not aligned: what lies below belongs to the module
const START = 1024;
const newMemory = (maximum = 1024) => new WebAssembly.Memory({ initial: 1, maximum, shared: true });

/** A number n ≥ 1 asks for n bytes; n ≤ 0 frees the piece that stands at −n among those alive. */
const requests = fc.array(fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: -40, max: 0 })), {
  maxLength: 120,
});

test('pieces never overlap, are aligned to 64 bytes, and lie between base and the end of the memory', () => {
  fc.assert(
    fc.property(requests, (list) => {
      const memory = newMemory();
      const arena = createArena(memory, BASE);
      const alive: { at: number; end: number }[] = [];
      for (const request of list) {
        if (request <= 0) {
          if (alive.length > 0) arena.free(alive.splice(-request % alive.length, 1)[0]!.at);
          continue;
        }
        const at = arena.allocate(request);
        const end = at + request;
        expect(at % 64).toBe(0);
        expect(at).toBeGreaterThanOrEqual(START);
        expect(end).toBeLessThanOrEqual(memory.buffer.byteLength);
        expect(alive.filter((piece) => at < piece.end && piece.at < end)).toEqual([]);
        alive.push({ at, end });
      }
    }),
  );
});

test('freed pieces are joined: after freeing all, in any order, one piece takes the whole room again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 40 }),
      fc.nat(),
      (sizes, turn) => {
        const memory = newMemory();
        const arena = createArena(memory, BASE);
        const addresses = sizes.map((size) => arena.allocate(size));
        const grown = memory.buffer.byteLength;
        const order = addresses.map((at, k) => ({ at, key: (k * 7919 + turn) % addresses.length }));
        for (const { at } of order.sort((a, b) => a.key - b.key)) arena.free(at);
        expect(arena.allocate(grown - START)).toBe(START);
        expect(memory.buffer.byteLength).toBe(grown);
      },
    ),
  );
});

test('a hole between two pieces is used again, from its beginning', () => {
  const arena = createArena(newMemory(), BASE);
  const [, hole] = [arena.allocate(64), arena.allocate(640), arena.allocate(64)] as const;
  arena.free(hole);
  expect(arena.allocate(128)).toBe(hole);
  expect(arena.allocate(512)).toBe(hole + 128);
});

test('an empty piece has an address of its own', () => {
  const arena = createArena(newMemory(), BASE);
  expect(arena.allocate(0)).not.toBe(arena.allocate(0));
});

test('freeing twice, or what was never handed out, changes nothing', () => {
  const arena = createArena(newMemory(), BASE);
  const first = arena.allocate(64);
  const second = arena.allocate(64);
  arena.free(first);
  arena.free(first);
  arena.free(second + 1);
  expect(arena.allocate(128)).toBe(second + 64);
});

test.each([
  ['beyond 4 GiB', 2 ** 32, 'limited to 4 GiB, 4096 MiB'],
  ['beyond what the machine gives', 5 * 65536, 'no more memory for the kernels'],
])('memory %s is refused, and what is left stays usable', (_what, bytes, rule) => {
  const arena = createArena(newMemory(2), BASE);
  expect(() => arena.allocate(bytes)).toThrow(UnsupportedError);
  expect(() => arena.allocate(bytes)).toThrow(rule);
  expect(arena.allocate(64)).toBe(START);
});
