import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { numpyHeader, writeNumbers, writeTexts } from '../../src/read/npy/numpy-array.ts';
import { EIGHT, latin1, museWave, museXml } from './muse-files.ts';
import type { ReaderCase } from './reader-cases.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const MTIME = { mtime: new Date(1980, 0, 1) };

export function joinedBytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** 9 x 11 pixels, written by PIL 9.4: red rises to the right, green downwards; 4:2:0. */
export const TINY_JPEG = Uint8Array.from(
  atob(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAJAAsDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABQT/xAAdEAABBAIDAAAAAAAAAAAAAAAAAQIEIgUxMkGh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/xAAZEQADAAMAAAAAAAAAAAAAAAAAAwQFERP/2gAMAwEAAhEDEQA/ABYOE1QaZhKJTwvg9DLOCE99jNiYm9vM/9k=',
  ),
  (letter) => letter.charCodeAt(0),
);

/** A PNG of 8 bits. @param data [height, width, channels]. */
export const pngOf = (height: number, width: number, channels: number, data: readonly number[]) =>
  encode({ height, width, channels, depth: 8, data: Uint8Array.from(data) });

/** A grey TIFF of 8 bits, little-endian, one strip, its directory first. */
export function tiffOf(height: number, width: number, data: readonly number[]): Uint8Array {
  const tags = [
    ...[
      [256, width],
      [257, height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, 8 + 2 + 12 * 9 + 4],
      [277, 1],
    ],
    ...[
      [278, height],
      [279, data.length],
    ],
  ];
  const word = (value: number) => [value & 255, value >> 8];
  const entries = tags.flatMap(([tag, value]) => [...word(tag!), 3, 0, 1, 0, 0, 0, ...word(value!), 0, 0]);
  return joinedBytes([0x49, 0x49, 42, 0, 8, 0, 0, 0, ...word(tags.length)], entries, [0, 0, 0, 0], data);
}

/** A film of JPEG frames, 30 a second. */
export function aviOf(frames: readonly Uint8Array[], codec = 'MJPG', announced = frames.length): Uint8Array {
  const long = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255];
  const chunk = (id: string, ...parts: readonly (Uint8Array | readonly number[])[]) => {
    const data = joinedBytes(...parts);
    return joinedBytes(bytesOf(id), long(data.length), data, data.length % 2 === 1 ? [0] : []);
  };
  const none = (bytes: number) => new Uint8Array(bytes);
  const stream = chunk('strh', bytesOf('vids'), bytesOf(codec), none(12), long(1), long(30), none(28));
  const format = chunk('strf', long(40), none(12), bytesOf(codec), none(20));
  const header = chunk('avih', none(16), long(announced), none(36));
  const headers = chunk('LIST', bytesOf('hdrl'), header, chunk('LIST', bytesOf('strl'), stream, format));
  const movie = chunk('LIST', bytesOf('movi'), ...frames.map((frame) => chunk('00dc', frame)));
  return chunk('RIFF', bytesOf('AVI '), headers, movie);
}

/** A CT picture, explicit VR, little-endian, with a patient, a slope of 2 and an intercept of -10. */
export function dicomOf(rows: number, columns: number, values: readonly number[], patient = 'P1'): Uint8Array {
  const word = (value: number) => [value & 255, (value >> 8) & 255];
  const element = (group: number, tag: number, vr: string, value: string | readonly number[]) => {
    const raw = typeof value === 'string' ? [...bytesOf(value)] : [...value];
    if (raw.length % 2 === 1) raw.push(vr === 'UI' ? 0 : 32);
    const length = vr === 'OW' ? [0, 0, ...word(raw.length), 0, 0] : word(raw.length);
    return [...word(group), ...word(tag), ...bytesOf(vr), ...length, ...raw];
  };
  const syntax = element(2, 0x10, 'UI', '1.2.840.10008.1.2.1');
  return joinedBytes(
    new Uint8Array(128),
    bytesOf('DICM'),
    [...element(2, 0, 'UL', [...word(syntax.length), 0, 0]), ...syntax],
    element(8, 0x18, 'UI', `1.2.3.${patient.length}`),
    element(8, 0x60, 'CS', 'CT'),
    element(0x10, 0x10, 'PN', 'Doe^Jane'),
    element(0x10, 0x20, 'LO', patient),
    element(0x10, 0x40, 'CS', 'F'),
    element(0x10, 0x1010, 'AS', '095Y'),
    element(0x28, 2, 'US', word(1)),
    element(0x28, 4, 'CS', 'MONOCHROME2'),
    element(0x28, 0x10, 'US', word(rows)),
    element(0x28, 0x11, 'US', word(columns)),
    element(0x28, 0x100, 'US', word(16)),
    element(0x28, 0x101, 'US', word(16)),
    element(0x28, 0x103, 'US', word(1)),
    element(0x28, 0x1052, 'DS', '-10'),
    element(0x28, 0x1053, 'DS', '2'),
    element(0x7fe0, 0x10, 'OW', values.flatMap(word)),
  );
}

const greys = [10, 20, 30, 40, 50, 60];

/** Arrays, pictures and traces, one of every kind of file. */
export const MEDIA_CASES: readonly ReaderCase[] = [
  {
    ...{ word: 'npy', shows: 'float32 [samples, features]', name: 'a.npy' },
    bytes: writeNumbers(Float32Array.of(1.5, 2, Number.NaN, -4, 0, 6), [3, 2]),
  },
  {
    ...{ word: 'npy', shows: 'int16 [samples, leads, time], big-endian', name: 'a.npy' },
    bytes: joinedBytes(
      numpyHeader('>i2', [2, 3, 2]),
      Uint8Array.from({ length: 24 }, (_, k) => k * 7),
    ),
  },
  {
    ...{ word: 'npz', shows: 'values, ids and labels', name: 'a.npz' },
    bytes: zipSync(
      {
        'signal.npy': writeNumbers(Float32Array.from({ length: 12 }, Math.sqrt), [2, 2, 3]),
        'ids.npy': writeTexts(['p1', 'p2']),
        'label.npy': writeNumbers(Float32Array.of(1, 1), [2]),
      },
      MTIME,
    ),
  },
  {
    ...{ word: 'images', shows: 'a zip of JPEG, PNG and TIFF', name: 'a.zip', params: { size: '3x2' } },
    bytes: zipSync(
      {
        'one.jpg': [TINY_JPEG, { level: 0 }],
        'folder/two.png': pngOf(3, 2, 3, [...greys, ...greys, ...greys]),
        'folder/three.tif': tiffOf(3, 2, greys),
      },
      MTIME,
    ),
  },
  { ...{ word: 'images', shows: 'one JPEG', name: 'one.jpg' }, bytes: TINY_JPEG },
  {
    ...{ word: 'images', shows: 'one PNG', name: 'one.png', params: { colour: 'grey' } },
    bytes: pngOf(3, 2, 1, greys),
  },
  { ...{ word: 'images', shows: 'one TIFF', name: 'one.tif' }, bytes: tiffOf(3, 2, greys) },
  {
    ...{ word: 'wfdb', shows: 'format 212 with beats', name: 'r1.hea', endless: true },
    bytes: bytesOf(
      'r1 2 360 3\nr1.dat 212 200 11 1024 995 -22131 0 MLII\nr1.dat 212 200 11 1024 1011 20052 0 V5\n# Age: 69\n# Sex: M\n',
    ),
    files: {
      'r1.dat': Uint8Array.from([0xe3, 0x33, 0xf3, 0xe3, 0x33, 0xf3, 0xe0, 0x33, 0xf0]),
      'r1.atr': Uint8Array.from([1, 4, 1, 20, 0, 0]),
    },
  },
  {
    ...{ word: 'wfdb', shows: 'a zip of records', name: 'a.zip' },
    bytes: zipSync(
      {
        RECORDS: bytesOf('a/r1\na/r2\n'),
        'a/r1.hea': bytesOf('r1 1 100 2\nr1.dat 16 1000.0(0)/mV 16 0 1 0 0 I\n'),
        'a/r1.dat': Uint8Array.from([1, 0, 255, 255]),
        'a/r2.hea': bytesOf('r2 1 100 2\nr2.dat 16 1000.0(0)/mV 16 0 0 0 0 I\n'),
        'a/r2.dat': Uint8Array.from([0, 1, 0, 128]),
      },
      MTIME,
    ),
  },
  {
    ...{ word: 'muse-xml', shows: 'eight stored leads', name: 'a.xml' },
    bytes: latin1(museXml([museWave('Rhythm', EIGHT)])),
  },
  {
    ...{ word: 'muse-xml', shows: 'a zip, the median beats in UTF-8', name: 'a.zip', params: { wave: 'median' } },
    bytes: zipSync(
      {
        'a/r1.xml': bytesOf(museXml([museWave('Median', EIGHT)], { head: '' })),
        'a/r2.xml': bytesOf(museXml([museWave('Median', EIGHT.toReversed())], { head: '', patient: 'P2' })),
      },
      MTIME,
    ),
  },
  {
    ...{ word: 'dicom', shows: 'a grey picture of 16 bits', name: 'a.dcm' },
    bytes: dicomOf(2, 3, [-5, 0, 7, 100, 200, 300]),
  },
  { ...{ word: 'avi', shows: 'two frames', name: 'a.avi' }, bytes: aviOf([TINY_JPEG, TINY_JPEG]) },
];
