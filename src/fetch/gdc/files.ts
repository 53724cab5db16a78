import { z } from 'zod';
import { FormatError } from '../../base/errors.ts';
import { type GdcApi, gdcRecords, parseAnswer } from './api.ts';

const text = z.string().nullish();
const fileShape = z.object({
  file_id: z.string(),
  file_name: z.string(),
  md5sum: z.string().regex(/^[0-9a-f]{32}$/i),
  file_size: z.number().int().nonnegative(),
  state: text,
  access: text,
  data_category: text,
  data_type: text,
  associated_entities: z.array(z.object({ entity_submitter_id: text, entity_type: text })).nullish(),
  cases: z
    .array(
      z.object({
        case_id: z.string(),
        submitter_id: text,
        project: z.object({ project_id: text }).nullish(),
        samples: z
          .array(
            z.object({
              submitter_id: text,
              sample_type: text,
              tissue_type: text,
              tumor_descriptor: text,
              specimen_type: text,
              preservation_method: text,
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** One file of the archive, in the API's words. */
export type GdcFile = z.infer<typeof fileShape>;

/** What is asked of each file: what the manifest, the sample sheet and the choice of samples need. */
export const FILE_FIELDS = [
  ...['file_id', 'file_name', 'md5sum', 'file_size', 'state', 'access', 'data_category', 'data_type'],
  ...['analysis.workflow_type', 'associated_entities.entity_submitter_id', 'associated_entities.entity_type'],
  ...['cases.case_id', 'cases.submitter_id', 'cases.project.project_id'],
  ...['submitter_id', 'sample_type', 'tissue_type', 'tumor_descriptor', 'specimen_type', 'preservation_method'].map(
    (field) => `cases.samples.${field}`,
  ),
];

/** @throws as `gdcRecords`; @throws {FormatError} a file without size or MD5, or whose name would lead out of its folder. */
export async function gdcFiles(api: GdcApi, filters: unknown): Promise<GdcFile[]> {
  const records = await gdcRecords(api, { endpoint: 'files', filters, fields: FILE_FIELDS, sort: 'file_id' });
  return records.map((record) => {
    const file = parseAnswer(JSON.stringify(record), fileShape, `${api.url.origin} files ${record.file_id}`);
    checkNames(file.file_id, file.file_name, api.url.origin);
    return file;
  });
}

/** Both become names on this disk. @throws {FormatError} */
export function checkNames(id: string, name: string, where: string): void {
  if (!/^[\w-]+$/.test(id))
    throw new FormatError({ where, problem: `a file id of letters, digits and dashes expected, got '${id}'` });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name === '' || /^\.+$/.test(name) || /[/\\\u0000-\u001f]/.test(name))
    throw new FormatError({ where, problem: `a file name without folders expected, got ${JSON.stringify(name)}` });
}
