import { FormatError } from '../../base/errors.ts';
import { checkNames, type GdcFile } from './files.ts';

/** One line of a manifest, as gdc-client reads and the portal writes it. */
export interface ManifestLine {
  readonly id: string;
  readonly filename: string;
  readonly md5: string;
  readonly size: number;
  readonly state: string;
}

const HEADER = ['id', 'filename', 'md5', 'size', 'state'] as const;

/**
 * Reads `gdc_manifest.txt`: tab-separated, a header of `id filename md5 size state`; further columns are ignored, state may be absent.
 * @throws {FormatError} naming the line. Checked against a manifest of the portal (450 slides of TCGA-COAD).
 */
export function parseManifest(content: string, name: string): ManifestLine[] {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = lines[0]!.split('\t');
  const column = Object.fromEntries(HEADER.map((word) => [word, header.indexOf(word)])) as Record<string, number>;
  const missing = HEADER.find((word) => word !== 'state' && column[word] === -1);
  if (missing)
    throw new FormatError({
      where: `${name}:1`,
      problem: `a manifest with the columns ${HEADER.join(', ')} expected, got none called '${missing}'`,
      hint: 'take the manifest of the GDC portal (gdc_manifest….txt)',
    });
  const seen = new Set<string>();
  return lines.slice(1).flatMap((line, i) => {
    if (line === '') return [];
    const where = `${name}:${i + 2}`;
    const cells = line.split('\t');
    const cell = (word: string) => cells[column[word]!] ?? '';
    const [id, filename, md5, size] = [cell('id'), cell('filename'), cell('md5'), cell('size')];
    checkNames(id, filename, where);
    if (seen.has(id)) throw new FormatError({ where, problem: `each id must occur once, got '${id}' again` });
    seen.add(id);
    if (!/^[0-9a-f]{32}$/i.test(md5))
      throw new FormatError({ where, problem: `an MD5 of 32 hexadecimal digits expected, got '${md5}'` });
    if (!/^\d{1,15}$/.test(size)) throw new FormatError({ where, problem: `a size in bytes expected, got '${size}'` });
    return [{ id, filename, md5: md5.toLowerCase(), size: Number(size), state: cell('state') }];
  });
}

export const manifestOf = (files: readonly GdcFile[]): ManifestLine[] =>
  files.map(({ file_id, file_name, md5sum, file_size, state }) => ({
    ...{ id: file_id, filename: file_name, md5: md5sum.toLowerCase(), size: file_size, state: state ?? '' },
  }));

export const manifestRows = (lines: readonly ManifestLine[]): (string | number)[][] => [
  [...HEADER],
  ...lines.map(({ id, filename, md5, size, state }) => [id, filename, md5, size, state]),
];

const SHEET = {
  'File ID': ({ file_id }: GdcFile) => [file_id],
  'File Name': ({ file_name }: GdcFile) => [file_name],
  'Data Category': ({ data_category }: GdcFile) => [data_category],
  'Data Type': ({ data_type }: GdcFile) => [data_type],
  'Project ID': ({ cases }: GdcFile) => cases?.map(({ project }) => project?.project_id) ?? [],
  // One entry for each sample, so that the columns of a file of two samples stay in step.
  'Case ID': ({ cases }: GdcFile) =>
    cases?.flatMap(({ submitter_id, samples }) => (samples?.length ? samples : [{}]).map(() => submitter_id)) ?? [],
  'Sample ID': (file: GdcFile) => samplesOf(file).map(({ submitter_id }) => submitter_id),
  'Tissue Type': (file: GdcFile) => samplesOf(file).map(({ tissue_type }) => tissue_type),
  'Tumor Descriptor': (file: GdcFile) => samplesOf(file).map(({ tumor_descriptor }) => tumor_descriptor),
  'Specimen Type': (file: GdcFile) => samplesOf(file).map(({ specimen_type }) => specimen_type),
  'Preservation Method': (file: GdcFile) => samplesOf(file).map(({ preservation_method }) => preservation_method),
} as const;

/** The sample sheet with the portal's columns; of a file of several samples each cell lists them, with commas, as there. */
export function sampleSheetRows(files: readonly GdcFile[]): string[][] {
  const cells = (file: GdcFile) =>
    Object.entries(SHEET).map(([name, of]) => {
      const values = of(file).map((value) => value ?? '');
      return (name === 'Project ID' ? [...new Set(values)] : values).join(', ');
    });
  return [Object.keys(SHEET), ...files.map(cells)];
}

export const samplesOf = ({ cases }: GdcFile) => cases?.flatMap(({ samples }) => samples ?? []) ?? [];
