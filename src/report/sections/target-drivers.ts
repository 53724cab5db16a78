import { countOf, formatCount, formatPercent } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { RunRecord, TargetDriver, TargetResult } from '../record.ts';
import { table } from '../table.ts';
import { targetVerdicts } from '../targets-verdict.ts';
import type { Section } from './section.ts';

/** Targets that have a column, features that have a row, and features named of each target. */
const [COLUMNS, ROWS, NAMED] = [8, 20, 5];

/** What drives each target: drivers × targets for those predicted best, then the first of every target. Null unless the study asks for explanations. */
export function targetDriversSection(record: RunRecord): Section | null {
  const explained = (record.targets ?? []).filter(({ drivers }) => drivers);
  if (explained.length === 0) return null;
  const place = new Map(targetVerdicts(record).map(({ target }, at) => [target, at]));
  const order = [...explained].sort((a, b) => placeOf(place, a) - placeOf(place, b));
  return {
    id: 'drivers',
    heading: 'What drives the targets',
    body: html`${about(record.targets!.length - explained.length)}
${driversByTargets(order)}
${table(
  `The features that move the answers most, of each target; ↑ more of it raises the target, ↓ lowers it; in brackets their share of all attribution and in how many folds they led`,
  [{ label: 'Target' }, { label: 'Driven by' }],
  order.map(({ target, drivers }) => ({
    header: target,
    cells: [drivers!.slice(0, NAMED).map(inWords).join(', ') || 'nothing: the model gives the same answer to all'],
  })),
)}
<p class="note"><strong>Read with care.</strong> A driver is what the model of a target leans on, and no cause: features that go together stand for one another. Where a target is not shown to be beyond its baselines, its drivers explain a model
that knows nothing. A feature that leads in many targets may say how well the samples grow, or where they come from, and nothing of any one target.</p>`,
  };
}

const placeOf = (place: ReadonlyMap<string, number>, { target }: TargetResult) => place.get(target) ?? place.size;

function about(missing: number): Html {
  const others = missing > 0 ? ` ${countOf(missing, 'target')} could not be explained.` : '';
  return html`<div class="levels">
<p class="novice">For each target: the features that its model leans on most when it answers for samples that it had not seen. That is a place to look, and no proof that changing the feature would change the target.${others}</p>
<p class="intermediate">The learner chosen for each target was explained out of fold: each sample by the model of the fold that did not learn from it. Shares are of the mean |attribution| of all features; a feature leads in a fold when it is among its first. Of each target everything is in
<code>explanations/</code> of the run folder.${others}</p>
<p class="advanced">As in a study of one target, by the method that is usual for the learner unless the study names one: learners of different kinds may be explained by different methods, and shares of different targets are compared as shares, not in their units. Folds share training samples, targets share
samples and features: that two targets have drivers in common is not independent evidence.${others}</p>
</div>`;
}

const ARROWS = { up: '↑', down: '↓' } as const;
const arrow = ({ direction }: TargetDriver) => (direction >= 0 ? ARROWS.up : ARROWS.down);
const inWords = (one: TargetDriver) =>
  `${arrow(one)} ${one.feature} (${formatPercent(one.share)}, ${formatPercent(one.frequency)})`;

/** Features that lead in most of the targets shown first; then by share. */
function driversByTargets(order: readonly TargetResult[]): Html {
  const shown = order.slice(0, COLUMNS);
  const known = shown.map(({ drivers }) => new Map(drivers!.map((one) => [one.feature, one])));
  const names = [...new Set(known.flatMap((own) => [...own.keys()]))];
  const weight = (feature: string) => {
    const found = known.flatMap((own) => own.get(feature) ?? []);
    return {
      steady: found.filter(({ frequency }) => frequency >= 0.5).length,
      share: found.reduce((sum, one) => sum + one.share, 0),
    };
  };
  const weights = new Map(names.map((name) => [name, weight(name)]));
  const first = [...names].sort((a, b) => {
    const [x, y] = [weights.get(a)!, weights.get(b)!];
    return y.steady - x.steady || y.share - x.share || (a < b ? -1 : 1);
  });
  const which =
    order.length > COLUMNS
      ? `the ${formatCount(COLUMNS)} targets predicted best`
      : 'the targets, the best predicted first';
  return table(
    `Drivers of ${which}: share of all attribution, with the direction; – not among the first ten`,
    [{ label: 'Feature' }, ...shown.map(({ target }) => ({ label: target, numeric: true }))],
    first.slice(0, ROWS).map((feature) => ({
      header: feature,
      cells: known.map((own) => {
        const one = own.get(feature);
        return one ? `${arrow(one)} ${formatPercent(one.share)}` : '–';
      }),
    })),
  );
}
