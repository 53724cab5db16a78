import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import type { Warning } from '../../base/warning.ts';
import type { Block } from '../../table/block.ts';
import { readFile } from '../read-file.ts';
import type { FileContent } from '../reader.ts';
import { memorySource } from '../source.ts';
import { numpyHeader, writeNumbers } from './numpy-array.ts';
import { write } from './reader.ts';

const python = '/usr/bin/python3';
const missing = hasNumpy() ? '' : `${python} has no numpy`;
if (missing) console.log(`numpy.test is skipped: ${missing}`);

function hasNumpy(): boolean {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'cistron-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a script of Python prints, with `numpy`, `sys` and the names of its arguments. */
const inPython = (script: string, ...args: string[]) =>
  execFileSync(python, ['-c', `import json, sys, numpy\n${script}`, ...args], { encoding: 'utf8' });

function blockOf(content: FileContent): Block {
  if (content.holds !== 'blocks') throw new Error(content.holds);
  return content.blocks[0]!.block;
}

/** Sample i as the block holds it. */
const row = ({ matrix }: Block, i: number) =>
  Array.from({ length: matrix.nCols }, (_, j) => matrix.data[j * matrix.nRows + i]!);

const readBytes = async (name: string, bytes: Uint8Array, params = {}) => {
  const warnings: Warning[] = [];
  const reading = await readFile(memorySource(name, bytes), { params, warn: (warning) => warnings.push(warning) });
  return { ...reading, warnings, block: blockOf(reading.content) };
};

describe.skipIf(missing !== '')('numpy', () => {
  const types = ['b1', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f2', 'f4', 'f8'];
  const orders = types.flatMap((type) => [`<${type}`, `>${type}`]);
  test.each(orders)('%s, C and Fortran order, versions 1 to 3, reads the same values', async (type) => {
    for (const order of ['C', 'F']) {
      for (const version of [1, 2, 3]) {
        const path = join(folder, 'a.npy');
        const expected = inPython(
          `a = (numpy.arange(24).reshape(2, 3, 4) * 5 - 30).astype(sys.argv[2]).copy(sys.argv[3])
with open(sys.argv[1], 'wb') as f: numpy.lib.format.write_array(f, a, (int(sys.argv[4]), 0))
print(json.dumps(a.reshape(2, -1).astype('float32').tolist()))`,
          ...[path, type, order, String(version)],
        );
        const { block, facts } = await readBytes('a.npy', readFileSync(path));
        expect([0, 1].map((i) => row(block, i))).toEqual(JSON.parse(expected));
        expect(block.shape).toEqual([3, 4]);
        expect(facts.order).toBe(order === 'F' ? 'Fortran' : 'C');
      }
    }
  });

  it('reads every float16, and extremes of whole numbers', async () => {
    const path = join(folder, 'half.npy');
    const bits = Uint16Array.from({ length: 65536 }, (_, k) => k).filter((k) => (k & 0x7fff) !== 0x7c00);
    writeFileSync(path, joined(numpyHeader('<f2', [bits.length]), new Uint8Array(bits.buffer)));
    const sums = JSON.parse(
      inPython(
        `a = numpy.load(sys.argv[1]).astype('float64'); print(json.dumps([float(numpy.nansum(a * (numpy.arange(a.size) % 7))), int(numpy.isnan(a).sum())]))`,
        path,
      ),
    );
    const { block } = await readBytes('half.npy', readFileSync(path));
    const ours = block.matrix.data.reduce((sum, value, k) => sum + (Number.isNaN(value) ? 0 : value * (k % 7)), 0);
    expect([ours, block.matrix.data.filter(Number.isNaN).length]).toEqual(sums);
  });

  it('is read by numpy as it was written, ids in other scripts included', async () => {
    const { content } = await readBytes(
      'a.npy',
      writeNumbers(Float32Array.of(1, Number.NaN, 3, -4.5, 0, 6), [2, 3, 1]),
    );
    const [file] = await write(content, 'a.npy');
    writeFileSync(join(folder, 'w.npy'), file!.bytes);
    const back = inPython(
      `a = numpy.load(sys.argv[1]); print(json.dumps([str(a.dtype), a.shape, str(a.ravel().tolist())]))`,
      join(folder, 'w.npy'),
    );
    expect(JSON.parse(back)).toEqual(['float32', [2, 3, 1], '[1.0, nan, 3.0, -4.5, 0.0, 6.0]']);
    const npz = join(folder, 'a.npz');
    inPython(
      `numpy.savez_compressed(sys.argv[1], x=numpy.arange(6.).reshape(3, 2), who=numpy.array(['Ä', 'b𝄞', 'longer']), raw=numpy.array([b'a', b'a', b'bc']), age=numpy.array([1.5, numpy.nan, 3]))`,
      npz,
    );
    const reading = await readBytes('a.npz', readFileSync(npz));
    expect(reading.block.ids).toEqual(['Ä', 'b𝄞', 'longer']);
    expect(reading.facts).toMatchObject({ array: 'x', ids: 'who', type: 'float64' });
    expect(reading.content).toMatchObject({
      samples: {
        columns: [
          { name: 'raw', values: ['a', 'a', 'bc'] },
          { name: 'age', values: Float64Array.of(1.5, Number.NaN, 3) },
        ],
      },
    });
    const { write: writeNpz } = await import('../npz/reader.ts');
    const [again] = await writeNpz(reading.content, 'b.npz');
    writeFileSync(join(folder, 'b.npz'), again!.bytes);
    const names = inPython(
      `z = numpy.load(sys.argv[1]); print(json.dumps([z['ids'].tolist(), z['x'].tolist()]))`,
      join(folder, 'b.npz'),
    );
    expect(JSON.parse(names)).toEqual([
      ['Ä', 'b𝄞', 'longer'],
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ]);
  });

  test.each([
    ['numpy.array([{}], dtype=object)', "got an array of type '|O'; Python objects are code"],
    ['numpy.array([1j])', "got an array of type '<c16'"],
    ["numpy.array([('a', 1)], dtype=[('x', 'S1'), ('y', 'i4')])", 'got a structured array'],
    ["numpy.array(['2020-01-01'], dtype='M8[D]')", "got an array of type '<M8[D]'; save dates as text"],
    ["numpy.array([1], dtype='f16')", "got an array of type '<f16'; save it as float64"],
  ])('refuses %s', async (array, said) => {
    const path = join(folder, 'r.npy');
    inPython(`numpy.save(sys.argv[1], ${array})`, path);
    const error = await failureOf(readBytes('r.npy', readFileSync(path)));
    expect(`${error.tag} ${error.message}`).toContain(`UnsupportedError r.npy: numbers or text expected, ${said}`);
  });
});

describe('axes of an array', () => {
  const values = writeNumbers(
    Float32Array.from({ length: 24 }, (_, k) => k),
    [2, 4, 3],
  );
  it('puts channels first, and the samples where they are', async () => {
    const { block, warnings } = await readBytes('a.npy', values, { channels: 'last' });
    expect(block.shape).toEqual([3, 4]);
    expect(row(block, 1)).toEqual([12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23]);
    expect(block.features.slice(3, 6)).toEqual(['0:3', '1:0', '1:1']);
    expect(block.ids).toEqual(['row:1', 'row:2']);
    expect(warnings.map(({ code }) => code)).toEqual(['ids-made-up']);
    const last = await readBytes('a.npy', values, { axes: 'last', channels: 'none' });
    expect(last.block.shape).toEqual([1, 2, 4]);
    expect(row(last.block, 2)).toEqual([2, 5, 8, 11, 14, 17, 20, 23]);
    const middle = await readBytes('a.npy', values, { axes: 1 });
    expect([middle.block.shape, row(middle.block, 3)]).toEqual([
      [2, 3],
      [9, 10, 11, 21, 22, 23],
    ]);
  });

  it('says when there are many more channels than values', async () => {
    const { problems } = await readBytes('a.npy', writeNumbers(new Float32Array(60), [2, 10, 3].slice(0, 3)));
    expect(problems).toEqual([]);
    const long = await readBytes('a.npy', writeNumbers(new Float32Array(120), [2, 20, 3]));
    expect(long.problems).toEqual([
      'each sample is taken as 20 channels of 3 values; where the last axis is the channels, say channels: last',
    ]);
  });

  test.each([
    [numpyHeader('<f4', []), {}, 'a.npy: 4 bytes of values expected for float32 [], got 0; it was cut short'],
    [writeNumbers(Float32Array.of(1), []), {}, 'an array with an axis 0 of samples expected, got shape []'],
    [values, { axes: 3 }, 'an array with an axis 3 of samples expected, got shape [2, 4, 3]'],
    [writeNumbers(new Float32Array(0), [0, 5]), {}, 'values expected, got an array of shape [0, 5]'],
    [
      numpyHeader('<f8', [9e14, 9e14]),
      {},
      'bytes of values expected for float64 [900000000000000, 900000000000000], got 0',
    ],
    [writeNumbers(Float32Array.of(1, Number.POSITIVE_INFINITY), [2, 1]), {}, "got Infinity in '0' of sample 'row:2'"],
    [new Uint8Array(9), {}, 'a file of NumPy (\\x93NUMPY first) expected'],
    [values.map((byte, at) => (at === 6 ? 4 : byte)), {}, 'version 1.0, 2.0 or 3.0 expected, got 4.0'],
  ])('refuses what cannot be: %#', async (bytes, params, said) => {
    const error = await failureOf(readFile(memorySource('a.npy', bytes), { params }, 'npy'));
    expect(error.message).toContain(said);
    expect(error.exitCode).toBe(3);
  });

  it('asks for memory before it takes it', async () => {
    const big = writeNumbers(new Float32Array(400_000), [100_000, 4]);
    const error = await failureOf(readBytes('a.npy', big, { 'max-memory': 0.001 }));
    expect(error.message).toContain('100000 samples of [4] values take 0.00160 GB, at most 0.001 GB are allowed');
  });
});

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
