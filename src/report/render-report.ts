import { parseHTML } from 'linkedom';
import type { ReportInput } from './input.ts';
import { page, reportFrame } from './page.ts';
import { withoutIds } from './private-ids.ts';
import { renderTargets } from './render-targets.ts';
import { atAGlanceSection } from './sections/at-a-glance.ts';
import { dataAndAuditSection } from './sections/data-and-audit.ts';
import { decisionsSection } from './sections/decisions.ts';
import { documentsSection } from './sections/documents.ts';
import { driversSection } from './sections/drivers.ts';
import { enrichmentSection } from './sections/enrichment.ts';
import { leakySection } from './sections/leaky.ts';
import { motifsSection } from './sections/motifs.ts';
import { performanceSection } from './sections/performance.ts';
import { reasonsSection } from './sections/reasons.ts';
import { reproduceSection } from './sections/reproduce.ts';
import { signatureSection } from './sections/signature.ts';
import { subgroupsSection } from './sections/subgroups.ts';
import { summarySection } from './sections/summary.ts';
import { uncertaintySection } from './sections/uncertainty.ts';
import { withShortNames } from './short-names.ts';
import type { TargetsInput } from './targets-input.ts';
import { taskInWords } from './words.ts';

export interface ReportOptions {
  /** Draws the figures. In a browser pass the page's own; the default is a document of linkedom. */
  readonly document?: Document;
}

/**
 * The report of a run as one HTML file that loads nothing: style inline, figures as inline SVG, no script but the one that saves them. The same input gives the same
 * text to the byte (in a browser Plot moves lines by half a pixel on a screen of ordinary density).
 * Sample ids are left out; every text that comes from the user is escaped.
 * @throws {DataError} when the record contradicts itself: no result for the chosen learner, or none with the study's metric.
 * Cost linear in the samples of the map and, for the ROC, n log n a class; 1.4 MB and 0.9 s of processor time at 934 samples in 5 classes and 1,558 features with every
 * section (docs/guide/run-folder.md).
 */
export function renderReport(input: ReportInput | TargetsInput, options: ReportOptions = {}): string {
  const document = options.document ?? parseHTML('<!doctype html><html><body></body></html>').document;
  if (!('target' in input)) return renderTargets(input, document);
  const shown = withShortNames({ ...input, record: withoutIds(input.record, input.ids) });
  const { study } = shown.record;
  const uncertainty = uncertaintySection(shown, document);
  const sections = [
    summarySection(shown),
    performanceSection(shown, document),
    leakySection(shown),
    ...(shown.record.decisions ? [decisionsSection(shown, document)] : []),
    ...(shown.record.subgroups ? [subgroupsSection(shown, document)] : []),
    ...(uncertainty ? [uncertainty] : []),
    atAGlanceSection(shown, document),
    dataAndAuditSection(shown),
    // Groups come of distances: no feature has a weight of its own.
    ...(study.task === 'clustering' ? [] : [driversSection(shown, document)]),
    motifsSection(shown),
    signatureSection(shown, document),
    enrichmentSection(shown),
    reasonsSection(shown),
    documentsSection(shown),
    reproduceSection(shown),
  ].filter((section) => section !== null);
  return page(reportFrame(shown.record, taskInWords(study)), sections);
}
