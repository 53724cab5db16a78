import { DataError } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import type { Block } from '../../table/block.ts';
import { arrayFeatures, checkMemory, RowFiller, refuseInfinite, refuseRepeated } from '../array-block.ts';
import { lastName, listFiles } from '../file-list.ts';
import { pictureSize } from '../images/picture-size.ts';
import { resizePlanes } from '../images/resample.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { DicomAnnotations } from './annotations.ts';
import { parseDicom } from './data-set.ts';
import { dicomPlanes } from './pixels.ts';

const DICOM = /\.(dcm|dicom)$/i;

/**
 * Pictures as a block of shape [channels, height, width], in units of the modality, with what the files say of them and does not name the patient;
 * `patient`, `study` and `series` are ordinals, by which folds can keep a patient whole.
 * @throws {FormatError} a broken file. @throws {DataError} sizes or colours that differ, ids that come back, more values than memory allows.
 * @throws {UnsupportedError} as `parseDicom`. Checked against pydicom 2.3. Cost: each file is read and decoded once.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {}, signal, progress, warn, block: wish } = options;
  const all = await listFiles(source, params['max-unpacked'] as number);
  const named = all.filter(({ path }) => DICOM.test(path));
  // Scanners leave out the extension.
  const files = named.length > 0 ? named : all.filter(({ path }) => lastName(path) !== 'DICOMDIR');
  if (files.length === 0) throw new DataError({ where: source.name, problem: 'DICOM files expected, got none' });
  if (files.length < all.length)
    warn?.({
      code: 'files-left-out',
      message: `${all.length - files.length} of ${all.length} files are not called .dcm and were left out`,
      where: source.name,
    });
  const unit = params.values === 'unit';
  const maxPixels = params['max-pixels'] as number;
  const said = new DicomAnnotations(params['keep-identifiers'] as boolean);
  let size = pictureSize(params.size as string, 'dicom.size');
  let filler: RowFiller | undefined;
  let channels = 0;
  const ids: string[] = [];
  const modalities = new Set<string>();
  for (const [i, file] of files.entries()) {
    const dicom = await parseDicom(await file.read(signal), file.where);
    const { rows, columns, samples } = dicom.header;
    if (rows * columns > maxPixels * 1e6)
      throw new DataError({
        where: file.where,
        problem: `at most ${maxPixels} million pixels are allowed, got ${rows} x ${columns}`,
        hint: 'allow more with max-pixels',
      });
    size ??= [rows, columns];
    if (!filler) {
      channels = samples;
      checkMemory(
        source.name,
        files.length,
        [channels, ...size],
        params['max-memory'] as number,
        'choose a smaller size',
      );
      filler = new RowFiller(files.length, channels * size[0] * size[1]);
    }
    const fits = rows === size[0] && columns === size[1];
    if (samples !== channels || (!fits && params.size === ''))
      throw new DataError({
        where: file.where,
        problem: `${size[0]} x ${size[1]} pixels of ${channels} values expected, as in the first file, got ${rows} x ${columns} of ${samples}`,
        hint:
          samples === channels
            ? `bring them to one size, such as size: ${size[0]}x${size[1]}`
            : 'read grey and coloured pictures apart',
      });
    resizePlanes(await dicomPlanes(dicom, unit, file.where), channels, rows, columns, ...size, filler.next());
    said.add(dicom.data);
    modalities.add(dicom.data.string('x00080060') ?? 'unknown');
    const uid = dicom.data.string('x00080018') ?? '';
    ids.push(params.ids === 'instance' ? (await sha256(uid)).slice(0, 16) : lastName(file.path).replace(DICOM, ''));
    progress?.((i + 1) / files.length, `reading ${source.name}`);
  }
  refuseRepeated(source.name, ids, 'take the ids from the files themselves with ids: instance');
  const shape = [channels, ...size!];
  const features = arrayFeatures(shape, channels === 1 ? ['grey'] : ['red', 'green', 'blue']);
  const matrix = filler!.finish();
  refuseInfinite(source.name, ids, features, matrix);
  const block: Block = { name: wish?.name ?? 'dicom', kind: wish?.kind ?? 'image', ids, features, matrix, shape };
  const columns = said.columns();
  return {
    content: { holds: 'blocks', blocks: [{ block }], ...(columns.length > 0 ? { samples: { ids, columns } } : {}) },
    facts: { files: files.length, modality: [...modalities].join(' ') },
    problems: [],
  };
}
