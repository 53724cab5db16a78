import { MEMORY_PARAM, UNPACKED_PARAM } from '../memory-param.ts';
import type { ReaderEntry } from '../reader.ts';

const PICTURE = /\.(jpe?g|png|tiff?)$/i;
const SIGNATURES: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
];

export const imagesEntry: ReaderEntry = {
  word: 'images',
  title: 'Pictures',
  doc: 'A zip archive or a folder of JPEG, PNG and TIFF files, one a sample, whose id is the name of the file without its extension.',
  extensions: ['.zip', '.jpg', '.jpeg', '.png', '.tif', '.tiff'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits:
    'No CMYK; TIFF of one page, whole numbers of 8 or 16 bits, not compressed as JPEG. Archives: no zip64, no passwords.',
  versions: 'JPEG baseline and progressive; PNG of any depth; TIFF plain, LZW, deflate',
  params: {
    size: {
      type: 'text',
      default: '',
      main: true,
      doc: 'Height x width that every picture is brought to by averaging over areas, such as 96x128; default the size they share.',
    },
    colour: { type: 'choice', default: 'rgb', choices: ['rgb', 'grey'], doc: 'Three channels, or one of luminance.' },
    masks: {
      type: 'text',
      default: '',
      doc: 'What marks a mask: the end of its name before the extension, such as _mask, or its folder, such as masks/; default none are there.',
    },
    part: {
      type: 'choice',
      default: 'pictures',
      choices: ['pictures', 'masks'],
      doc: 'The pictures, or the class of each pixel in their masks: white is 1, other grey values are the numbers of classes.',
    },
    'max-pixels': {
      type: 'number',
      default: 100,
      min: 0.001,
      max: 1000,
      unit: 'million',
      doc: 'Pixels of one picture; larger ones are refused before they are decoded.',
    },
    ...UNPACKED_PARAM,
    ...MEMORY_PARAM,
  },
  sniff: ({ bytes, files, members }) => {
    const names = files ?? members;
    if (names) return names.filter((name) => PICTURE.test(name)).length * 2 > names.length ? 0.9 : 0;
    return SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte)) ? 0.9 : 0;
  },
  load: () => import('./reader.ts'),
};
