import { type ClusterGroup, foundGroups } from './cluster-groups.ts';
import { capitalise, countOf, formatCount, formatIntervalInWords, formatList, formatScore } from './format.ts';
import type { ReportInput } from './input.ts';
import type { Interval } from './record.ts';
import type { Verdict } from './verdict.ts';
import { learnerName, metricWords } from './words.ts';

/** Below this mean silhouette groups run into one another (Kaufman & Rousseeuw 1990, table 4: no substantial structure). */
const CONTINUUM = 0.25;

/** How many groups were found, and whether they are further apart than groups of nothing are. */
export function clusterAnswer({ chosen, metric, score, baseline, standing }: Verdict): string {
  const name = capitalise(learnerName(chosen.learner));
  const count = chosen.metrics.clusters?.value ?? Number.NaN;
  const { name: metricName } = metricWords(metric);
  if (count < 2) {
    return `${name} finds ${count === 1 ? 'one group only' : 'no group'}: by this method the samples do not fall into groups.`;
  }
  const reached = `${metricName} ${formatIntervalInWords(score)}`;
  const tells = `${name} finds ${countOf(count, 'group')} with ${reached}`;
  if (!baseline) return `${tells}; the run had nothing to compare that with.`;
  const rival =
    baseline.name === 'chance'
      ? `${formatScore(baseline.score.value)} by chance`
      : `${formatScore(baseline.score.value)} in shuffled data, where there is nothing to find`;
  switch (standing) {
    case 'better':
      return `${tells}, against ${rival}.${weak(metric, score)}`;
    case 'unsettled':
      return `${tells}, against ${rival}; as the two intervals overlap, that there are groups is likely rather than shown.${weak(metric, score)}`;
    default:
      return `${name} divides the samples into ${countOf(count, 'group')}, but their ${reached} does not clear the ${rival}: this study is no evidence that the samples fall into groups.`;
  }
}

function weak(metric: string, { value }: Interval): string {
  if (metric !== 'silhouette' || value >= CONTINUUM) return '';
  return ` A silhouette below ${formatScore(CONTINUUM)} usually means that the groups run into one another: parts of a continuum rather than kinds apart.`;
}

/** Sizes, stability, and what the groups agree with. Null without the groups. */
export function clusterDetail(input: ReportInput, { chosen }: Verdict): string | null {
  const found = foundGroups(input);
  if (!found) return null;
  const members = found.groups.filter(({ label }) => label >= 0);
  const noise = found.groups.find(({ label }) => label < 0);
  const sizes = members.map(({ rows }) => formatCount(rows.length));
  const left = noise ? `; ${countOf(noise.rows.length, 'sample belongs', 'samples belong')} to none` : '';
  const lead =
    members.length === 0
      ? 'No sample belongs to a group.'
      : `${members.length === 1 ? 'The group has' : 'The groups have'} ${formatList(sizes)} samples${left}.`;
  return [lead, loose(members), stable(chosen.metrics.stability), agrees(found.known)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** A group whose samples lie nearer to another one, on average, is what the others leave over. */
function loose(members: readonly ClusterGroup[]): string {
  const names = members.filter(({ silhouette }) => silhouette < 0).map(({ name }) => name);
  if (names.length === 0) return '';
  const [subject, verb] = names.length === 1 ? ['Group', 'does'] : ['Groups', 'do'];
  return `${subject} ${formatList(names)} ${verb} not hold together: on average the samples there lie nearer to another group (mean silhouette below 0), the mark of what the rest leaves over.`;
}

function stable(score: Interval | undefined): string {
  if (!score) return '';
  return `Samples that are left out and placed afterwards come to the same groups with a stability of ${formatIntervalInWords(score)}, where 1 is always and 0 is chance.`;
}

function agrees(known: NonNullable<ReturnType<typeof foundGroups>>['known']): string {
  const [closest] = known;
  if (!closest?.ari) return '';
  const ari = `ARI ${formatIntervalInWords(closest.ari)}`;
  const others = known.length > 1 ? `, the closest of ${formatCount(known.length)} columns compared` : '';
  if (closest.ari.low <= 0) {
    return `The groups agree with ${closest.column} no more than chance would (${ari}${others}).`;
  }
  return `The groups agree with ${closest.column}, which had no part in finding them, with ${ari}${others}.`;
}
