import { countOf, formatCount } from './format.ts';
import { page, reportFrame } from './page.ts';
import { withoutIds } from './private-ids.ts';
import type { RunRecord } from './record.ts';
import { dataAndAudit } from './sections/data-and-audit.ts';
import { auditReasons, threeLevels, whyFacts } from './sections/reasons.ts';
import { reproduceSection } from './sections/reproduce.ts';
import type { Section } from './sections/section.ts';
import { targetDriversSection } from './sections/target-drivers.ts';
import { targetsSection, targetsSummarySection } from './sections/targets.ts';
import { withShortNames } from './short-names.ts';
import type { TargetsInput } from './targets-input.ts';
import { TARGETS_WHY } from './targets-why.ts';
import { whyOf } from './why.ts';
import { learnerName } from './words.ts';

/** The report of several targets: one file, as `renderReport`. */
export function renderTargets(input: TargetsInput, document: Document): string {
  const shown = withShortNames({ ...input, record: withoutIds(input.record, input.ids) });
  const { record } = shown;
  const { study, data } = record;
  const drivers = targetDriversSection(record);
  const counts = record.targets!.map(({ samples }) => samples);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const span = least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
  const outcome = `${countOf(counts.length, 'target')}, each measured in ${span} of ${formatCount(data.samples)} samples.`;
  return page(reportFrame(record, `${study.task} of ${study.target}`), [
    targetsSummarySection(record),
    targetsSection(record, document),
    ...(drivers ? [drivers] : []),
    dataAndAudit(record, outcome),
    whySection(record),
    reproduceSection(shown),
  ]);
}

function whySection(record: RunRecord): Section {
  const baselines = (record.medians ?? []).filter(({ role }) => role === 'baseline');
  const known = {
    ...whyFacts(record),
    baselines: baselines.map(({ name }) => learnerName(name)).join(', '),
    chosen: 'the learner chosen for each target',
  };
  return {
    id: 'why',
    heading: 'What to conclude, and why it was done this way',
    body: threeLevels([...TARGETS_WHY, ...whyOf(record.study.task, record), ...auditReasons(record)], known),
  };
}
