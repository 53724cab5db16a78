import type { AnnotationColumn } from '../../src/table/annotations.ts';
import type { GroupCohort } from '../../src/validate/groups/finder.ts';

/** What group finders are handed, of which a test needs a part. @param columns text or numbers by name. */
export function groupCohort({
  ids,
  columns = {},
  ...rest
}: Partial<Omit<GroupCohort, 'annotations'>> & {
  readonly columns?: Readonly<Record<string, readonly (string | null)[] | Float64Array>>;
}): GroupCohort {
  const named = Object.entries(columns).map(
    ([name, values]): AnnotationColumn =>
      values instanceof Float64Array ? { name, type: 'number', values } : { name, type: 'text', values },
  );
  const n = ids?.length ?? named[0]?.values.length ?? rest.blocks?.[0]?.ids.length ?? 0;
  const all = ids ?? Array.from({ length: n }, (_, i) => `s${i}`);
  return {
    ...{ ids: all, annotations: { ids: all, columns: named }, blocks: [], declared: [], notGroups: [], duplicates: [] },
    target: { task: 'clustering', nSamples: n },
    homology: 0.5,
    ...rest,
  };
}
