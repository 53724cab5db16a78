import type { DataSet, Element } from 'dicom-parser';
import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { brokenPicture } from '../images/picture.ts';

/** What of a DICOM file a picture needs. Nothing in it names the patient. */
export interface DicomHeader {
  readonly syntax: string;
  readonly rows: number;
  readonly columns: number;
  /** Values a pixel: 1 or 3. */
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** Each colour is a plane of its own. */
  readonly planar: boolean;
  readonly slope: number;
  readonly intercept: number;
}

export interface DicomFile {
  readonly header: DicomHeader;
  readonly pixels: Element;
  readonly data: DataSet;
}

const [IMPLICIT, EXPLICIT, BIG, DEFLATED] = ['', '.1', '.2', '.1.99'].map((end) => `1.2.840.10008.1.2${end}`);
export const RLE = '1.2.840.10008.1.2.5';
export const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
export const BIG_ENDIAN = BIG!;
const READ = [IMPLICIT, EXPLICIT, BIG, RLE, JPEG_BASELINE];

/**
 * Parses a file and checks what its pixels are, before any is decoded.
 * @throws {FormatError} no DICOM file, or broken. @throws {UnsupportedError} another encoding, several frames, palettes. Source: DICOM PS3.5, PS3.10.
 */
export async function parseDicom(bytes: Uint8Array, where: string): Promise<DicomFile> {
  if (![68, 73, 67, 77].every((byte, at) => bytes[128 + at] === byte))
    throw new FormatError({
      where,
      problem: 'a DICOM file (DICM after 128 bytes) expected',
      hint: 'a file without that preamble is written again by dcmconv',
    });
  const { default: library } = await import('dicom-parser');
  const refuse = (problem: string, hint: string): never => {
    throw new UnsupportedError({ where, problem, hint });
  };
  const wrapped = <T>(call: () => T): T => {
    try {
      return call();
    } catch (cause) {
      if (cause instanceof UnsupportedError) throw cause;
      // The library throws texts, errors, and objects that hold the text.
      const said =
        typeof cause === 'string' ? cause : ((cause as { exception?: string }).exception ?? (cause as Error).message);
      throw brokenPicture(where, 'DICOM', String(said), cause);
    }
  };
  const meta = wrapped(() => library.readPart10Header(bytes));
  const syntax = wrapped(() => meta.string('x00020010')) ?? '';
  if (syntax === DEFLATED) refuse('the data set is deflated', 'write it again with dcmconv +te');
  if (!/^1\.2\.[\d.]+$/.test(syntax)) throw brokenPicture(where, 'DICOM', 'its transfer syntax is missing');
  if (!READ.includes(syntax))
    refuse(
      `pixels uncompressed, in RLE or baseline JPEG expected, got transfer syntax ${syntax}`,
      'decompress it: gdcmconv --raw',
    );
  const data = wrapped(() => library.parseDicom(bytes));
  const number = (tag: string) => wrapped(() => data.uint16(tag));
  const decimal = (tag: string, otherwise: number) => {
    const value = wrapped(() => data.floatString(tag));
    return value === undefined || !Number.isFinite(value) ? otherwise : value;
  };
  const pixels = data.elements.x7fe00010;
  const header: DicomHeader = {
    ...{ syntax, rows: number('x00280010') ?? 0, columns: number('x00280011') ?? 0, samples: number('x00280002') ?? 1 },
    bitsAllocated: number('x00280100') ?? 0,
    bitsStored: number('x00280101') ?? number('x00280100') ?? 0,
    signed: number('x00280103') === 1,
    photometric: wrapped(() => data.string('x00280004')) ?? '',
    planar: number('x00280006') === 1,
    slope: decimal('x00281053', 1),
    intercept: decimal('x00281052', 0),
  };
  if (!pixels || header.rows * header.columns === 0) throw brokenPicture(where, 'DICOM', 'it holds no pixels');
  const frames = Number(wrapped(() => data.string('x00280008')) ?? 1);
  if (frames !== 1) refuse(`one frame expected, got ${frames}`, 'split it into frames, one a file');
  const { photometric, samples, bitsAllocated, bitsStored } = header;
  const isGrey = /^MONOCHROME[12]$/.test(photometric) && samples === 1;
  const isColour =
    samples === 3 && (photometric === 'RGB' || (syntax === JPEG_BASELINE && /^YBR_FULL(_422)?$/.test(photometric)));
  if (!isGrey && !isColour)
    refuse(`grey or RGB pixels expected, got ${photometric || 'none said'} of ${samples} values`, 'convert it to RGB');
  if (![8, 16].includes(bitsAllocated) || bitsStored < 1 || bitsStored > bitsAllocated)
    refuse(`pixels of 8 or 16 bits expected, got ${bitsStored} in ${bitsAllocated}`, 'write it again with 16 bits');
  return { header, pixels, data };
}
