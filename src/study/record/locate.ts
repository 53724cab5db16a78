import type { RandomKey } from '../../base/random.ts';
import type { Place } from '../../numeric/great-circle.ts';
import type { Locations } from '../../report/record.ts';
import { textValues } from '../../table/annotations.ts';
import { locatedPlaces, scoreLocations } from '../../validate/locations.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { Study } from '../file/study.ts';
import type { TargetOutcome } from '../tasks/target-task.ts';

const LATITUDE = /^lat(itude)?$/i;
const LONGITUDE = /^(lon|lng|long|longitude)$/i;

/**
 * Two of several targets that are called latitude and longitude are one place: how far the answers are from the truth, in km. Of repeats the first.
 * The baseline of a region is that of the first column of words among `samples.confounders`. Undefined: there are no such targets.
 */
export function locate(
  { samples: { confounders } }: Study,
  { annotations }: LoadedCohort,
  outcomes: readonly TargetOutcome[],
  random: RandomKey,
): Locations | undefined {
  const [north, east] = [LATITUDE, LONGITUDE].map((name) => outcomes.find(({ result }) => name.test(result.target)));
  if (!north || !east) return undefined;
  const [latitudes, longitudes] = [answersOf(north), answersOf(east)];
  const { chosen } = north.result;
  const ids = [...latitudes.get(chosen)!.keys()].filter((id) => longitudes.get(east.result.chosen)!.has(id));
  const placesOf = (first: string, second: string, which: 'truth' | 'predicted') =>
    ids.map((id): Place => {
      const [a, b] = [latitudes.get(first)!.get(id)!, longitudes.get(second)!.get(id)!];
      return { latitude: a[which], longitude: b[which] };
    });
  const truth = placesOf(chosen, east.result.chosen, 'truth');
  const folds = Int32Array.from(ids, (id) => latitudes.get(chosen)!.get(id)!.fold);
  const predicted = [...latitudes.keys()]
    .filter((name) => longitudes.has(name))
    .map((name) => ({ name, places: placesOf(name, name, 'predicted') }));
  const learner = chosen === east.result.chosen ? chosen : `${chosen}, ${east.result.chosen}`;
  const answers = placesOf(chosen, east.result.chosen, 'predicted');
  if (learner !== chosen) predicted.unshift({ name: learner, places: answers });
  const column = annotations.columns.find(({ name, type }) => type === 'text' && confounders.includes(name));
  const values = column ? textValues(column) : [];
  const words = new Map(annotations.ids.map((id, i) => [id, values[i] ?? null]));
  const known = [...new Set(words.values())];
  const region = column && {
    column: column.name,
    codes: Int32Array.from(ids, (id) => (words.get(id) == null ? -1 : known.indexOf(words.get(id)!))),
  };
  return {
    learner,
    scores: scoreLocations({ truth, folds, predicted, ...(region ? { region } : {}) }, random),
    places: locatedPlaces(truth, answers, random),
  };
}

interface Answer {
  readonly fold: number;
  readonly truth: number;
  readonly predicted: number;
}

/** Learner → sample → its first answer. */
function answersOf({ predictions }: TargetOutcome): Map<string, Map<string, Answer>> {
  const found = new Map<string, Map<string, Answer>>();
  for (const [id, fold, learner, truth, predicted] of predictions as readonly [
    string,
    number,
    string,
    number,
    number,
  ][]) {
    const own = found.get(learner) ?? new Map<string, Answer>();
    found.set(learner, own);
    if (!own.has(id)) own.set(id, { fold, truth, predicted });
  }
  return found;
}
