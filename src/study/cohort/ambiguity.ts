import type { ReportInput } from '../../report/input.ts';
import { ambiguousNames, type BlockNames, namesShown } from '../../report/short-names.ts';
import type { TargetsInput } from '../../report/targets-input.ts';

/** Which names of a report must keep their block; nothing of a study of one block, whose features have none. @param shared of the final model, or of the models of all targets. */
export function ambiguity(
  report: ReportInput | TargetsInput,
  blocks: readonly BlockNames[],
  shared: readonly string[] = [],
): { readonly ambiguous?: readonly string[] } {
  return blocks.length > 1 ? { ambiguous: ambiguousNames(namesShown(report), blocks, shared) } : {};
}
