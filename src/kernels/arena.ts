import { UnsupportedError } from '../base/errors.ts';

const PAGE = 65536;
const MAX_PAGES = 65536; // 4 GiB: the end of wasm32
const ALIGN = 64; // a cache line, so that two threads never write to the same one

/** Hands out pieces of a WebAssembly memory: first fit over a sorted free list, neighbours joined again on `free`. */
export interface Arena {
  allocate(bytes: number): number;
  free(address: number): void;
}

/** @param base first usable address; what lies below belongs to the compiled module. */
export function createArena(memory: WebAssembly.Memory, base: number): Arena {
  const taken = new Map<number, number>();
  const start = roundUp(base, ALIGN);
  const holes: { at: number; size: number }[] = [];
  let top = start;

  const grow = (bytes: number): number => {
    const at = top;
    const missing = Math.ceil((at + bytes - memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      const pages = memory.buffer.byteLength / PAGE;
      if (pages + missing > MAX_PAGES) throw outOfMemory('kernel memory is limited to 4 GiB', at + bytes);
      try {
        memory.grow(missing);
      } catch (cause) {
        throw outOfMemory('this machine has no more memory for the kernels', at + bytes, cause);
      }
    }
    top = at + bytes;
    return at;
  };

  return {
    allocate(bytes) {
      const size = roundUp(Math.max(bytes, 1), ALIGN);
      const index = holes.findIndex((hole) => hole.size >= size);
      let at: number;
      if (index >= 0) {
        const hole = holes[index]!;
        at = hole.at;
        if (hole.size === size) holes.splice(index, 1);
        else holes[index] = { at: at + size, size: hole.size - size };
      } else {
        at = grow(size);
      }
      taken.set(at, size);
      return at;
    },
    free(address) {
      const size = taken.get(address);
      if (size === undefined) return;
      taken.delete(address);
      let index = holes.findIndex((hole) => hole.at > address);
      if (index < 0) index = holes.length;
      holes.splice(index, 0, { at: address, size });
      for (const i of [index, index - 1]) {
        const hole = holes[i];
        const next = holes[i + 1];
        if (hole && next && hole.at + hole.size === next.at)
          holes.splice(i, 2, { at: hole.at, size: hole.size + next.size });
      }
      const last = holes.at(-1);
      if (last && last.at + last.size === top) {
        top = last.at;
        holes.pop();
      }
    },
  };
}

function outOfMemory(limit: string, bytes: number, cause?: unknown): UnsupportedError {
  return new UnsupportedError({
    where: 'kernels',
    problem: `${limit}, ${Math.round(bytes / 2 ** 20)} MiB would be needed`,
    hint: 'filter features first (top-variance), or run fewer tasks at once',
    cause,
  });
}

function roundUp(x: number, to: number): number {
  return Math.ceil(x / to) * to;
}
