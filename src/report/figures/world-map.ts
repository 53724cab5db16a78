import * as Plot from '@observablehq/plot';
import { ellipseOutline, type LocatedPlace } from '../../validate/locations.ts';
import { countOf } from '../format.ts';
import type { RunRecord } from '../record.ts';
import { learnerName } from '../words.ts';
import { ACCENT, drawSvg, type Figure, INK, LINE, MUTED } from './figure.ts';
import { landOutline } from './land-outline.ts';

const WIDTH = 720;

/** Each place of the samples and the mean of their out-of-fold answers, with the ellipse of that mean, on a map of the world. Null without locations. */
export function worldMap({ locations }: RunRecord, document: Document): Figure | null {
  if (!locations) return null;
  const { places, scores, learner } = locations;
  const own = scores.find(({ name }) => name === learner)!;
  const rivals = scores.filter(({ role }) => role === 'baseline');
  const best = rivals.reduce((a, b) => (b['median-km'].value < a['median-km'].value ? b : a));
  const km = (value: number) => `${Math.round(value).toLocaleString('en-US')} km`;
  const interval = `${km(own['median-km'].value)} (95 % interval ${km(own['median-km'].low)} to ${km(own['median-km'].high)})`;
  const count = countOf(places.length, 'place');
  const alt = `Map of the world with ${count}: the true one, and the mean answer of ${learnerName(learner)} with its ellipse. Median distance of a sample ${interval}; ${learnerName(best.name)} ${km(best['median-km'].value)}.`;
  const at = ({ latitude, longitude }: { latitude: number; longitude: number }) =>
    [longitude, latitude] as [number, number];
  const shown = places.filter(({ predicted }) => !Number.isNaN(predicted.latitude));
  const svg = drawSvg(document, alt, {
    ...{ width: WIDTH, height: 370, margin: 2 },
    projection: {
      type: 'equal-earth',
      domain: {
        type: 'MultiPoint',
        coordinates: [
          [-168, 0],
          [178, 0],
          [0, 84],
          [0, -56],
        ],
      },
    },
    marks: [
      Plot.geo(landOutline(), { fill: LINE, fillOpacity: 0.55, stroke: MUTED, strokeWidth: 0.4 }),
      Plot.geo(
        { type: 'MultiLineString', coordinates: shown.map((place) => [at(place), at(place.predicted)]) },
        { stroke: INK, strokeWidth: 0.7, strokeOpacity: 0.7 },
      ),
      Plot.geo(
        {
          type: 'MultiLineString',
          coordinates: shown.flatMap(({ predicted, ellipse }) =>
            ellipse ? [ellipseOutline(predicted, ellipse).map(at)] : [],
          ),
        },
        { stroke: ACCENT, strokeWidth: 1 },
      ),
      Plot.dot(shown, { x: 'longitude', y: 'latitude', r: 2.6, stroke: INK, fill: 'none', strokeWidth: 1 }),
      Plot.dot(shown, {
        x: (place: LocatedPlace) => place.predicted.longitude,
        y: (place: LocatedPlace) => place.predicted.latitude,
        r: 2.4,
        fill: ACCENT,
      }),
    ],
  });
  return {
    title: 'Where samples come from, and where they are placed',
    svg,
    sentence: `Half of the samples are placed within ${interval} of where they come from; ${learnerName(best.name)} would place half within ${km(best['median-km'].value)}. A ring is a true place, joined with the mean answer of ${learnerName(learner)} for its samples; the ellipse holds that mean with 95 % confidence, and says nothing of a single sample. Samples of one place share their errors: the interval is over places.`,
    alt,
    width: WIDTH,
    data: {
      columns: ['latitude', 'longitude', 'predicted latitude', 'predicted longitude'],
      rows: shown.map(({ latitude, longitude, predicted }) => [
        latitude,
        longitude,
        predicted.latitude,
        predicted.longitude,
      ]),
    },
  };
}
