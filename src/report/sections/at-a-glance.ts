import type { ColumnTest, Exploration, FeatureQuality, FeatureTests } from '../../explain/explore/exploration.ts';
import { classDistributions } from '../figures/class-distributions.ts';
import { effectsByEvidence } from '../figures/effects-by-evidence.ts';
import { heatMap } from '../figures/heat-map.ts';
import { sampleMap } from '../figures/sample-map.ts';
import { zeroAndMissing } from '../figures/zero-and-missing.ts';
import { capitalise, countOf, formatCount, formatP, formatPercent, formatScore } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { table } from '../table.ts';
import { figureGrid, type Section } from './section.ts';

/** The data before anything is learned. */
export function atAGlanceSection(input: ReportInput, document: Document): Section | null {
  const { exploration } = input;
  if (!exploration) return null;
  const { tests, columns = [] } = exploration;
  return {
    id: 'glance',
    heading: 'The data at a glance',
    body: html`<p class="note"><strong>A description, not a result.</strong> Everything in this section is computed on all samples, with their labels. No model is told of it, and
no number here says how well a new sample is predicted. ${scaleOf(exploration)}</p>
${figureGrid([sampleMap(input, document), zeroAndMissing(input, document), heatMap(input, document)])}
${qualityTable(exploration.quality)}
${
  tests &&
  html`<h3>Features against ${input.record.study.target}</h3>
<p>${testsInWords(tests)}</p>
${figureGrid([effectsByEvidence(input, document), classDistributions(input, document)])}
${testTable(tests)}
<p>${powerInWords(tests)}</p>`
}
${columns.length > 0 && columnTable(columns)}`,
  };
}

function scaleOf({ block, scale }: Exploration): string {
  return scale.length > 0
    ? `Values of ${block} are shown as the study brings them to a scale: ${scale.join('; ')}.`
    : `Values of ${block} are shown as read.`;
}

function qualityTable(quality: readonly FeatureQuality[]): Html {
  const labels = ['Samples', 'Features', 'Missing values', 'Zero values', 'One value only', 'All zero'];
  return table(
    'Blocks as read',
    [{ label: 'Block' }, ...labels.map((label) => ({ label, numeric: true }))],
    quality.map(({ block, samples, features, missing, zero, constant, allZero }) => ({
      header: block,
      cells: [
        ...[formatCount(samples), formatCount(features), formatPercent(missing), formatPercent(zero)],
        ...[formatCount(constant), formatCount(allZero)],
      ],
    })),
  );
}

function testsInWords({ test, classes, tested, found, foundByRanks }: FeatureTests): string {
  const how =
    test === 'welch'
      ? `Welch’s t of ${classes[0]} against ${classes[1]}, with Hedges’ g (the difference in standard deviations)`
      : 'Analysis of variance, with η² (the share of the variance that lies between the classes)';
  const ranks =
    found === 0
      ? ''
      : ` Kruskal–Wallis, which looks at ranks alone and so is not led by a few extreme values, agrees on ${formatCount(foundByRanks)} of them.`;
  return `${how}, one test for each of ${countOf(tested, 'feature')}. At a false discovery rate of 0.05, ${found === 0 ? 'none differs' : `${formatCount(found)} (${formatPercent(found / tested)}) differ`} between the classes: about one in twenty of those found is expected to be there by chance.${ranks} Features that rise and fall together are found together, and a feature that differs need not be a cause.`;
}

function testTable({ test, strongest }: FeatureTests): Html {
  const effect = test === 'welch' ? 'Hedges’ g' : 'η²';
  const labels = [effect, 'p', 'False discovery rate', 'By ranks', 'Found again'];
  return table(
    'The clearest features',
    [{ label: 'Feature' }, ...labels.map((label) => ({ label, numeric: true }))],
    strongest.map(({ feature, effect, p, q, rankQ, power }) => ({
      header: feature,
      cells: [formatScore(effect), small(p), small(q), small(rankQ), formatPercent(power)],
    })),
  );
}

/** Small probabilities keep their size. */
function small(p: number): string {
  return p >= 0.001
    ? formatP(p).replace(/^p\s=\s/, '')
    : p.toExponential(0).replace('e-', ' × 10⁻').replace(/\d+$/, raised);
}

const raised = (digits: string) => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

function powerInWords({ test, sizes, tested, detectable }: FeatureTests): string {
  const name = test === 'welch' ? 'a difference of g' : 'an η² of';
  const { one, all } = detectable;
  return `“Found again” is the chance that a new study of the same size finds the effect seen here when it tests all ${formatCount(tested)} features (at 0.05 over their number): it flatters, since the largest of many effects are large partly by luck. What ${sizes.join(' + ')} samples can show, whatever was seen: one feature chosen beforehand with 80 % chance if it has ${name} ${formatScore(one)}, any of all features if it has ${formatScore(all)}. Smaller differences may be there and not be found.`;
}

function columnTable(columns: readonly ColumnTest[]): Html {
  const labels = ['Samples', 'Test', 'Effect', 'p', 'False discovery rate'];
  const rough = columns.some((column) => column.rough);
  return html`<h3>Columns of the sheet against the classes</h3>
${table(
  'Each column by itself',
  [{ label: 'Column' }, ...labels.map((label) => ({ label, numeric: label !== 'Test' }))],
  columns.map(({ column, n, test, effect, p, q, rough }) => ({
    header: capitalise(column),
    cells: [formatCount(n), test, formatScore(effect), `${small(p)}${rough ? ' *' : ''}`, small(q)],
  })),
)}
<p>The effect is Cramér’s V of words, of numbers the share of the variance of their ranks: 0 nothing, 1 all. A column that differs between the classes can stand in for them: see the
audit and the baselines.${rough && ' * Few samples in a cell: the p value is rough.'}</p>`;
}
