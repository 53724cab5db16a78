import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it, test } from 'vitest';
import { pngOf, TINY_JPEG, tiffOf } from '../../../test/support/media-cases.ts';
import { failureOf } from '../../../test/support/tables.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Warning } from '../../base/warning.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { type ByteSource, memorySource } from '../source.ts';
import { placePicture } from './resample.ts';

const python = '/usr/bin/python3';
const lesions = '../shared/data/07_skin_lesions/ham10000_subset_200x150.zip';
const withoutPil = hasPil() ? '' : `${python} has no PIL`;
if (withoutPil) console.log(`images.test compares with nothing: ${withoutPil}`);
if (!existsSync(lesions)) console.log(`images.test leaves out the skin lesions: ${lesions} is absent`);

function hasPil(): boolean {
  try {
    execFileSync(python, ['-c', 'import PIL, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'cistron-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function readPictures(source: ByteSource, params: ParamValues = {}) {
  const warnings: Warning[] = [];
  const reading = await readFile(source, { params, warn: (warning) => warnings.push(warning) }, 'images');
  if (reading.content.holds !== 'blocks') throw new Error(reading.content.holds);
  const { block } = reading.content.blocks[0]!;
  /** [channels, height, width] of a sample. */
  const picture = (id: string) => {
    const { nRows, nCols, data } = block.matrix;
    const i = block.ids.indexOf(id);
    return Float32Array.from({ length: nCols }, (_, j) => data[j * nRows + i]!);
  };
  return { ...reading, block, warnings, picture };
}

const zipOf = (files: Record<string, Uint8Array>) => memorySource('a.zip', zipSync(files));

describe.skipIf(withoutPil !== '')('the pixels of PIL', () => {
  const script = `
import sys, numpy
from PIL import Image
numpy.random.seed(1)
y, x = numpy.mgrid[0:37, 0:53]
a = numpy.stack([x * 4 % 256, y * 6 % 256, (x * y) % 256], 2).astype('uint8')
rgb, grey = Image.fromarray(a), Image.fromarray(a[..., 0])
deep = Image.fromarray((a[..., 0].astype('uint16') * 257))
out = sys.argv[1] + '/'
for name, image, options in [
  ('p-rgb.png', rgb, {}), ('p-l.png', grey, {}), ('p-1.png', grey.convert('1'), {}), ('p-p.png', rgb.quantize(200), {}),
  ('p-p4.png', rgb.quantize(16), dict(bits=4)), ('p-p2.png', rgb.quantize(4), dict(bits=2)), ('p-p1.png', rgb.quantize(2), dict(bits=1)),
  ('p-rgba.png', rgb.convert('RGBA'), {}), ('p-la.png', grey.convert('LA'), {}), ('p-i16.png', deep, {}),
  ('t-rgb.tif', rgb, {}), ('t-l.tif', grey, {}), ('t-p.tif', rgb.quantize(200), {}), ('t-i16.tif', deep, {}),
  ('t-lzw.tif', rgb, dict(compression='tiff_lzw')), ('t-zip.tif', rgb, dict(compression='tiff_adobe_deflate')),
  ('j-444.jpg', rgb, dict(quality=90, subsampling=0)), ('j-422.jpg', rgb, dict(quality=80, subsampling=1)), ('j-420.jpg', rgb, dict(quality=50, subsampling=2)),
  ('j-progressive.jpg', rgb, dict(quality=70, progressive=True)), ('j-l.jpg', grey, dict(quality=70)),
]:
  image.save(out + name, **options)
  back = numpy.asarray(Image.open(out + name))
  back = (back >> 8).astype('uint8') if 'i16' in name else numpy.asarray(Image.open(out + name).convert('RGB'))
  if back.ndim == 2: back = numpy.stack([back] * 3, 2)
  back.transpose(2, 0, 1).tofile(out + name.split('.')[0] + '.expected')
`;
  it('of every kind of picture', async () => {
    const pictures = join(folder, 'kinds');
    mkdirSync(pictures);
    execFileSync(python, ['-c', script, pictures]);
    const { block, picture, warnings, facts } = await readPictures(await fileSource(pictures));
    expect(block.shape).toEqual([3, 37, 53]);
    expect(facts.pictures).toBe('5 JPEG 10 PNG 6 TIFF');
    expect(warnings.map(({ code }) => code)).toEqual(['files-left-out', 'alpha-left-out']);
    for (const id of block.ids) {
      const expected = readFileSync(join(pictures, `${id}.expected`));
      // 16 bits are more than the 8 of PIL.
      const most = id.includes('i16') ? 1 / 255 : 1e-6;
      const worst = picture(id).reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]! / 255)), 0);
      expect(worst, id).toBeLessThan(most);
    }
  });

  it.skipIf(!existsSync(lesions))('of 20 skin lesions', async () => {
    const chosen = join(folder, 'lesions');
    mkdirSync(chosen);
    const compare = `
import sys, zipfile, numpy
from PIL import Image
z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist()[::149][:20]:
  z.extract(name, sys.argv[2])
  numpy.asarray(Image.open(z.open(name)).convert('RGB')).transpose(2, 0, 1).tofile(sys.argv[2] + '/' + name[:-4] + '.expected')
`;
    execFileSync(python, ['-c', compare, lesions, chosen]);
    const { block, picture } = await readPictures(await fileSource(chosen));
    expect(block.ids).toHaveLength(20);
    for (const id of block.ids) {
      const expected = readFileSync(join(chosen, `${id}.expected`));
      expect(picture(id).every((value, k) => Math.abs(value * 255 - expected[k]!) <= 2)).toBe(true);
    }
    expect(readdirSync(chosen)).toHaveLength(40);
  });

  it('as grey, its luminance', async () => {
    const compare = `
import sys, numpy
from PIL import Image
numpy.asarray(Image.open(sys.argv[1]).convert('L')).tofile(sys.argv[2])
`;
    const [jpeg, out] = [join(folder, 'l.jpg'), join(folder, 'l.bin')];
    writeFileSync(jpeg, TINY_JPEG);
    execFileSync(python, ['-c', compare, jpeg, out]);
    const { block, picture } = await readPictures(await fileSource(jpeg), { colour: 'grey' });
    expect([block.ids, block.shape, block.features[12]]).toEqual([['l'], [1, 9, 11], 'grey:1:1']);
    const expected = readFileSync(out);
    expect(picture('l').every((value, k) => Math.abs(value * 255 - expected[k]!) <= 0.51)).toBe(true);
  });
});

describe('averaging over areas', () => {
  const grey = (height: number, width: number, data: readonly number[]) => ({
    ...{ height, width, channels: 1, white: 255 },
    data: Uint8Array.from(data),
  });
  const placed = (picture: Parameters<typeof placePicture>[0], height: number, width: number) => {
    const out = new Float32Array(height * width);
    placePicture(picture, true, height, width, out);
    return [...out].map((share) => Math.round(share * 255 * 1e4) / 1e4);
  };
  it('counts parts of pixels by their share', () => {
    expect(placed(grey(2, 4, [0, 2, 4, 6, 2, 4, 6, 8]), 1, 2)).toEqual([2, 6]);
    expect(placed(grey(1, 3, [3, 6, 9]), 1, 2)).toEqual([4, 8]);
    expect(placed(grey(1, 2, [1, 3]), 2, 3)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  test.each([
    [17, 23],
    [3, 50],
    [40, 1],
  ])('keeps the mean of the picture at %i x %i', (height, width) => {
    const data = Array.from({ length: 31 * 29 }, (_, k) => (k * 37) % 200);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(placed(grey(31, 29, data), height, width))).toBeCloseTo(mean(data), 3);
  });
});

describe('archives and folders of pictures', () => {
  const red = pngOf(2, 2, 3, [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]);
  const small = tiffOf(1, 2, [0, 255]);
  it('are samples by their names', async () => {
    const { block, warnings, problems } = await readPictures(
      zipOf({ 'b/x.PNG': red, 'a.png': red, 'readme.txt': new Uint8Array(2), '__MACOSX/._a.png': new Uint8Array(3) }),
    );
    expect(block.ids).toEqual(['x', 'a']);
    expect([block.kind, block.features[3], block.matrix.data[0], problems]).toEqual(['image', 'red:1:1', 1, []]);
    expect(warnings.map(({ message }) => message)).toEqual([
      '1 of 3 files are no pictures (readme.txt, …) and were left out',
    ]);
    const shades = await readPictures(zipOf({ 'a.tif': small }));
    expect(shades.problems).toEqual(['no picture has colour: with colour: grey the block takes a third of the memory']);
  });

  const cmyk = TINY_JPEG.map((byte, at) => (at === TINY_JPEG.length - 30 ? byte ^ 255 : byte)).subarray(0, 250);
  test.each<[string, Record<string, Uint8Array>, ParamValues, string]>([
    [
      'ids that come back',
      { 'a/x.png': red, 'b/x.tif': small },
      {},
      "a.zip: each sample id must occur once, got 'x' more than once; name",
    ],
    [
      'sizes that differ',
      { 'x.png': red, 'y.tif': small, 'z.png': red },
      {},
      'a.zip: pictures of one size (height x width) expected, got 2x2 (2), 1x2 (1); bring them to one size, such as size: 2x2',
    ],
    [
      'a broken picture',
      { 'x.png': red, 'y.jpg': cmyk },
      { size: '2x2' },
      'a.zip › y.jpg: a whole JPEG picture expected, but it is truncated or corrupt',
    ],
    [
      'something else',
      { 'x.png': new TextEncoder().encode('GIF89a') },
      {},
      'a.zip › x.png: a JPEG, PNG or TIFF picture expected, got a file that begins with 47 49 46 38 39 61',
    ],
    ['no picture', { 'x.txt': red, 'y.txt': red }, {}, 'a.zip: JPEG, PNG or TIFF files expected, got 2 others'],
    [
      'too many values',
      { 'x.png': red },
      { size: '9000x9000', 'max-memory': 1 },
      '1 samples of [3, 9000, 9000] values take 16.5 GB, at most 1 GB are allowed; choose a smaller size',
    ],
    [
      'too many pixels',
      { 'x.png': hugePng() },
      {},
      'a.zip › x.png: at most 100 million pixels are allowed, got 65535 x 65535',
    ],
    [
      'too much unpacked',
      { 'x.png': new Uint8Array(2_000_000) },
      { 'max-unpacked': 0.001 },
      'a.zip: its files unpack to 0.00200 GB, at most 0.001 GB are allowed; if you trust',
    ],
    [
      'a path out of the archive',
      { '../x.png': red },
      {},
      "a.zip: names inside the archive expected, got a path that leads out of it: '../x.png'",
    ],
  ])('refuse %s', async (_, files, params, said) => {
    const error = await failureOf(readPictures(zipOf(files), params));
    expect(error.message).toContain(said);
    expect(error.exitCode).toBe(3);
  });

  it('refuse what their size says wrongly', async () => {
    const bytes = zipSync({ 'x.png': new Uint8Array(5000) });
    // The size in the directory, 46 bytes before its name: more than deflate can pack.
    const at = bytes.length - 22 - 5 - 46 + 24;
    bytes.set([255, 255, 255, 15], at);
    const error = await failureOf(readPictures(memorySource('a.zip', bytes)));
    expect(error.message).toMatch(/268435455 bytes cannot be packed in \d+/);
    const locked = zipSync({ 'x.png': red });
    locked[locked.length - 22 - 5 - 46 + 8]! |= 1;
    const said = await failureOf(readPictures(memorySource('a.zip', locked)));
    expect(said.message).toBe('a.zip › x.png: it is encrypted; unpack it with its password first');
  });

  it('take a size of their own', async () => {
    const error = await failureOf(readPictures(zipOf({ 'x.png': red }), { size: '2by2' }));
    expect(error.message).toBe("images.size: height x width expected, such as 96x128, got '2by2'");
    const { facts, block } = await readPictures(zipOf({ 'x.png': red, 'y.tif': small }), { size: '1 × 1' });
    expect([facts.resized, [...block.matrix.data]]).toEqual(['2 by averaging', [1, 0.5, 0, 0.5, 0, 0.5]]);
  });
});

/** Whose header says 65535 x 65535. */
function hugePng(): Uint8Array {
  const bytes = pngOf(1, 1, 1, [0]);
  bytes.set([0, 0, 255, 255, 0, 0, 255, 255], 16);
  return bytes;
}
