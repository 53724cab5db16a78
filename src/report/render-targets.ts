import { page } from './page.ts';
import { withoutIds } from './private-ids.ts';
import { reproduceSection } from './sections/reproduce.ts';
import type { TargetsInput } from './targets-input.ts';

/** The report of several targets: as `renderReport`. */
export function renderTargets(input: TargetsInput, _document: Document): string {
  const shown = { ...input, record: withoutIds(input.record, input.ids) };
  const { study } = shown.record;
  return page(shown.record, `${study.task} of ${study.target}`, [reproduceSection(shown)]);
}
