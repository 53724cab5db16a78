import { ConfigError } from '../../base/errors.ts';

/** What files are asked for. Several values of one field: any of them; several fields: all of them. */
export interface FileWish {
  readonly project?: readonly string[];
  readonly dataCategory?: readonly string[];
  readonly dataType?: readonly string[];
  readonly workflow?: readonly string[];
  readonly sampleType?: readonly string[];
  readonly access: 'open' | 'controlled' | 'any';
  /** A tree of filters as the API and the portal write it, which must hold too. */
  readonly tree?: unknown;
  /** Files by their ids; then nothing else is asked. */
  readonly ids?: readonly string[];
}

const FIELDS = {
  project: 'cases.project.project_id',
  dataCategory: 'files.data_category',
  dataType: 'files.data_type',
  workflow: 'files.analysis.workflow_type',
  sampleType: 'cases.samples.sample_type',
} as const;

/**
 * The wish as the API wants it: `{ op: 'and', content: [{ op: 'in', content: { field, value } }, …] }`.
 * @throws {ConfigError} nothing is named: every open file of the archive would be meant.
 */
export function fileFilters(wish: FileWish): unknown {
  if (wish.ids) return isIn('files.file_id', wish.ids);
  const named = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).flatMap((word) => {
    const values = wish[word] ?? [];
    return values.length > 0 ? [isIn(FIELDS[word], values)] : [];
  });
  const content = [...named, ...(wish.tree === undefined ? [] : [wish.tree])];
  if (content.length === 0)
    throw new ConfigError({
      where: 'cistron fetch gdc',
      problem: 'says not which files',
      hint: 'name a project (--project TCGA-COAD), filters (--filters FILE.json) or a manifest (--manifest FILE)',
    });
  return {
    op: 'and',
    content: [...content, ...(wish.access === 'any' ? [] : [isIn('files.access', [wish.access])])],
  };
}

export const isIn = (field: string, value: readonly string[]) => ({ op: 'in', content: { field, value } });
