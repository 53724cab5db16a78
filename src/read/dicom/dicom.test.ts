import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { dicomOf } from '../../../test/support/media-cases.ts';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const python = '/usr/bin/python3';

/** The pictures that come with pydicom, with what pydicom makes of them: name → [rows, columns, pixels, row-major]. */
function pydicomPictures(): Record<string, { path: string; shape: number[]; values: number[] }> {
  const script = `
import json, os, warnings, numpy
warnings.simplefilter('ignore')
import pydicom, pydicom.data
from pydicom.pixel_data_handlers.util import apply_modality_lut
folder = os.path.join(os.path.dirname(pydicom.data.__file__), 'test_files')
out = {}
for name in ['CT_small', 'MR_small', 'MR_small_RLE', 'MR_small_bigendian', 'MR_small_expb', 'MR_small_implicit', 'MR_small_padded', 'ExplVR_BigEnd',
             'SC_rgb_rle', 'SC_rgb_rle_16bit', 'SC_rgb_small_odd', 'SC_rgb_jpeg_dcmd']:
  path = os.path.join(folder, name + '.dcm')
  if not os.path.exists(path): continue
  d = pydicom.dcmread(path)
  a = numpy.asarray(apply_modality_lut(d.pixel_array, d), dtype='float64')
  if a.ndim == 3: a = a.transpose(2, 0, 1)
  out[name] = dict(path=path, shape=a.shape, values=a.ravel().tolist())
print(json.dumps(out))
`;
  try {
    return JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' }));
  } catch {
    console.log(`dicom.test compares with nothing: ${python} has no pydicom with its test files`);
    return {};
  }
}

async function blockOf(bytes: Uint8Array, params = {}, name = 'a.dcm') {
  const reading = await readFile(memorySource(name, bytes), { params }, 'dicom');
  if (reading.content.holds !== 'blocks') throw new Error(reading.content.holds);
  const { samples, blocks } = reading.content;
  return {
    ...reading,
    block: blocks[0]!.block,
    columns: Object.fromEntries(samples!.columns.map((one) => [one.name, [...one.values]])),
  };
}

const pictures = pydicomPictures();
describe.skipIf(Object.keys(pictures).length === 0)('the values of pydicom', () => {
  test.each(Object.keys(pictures))('%s', async (name) => {
    const { path, shape, values } = pictures[name]!;
    const { block } = await blockOf(readFileSync(path));
    expect(block.shape).toEqual(shape.length === 2 ? [1, ...shape] : shape);
    expect([...block.matrix.data]).toEqual(values.map(Math.fround));
  });
});

describe('dicom', () => {
  const one = dicomOf(2, 3, [-5, 0, 7, 100, 200, 300]);
  it('gives values in units of the modality, or 0 … 1', async () => {
    const { block, facts, columns } = await blockOf(one);
    expect([block.ids, block.kind, block.shape]).toEqual([['a'], 'image', [1, 2, 3]]);
    expect([...block.matrix.data]).toEqual([-20, -10, 4, 190, 390, 590]);
    expect(facts).toEqual({ files: 1, modality: 'CT' });
    expect(columns).toEqual({ age: [90], patient: [1], modality: ['CT'], sex: ['F'], photometric: ['MONOCHROME2'] });
    const unit = await blockOf(one, { values: 'unit', size: '1x1' });
    expect(unit.block.matrix.data[0]).toBeCloseTo((100.333 + 32768) / 65535, 5);
  });

  it('gives out who it is only when asked', async () => {
    const hidden = JSON.stringify(await readFile(memorySource('a.dcm', one)));
    for (const secret of ['Doe', 'P1', '1.2.3.2', '95']) expect(hidden).not.toContain(secret);
    const { columns, block } = await blockOf(one, { 'keep-identifiers': true, ids: 'instance' });
    expect(columns).toMatchObject({ age: [95], 'patient-id': ['P1'], 'instance-uid': ['1.2.3.2'] });
    expect(block.ids[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keeps patients apart in an archive', async () => {
    const files = { 'a.dcm': one, 'b.dcm': dicomOf(2, 3, [1, 2, 3, 4, 5, 6], 'P22'), 'c.dcm': one };
    const { columns, block } = await blockOf(zipSync(files), {}, 'a.zip');
    expect([block.ids, columns.patient]).toEqual([
      ['a', 'b', 'c'],
      [1, 2, 1],
    ]);
    const error = await failureOf(blockOf(zipSync(files), { ids: 'instance' }, 'a.zip'));
    expect(error.message).toContain('each sample id must occur once');
  });

  test.each<[Uint8Array, string]>([
    [new Uint8Array(200), 'a.dcm: a DICOM file (DICM after 128 bytes) expected'],
    [
      dicomOf(2, 3, [1, 2]),
      'a.dcm: a whole DICOM picture expected, but it is truncated or corrupt (12 bytes of pixels expected, got 4)',
    ],
    [dicomOf(65535, 65535, [1, 2]), 'a.dcm: at most 100 million pixels are allowed, got 65535 x 65535'],
  ])('refuses what cannot be: %#', async (bytes, said) => {
    const error = await failureOf(blockOf(bytes));
    expect(error.message).toContain(said);
    expect(error.exitCode).toBe(3);
  });
});
