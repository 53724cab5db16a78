import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleTargets } from '../../../test/support/report-input-targets.ts';
import type { Locations } from '../record.ts';
import { worldMap } from './world-map.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const { record } = exampleTargets();

const score = (name: string, role: 'learner' | 'baseline', value: number) => ({
  ...{ name, role, 'mean-km': 1.4 * value },
  'median-km': { value, low: 0.8 * value, high: 1.3 * value },
});
const ellipse = { 'major-km': 600, 'minor-km': 250, angle: 30 };
const locations: Locations = {
  learner: 'ridge',
  scores: [
    score('ridge', 'learner', 412.4),
    score('mean-place', 'baseline', 6100),
    score('region-mean', 'baseline', 1234.6),
  ],
  places: [
    { latitude: 59, longitude: -3, samples: 15, predicted: { latitude: 53, longitude: 12 }, ellipse },
    { latitude: -4, longitude: 155, samples: 22, predicted: { latitude: 0, longitude: 140 }, ellipse },
    { latitude: 19, longitude: -99, samples: 3, predicted: { latitude: 15, longitude: -92 } },
  ],
};

test('rings, answers and ellipses on land, and a sentence with the better baseline', async () => {
  const figure = worldMap({ ...record, locations }, document)!;
  await expect(figure.svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')).toMatchFileSnapshot(
    '__snapshots__/world-map.svg',
  );
  expect(figure.sentence).toContain(
    'within 412 km (95 % interval 330 km to 536 km) of where they come from; the mean place of the same region would place half within 1,235 km',
  );
  expect(figure.svg.match(/<circle/g)).toHaveLength(6);
  expect(worldMap(record, document)).toBeNull();
});
